import { limits } from '@strongroom/vault'
import { clientRequestToken, secretBinary, secretId, secretString, versionStage } from '../shapes/members.js'
import { list, required, structure, text } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

const rotationToken = text({
  ...limits.rotationToken,
  pattern: '^[a-zA-Z0-9\\-]+$',
  sensitive: true,
})

export const putSecretValue = operation({
  name: 'PutSecretValue',
  changes: true,
  token: 'InvalidRequestException',
  input: structure({
    SecretId: required(secretId),
    ClientRequestToken: clientRequestToken,
    SecretBinary: secretBinary,
    SecretString: secretString,
    VersionStages: list(versionStage, limits.versionStages),
    RotationToken: rotationToken,
  }),
  run: notYet('PutSecretValue'),
})
