import { maxResults, nextToken, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const listSecretVersionIds = operation({
  name: 'ListSecretVersionIds',
  changes: false,
  input: structure({
    SecretId: required(secretId),
    MaxResults: maxResults,
    NextToken: nextToken,
    IncludeDeprecated: boolean(),
  }),
  run: notYet('ListSecretVersionIds'),
})
