import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const deleteResourcePolicy = operation({
  name: 'DeleteResourcePolicy',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    return identity(await vault.deletePolicy(realm, SecretId))
  },
})
