import { limits } from '@strongroom/vault'
import { filters, nextToken, secretId } from '../shapes/members.js'
import { integer, list, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const batchGetSecretValue = operation({
  name: 'BatchGetSecretValue',
  changes: false,
  input: structure({
    SecretIdList: list(secretId, limits.secretIdList),
    Filters: filters,
    MaxResults: integer(limits.maxResultsBatch),
    NextToken: nextToken,
  }),
  run: notYet('BatchGetSecretValue'),
})
