import { secretId } from '../shapes/members.js'
import { boolean, long, required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity, seconds } from './rendering.js'

export const deleteSecret = operation({
  name: 'DeleteSecret',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    RecoveryWindowInDays: long(),
    ForceDeleteWithoutRecovery: boolean(),
  }),
  async run({ vault, realm }, { SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }) {
    const { secret, at } = await vault.delete(realm, SecretId, {
      recoveryDays: RecoveryWindowInDays,
      force: ForceDeleteWithoutRecovery,
    })
    return { ...identity(secret), DeletionDate: seconds(at) }
  },
})
