import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const getResourcePolicy = operation({
  name: 'GetResourcePolicy',
  changes: false,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    const secret = await vault.policy(realm, SecretId)
    return { ...identity(secret), ResourcePolicy: secret.policy }
  },
})
