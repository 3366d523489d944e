import { resourcePolicy, secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const validateResourcePolicy = operation({
  name: 'ValidateResourcePolicy',
  changes: false,
  input: structure({
    SecretId: secretId,
    ResourcePolicy: required(resourcePolicy),
  }),
  run: notYet('ValidateResourcePolicy'),
})
