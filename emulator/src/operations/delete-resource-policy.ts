import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const deleteResourcePolicy = operation({
  name: 'DeleteResourcePolicy',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  run: notYet('DeleteResourcePolicy'),
})
