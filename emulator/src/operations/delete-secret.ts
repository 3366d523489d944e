import { secretId } from '../shapes/members.js'
import { boolean, long, required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const deleteSecret = operation({
  name: 'DeleteSecret',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    RecoveryWindowInDays: long(),
    ForceDeleteWithoutRecovery: boolean(),
  }),
  run: notYet('DeleteSecret'),
})
