import { secretId, versionId, versionStage } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { value } from './rendering.js'

export const getSecretValue = operation({
  name: 'GetSecretValue',
  changes: false,
  input: structure({
    SecretId: required(secretId),
    VersionId: versionId,
    VersionStage: versionStage,
  }),
  async run({ vault, realm }, { SecretId, VersionId, VersionStage }) {
    return value(await vault.read(realm, SecretId, { versionId: VersionId, label: VersionStage }))
  },
})
