import { resourcePolicy, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const putResourcePolicy = operation({
  name: 'PutResourcePolicy',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    ResourcePolicy: required(resourcePolicy),
    BlockPublicPolicy: boolean(),
  }),
  run: notYet('PutResourcePolicy'),
})
