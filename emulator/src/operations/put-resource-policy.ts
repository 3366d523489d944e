import { resourcePolicy, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const putResourcePolicy = operation({
  name: 'PutResourcePolicy',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    ResourcePolicy: required(resourcePolicy),
    BlockPublicPolicy: boolean(),
  }),
  async run({ vault, realm, principal }, { SecretId, ResourcePolicy, BlockPublicPolicy }) {
    return identity(
      await vault.putPolicy(realm, SecretId, ResourcePolicy, {
        caller: principal,
        blockPublic: BlockPublicPolicy,
      }),
    )
  },
})
