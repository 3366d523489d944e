import { type Batch, limits } from '@strongroom/vault'
import { refusalOf } from '../refusal.js'
import { filters, nextToken, secretId } from '../shapes/members.js'
import { integer, list, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { filtersOf, value } from './rendering.js'

export const batchGetSecretValue = operation({
  name: 'BatchGetSecretValue',
  changes: false,
  input: structure({
    SecretIdList: list(secretId, limits.secretIdList),
    Filters: filters,
    MaxResults: integer(limits.maxResultsBatch),
    NextToken: nextToken,
  }),
  async run({ vault, realm, missed, permitRead }, { SecretIdList, Filters, MaxResults, NextToken }) {
    const { found, failed, token } = await vault.readMany(realm, {
      ids: SecretIdList,
      filters: filtersOf(Filters),
      limit: MaxResults,
      token: NextToken,
      permit: permitRead,
    })
    for (const { error } of failed) missed(error)
    const entry = ({ secretId, error }: Batch['failed'][number]) => {
      const { type, message } = refusalOf(error)
      return { SecretId: secretId, ErrorCode: type, Message: message }
    }
    return { SecretValues: found.map(value), Errors: failed.map(entry), NextToken: token }
  },
})
