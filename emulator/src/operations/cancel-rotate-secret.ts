import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const cancelRotateSecret = operation({
  name: 'CancelRotateSecret',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    const { secret, versionId } = await vault.rotating.cancel(realm, SecretId)
    return { ...identity(secret), VersionId: versionId }
  },
})
