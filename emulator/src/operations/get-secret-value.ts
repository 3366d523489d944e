import { secretId, versionId, versionStage } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const getSecretValue = operation({
  name: 'GetSecretValue',
  changes: false,
  input: structure({
    SecretId: required(secretId),
    VersionId: versionId,
    VersionStage: versionStage,
  }),
  run: notYet('GetSecretValue'),
})
