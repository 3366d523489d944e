import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const restoreSecret = operation({
  name: 'RestoreSecret',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    return identity(await vault.restore(realm, SecretId))
  },
})
