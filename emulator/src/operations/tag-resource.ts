import { secretId, tags } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const tagResource = operation({
  name: 'TagResource',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    Tags: required(tags),
  }),
  run: notYet('TagResource'),
})
