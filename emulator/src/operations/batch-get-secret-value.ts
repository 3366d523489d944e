import { arnOf, type Batch, limits } from '@strongroom/vault'
import { refusalOf } from '../refusal.js'
import { namesOf } from '../secret-ids.js'
import { filters, nextToken, secretId } from '../shapes/members.js'
import { integer, list, structure } from '../shapes/shape.js'
import type { Context } from './context.js'
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
  async run({ vault, realm, missed, permitRead, spoiled }, { SecretIdList, Filters, MaxResults, NextToken }) {
    const { token, ...read } = await vault.readMany(realm, {
      ids: SecretIdList,
      filters: filtersOf(Filters),
      limit: MaxResults,
      token: NextToken,
      permit: permitRead,
    })
    const { found, failed } = spoiled === undefined ? read : spoiling(read, spoiled, SecretIdList)
    for (const { error } of failed) missed(error)
    const entry = ({ secretId, error }: Batch['failed'][number]) => {
      const { type, message } = refusalOf(error)
      return { SecretId: secretId, ErrorCode: type, Message: message }
    }
    return { SecretValues: found.map(value), Errors: failed.map(entry), NextToken: token }
  },
})

/** What was read, without what was made to go wrong, which is told by the ids that were asked for, or else by ARN. */
function spoiling(
  { found, failed }: Batch,
  spoiled: NonNullable<Context['spoiled']>,
  ids: readonly string[] = [],
): Batch {
  const spoilt = new Map(found.map((read) => [read, spoiled(read.secret.name)]))
  const errors = found.flatMap((read) => {
    const error = spoilt.get(read)
    const secretId = ids.find((id) => namesOf(id).includes(read.secret.name)) ?? arnOf(read.secret)
    return error === undefined ? [] : { secretId, error }
  })
  const place = ({ secretId }: Batch['failed'][number]) => ids.indexOf(secretId)
  return {
    found: found.filter((read) => spoilt.get(read) === undefined),
    failed: [...failed, ...errors].sort((one, other) => place(one) - place(other)),
  }
}
