import { secretId, tagKeys } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const untagResource = operation({
  name: 'UntagResource',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    TagKeys: required(tagKeys),
  }),
  run: notYet('UntagResource'),
})
