import { filters, maxResults, nextToken } from '../shapes/members.js'
import { boolean, structure, text } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const listSecrets = operation({
  name: 'ListSecrets',
  changes: false,
  input: structure({
    IncludePlannedDeletion: boolean(),
    MaxResults: maxResults,
    NextToken: nextToken,
    Filters: filters,
    SortOrder: text({ oneOf: ['asc', 'desc'] }),
    SortBy: text({ oneOf: ['created-date', 'last-accessed-date', 'last-changed-date', 'name'] }),
  }),
  run: notYet('ListSecrets'),
})
