import { secretId, versionId, versionStage } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const updateSecretVersionStage = operation({
  name: 'UpdateSecretVersionStage',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    VersionStage: required(versionStage),
    RemoveFromVersionId: versionId,
    MoveToVersionId: versionId,
  }),
  run: notYet('UpdateSecretVersionStage'),
})
