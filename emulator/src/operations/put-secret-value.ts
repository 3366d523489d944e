import { limits } from '@strongroom/vault'
import { clientRequestToken, secretBinary, secretId, secretString, versionStage } from '../shapes/members.js'
import { list, required, structure, text } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity, present } from './rendering.js'

// AWS takes it for proof where a function of another account has assumed a role. Not recorded: here any is taken, and none
// is looked at.
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
  async run({ vault, realm }, input) {
    const { secret, versionId, labels } = await vault.put(realm, input.SecretId, {
      token: input.ClientRequestToken,
      value: { text: input.SecretString, binary: input.SecretBinary },
      labels: input.VersionStages,
    })
    return { ...identity(secret), VersionId: versionId, VersionStages: present(labels) }
  },
})
