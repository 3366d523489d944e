import type { Order, SecretRecord } from '@strongroom/vault'
import { filters, maxResults, nextToken } from '../shapes/members.js'
import { boolean, structure, text } from '../shapes/shape.js'
import { operation } from './operation.js'
import { description, filtersOf, stages } from './rendering.js'

const orders = {
  'created-date': 'created',
  'last-accessed-date': 'accessed',
  'last-changed-date': 'changed',
  name: 'name',
} as const satisfies Record<string, Order>

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
  async run({ vault, realm }, input) {
    const { items, token } = await vault.list(realm, {
      filters: filtersOf(input.Filters),
      order: input.SortBy && orders[input.SortBy],
      descending: input.SortOrder === 'desc',
      includeDeleted: input.IncludePlannedDeletion,
      limit: input.MaxResults,
      token: input.NextToken,
    })
    const entry = (secret: SecretRecord) => ({
      ...description(secret),
      SecretVersionsToStages: stages(secret),
    })
    return { SecretList: items.map(entry), NextToken: token }
  },
})
