import { secretId, versionId, versionStage } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const updateSecretVersionStage = operation({
  name: 'UpdateSecretVersionStage',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    VersionStage: required(versionStage),
    RemoveFromVersionId: versionId,
    MoveToVersionId: versionId,
  }),
  async run({ vault, realm }, { SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }) {
    const move = { to: MoveToVersionId, from: RemoveFromVersionId }
    return identity(await vault.moveLabel(realm, SecretId, VersionStage, move))
  },
})
