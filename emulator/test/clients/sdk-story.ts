import type { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { daysUntil, versions, withoutSuffix } from './facts.js'

/** The part of the SDK's third version that the story needs. The second version has the same but for its promises. */
export type Api = Pick<
  SecretsManager,
  | 'batchGetSecretValue'
  | 'createSecret'
  | 'deleteSecret'
  | 'describeSecret'
  | 'getRandomPassword'
  | 'getSecretValue'
  | 'listSecretVersionIds'
  | 'listSecrets'
  | 'putSecretValue'
  | 'restoreSecret'
  | 'tagResource'
  | 'untagResource'
  | 'updateSecretVersionStage'
>

interface Refusal {
  readonly error: unknown
  readonly message: unknown
}

/** Goes through the story of `describeClient` and prints what the client told; `errorOf` is where it tells an error's name. */
export async function tellStory(api: Api, errorOf: 'name' | 'code'): Promise<void> {
  const [v1, v2, v3] = versions
  const [db, cert] = ['app/db', 'app/cert']

  const read = async (SecretId: string, more: { VersionId?: string; VersionStage?: string } = {}) =>
    (await api.getSecretValue({ SecretId, ...more })).SecretString

  const refusal = (attempt: Promise<unknown>): Promise<Refusal> =>
    attempt.then(
      () => Promise.reject(new Error('it was not refused')),
      (error) => ({ error: error[errorOf], message: error.message }),
    )

  const { ARN, Name, VersionId } = await api.createSecret({
    Name: db,
    ClientRequestToken: v1,
    SecretString: 'first',
    Description: 'Where orders are',
    Tags: [{ Key: 'team', Value: 'orders' }],
  })
  await api.createSecret({ Name: cert, SecretBinary: Uint8Array.of(255, 254, 0, 1) })
  const reads = {
    byName: await read(db),
    byArn: await read(ARN ?? ''),
    byVersion: await read(db, { VersionId: v1 }),
    byLabel: await read(db, { VersionStage: 'AWSCURRENT' }),
  }
  const { SecretBinary = [] } = await api.getSecretValue({ SecretId: cert })

  await api.putSecretValue({ SecretId: db, ClientRequestToken: v2, SecretString: 'second' })
  const afterPut = { current: await read(db), previous: await read(db, { VersionStage: 'AWSPREVIOUS' }) }
  const blue = { SecretString: 'third', VersionStages: ['BLUE'] }
  await api.putSecretValue({ SecretId: db, ClientRequestToken: v3, ...blue })
  const back = { MoveToVersionId: v1, RemoveFromVersionId: v2 }
  await api.updateSecretVersionStage({ SecretId: db, VersionStage: 'AWSCURRENT', ...back })
  const { Versions = [] } = await api.listSecretVersionIds({ SecretId: db })

  const tags = { team: 'billing', old: 'yes' }
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  await api.tagResource({ SecretId: db, Tags })
  await api.untagResource({ SecretId: db, TagKeys: ['old'] })
  const described = await api.describeSecret({ SecretId: db })

  const pages = []
  let token: string | undefined
  do {
    const Filters = [{ Key: 'name' as const, Values: ['app/'] }]
    const page = await api.listSecrets({ MaxResults: 1, Filters, ...(token && { NextToken: token }) })
    pages.push(page.SecretList?.map((secret) => secret.Name))
    token = page.NextToken
  } while (token !== undefined)
  const filtered = await api.listSecrets({ Filters: [{ Key: 'tag-value', Values: ['billing'] }] })
  const { SecretValues, Errors } = await api.batchGetSecretValue({ SecretIdList: [db, 'none'] })

  const { DeletionDate } = await api.deleteSecret({ SecretId: db, RecoveryWindowInDays: 7 })
  const { error: whileScheduled } = await refusal(read(db))
  await api.restoreSecret({ SecretId: db })
  const scheduled = { days: daysUntil(DeletionDate), read: whileScheduled, restored: await read(db) }
  await api.deleteSecret({ SecretId: cert, ForceDeleteWithoutRecovery: true })
  const { RandomPassword } = await api.getRandomPassword({ PasswordLength: 20 })

  const told = {
    created: { name: Name, versionId: VersionId, arn: withoutSuffix(ARN) },
    ...reads,
    binary: Buffer.from(SecretBinary).toString('base64'),
    afterPut,
    labels: Object.fromEntries(Versions.map((each) => [each.VersionId, each.VersionStages])),
    described: {
      description: described.Description,
      tags: Object.fromEntries((described.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      versions: Object.keys(described.VersionIdsToStages ?? {}).length,
    },
    pages,
    filtered: filtered.SecretList?.map((secret) => secret.Name),
    scheduled,
    gone: await refusal(api.describeSecret({ SecretId: cert })),
    taken: (await refusal(api.createSecret({ Name: db }))).error,
    passwordLength: RandomPassword?.length,
    extras: {
      batch: SecretValues?.map(({ SecretString }) => SecretString),
      batchErrors: Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode]),
    },
  }
  console.log(JSON.stringify(told))
}
