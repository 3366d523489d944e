import { manualClock } from '@strongroom/core'
import type { Ids } from '#ids'
import { memoryStore } from '#memory-store'
import type { Content, Realm, SecretKey } from '#model'
import type { CreateRequest } from '#requests'
import type { Change, Store } from '#store'
import { Vault, type VaultOptions } from '#vault'

export const realm: Realm = { account: '123456789012', region: 'eu-central-1' }
export const elsewhere: Realm = { account: '123456789012', region: 'us-east-1' }
export const stranger: Realm = { account: '999999999999', region: 'eu-central-1' }

export const noon = Date.UTC(2026, 0, 1, 12)
export const hour = 60 * 60 * 1000
export const day = 24 * hour

/** Ids that tell which they are: secret-1, Suff01, version-1. */
export function countedIds(): Ids {
  let [secrets, suffixes, versions] = [0, 0, 0]
  return {
    secret: () => `secret-${++secrets}`,
    suffix: () => `Suff${String(++suffixes).padStart(2, '0')}`,
    version: () => `version-${++versions}`,
  }
}

/** A store that notes what is committed to it. */
export function notingStore(store: Store = memoryStore()): Store & { readonly commits: Change[][] } {
  const commits: Change[][] = []
  return {
    ...store,
    commits,
    commit(changes) {
      commits.push([...changes])
      return store.commit(changes)
    },
  }
}

/** A vault over an empty store, on a clock that is turned by hand: it is noon. */
export function setUp(options: Partial<VaultOptions> = {}) {
  const clock = manualClock(noon)
  const store = notingStore()
  const vault = new Vault(store, { clock, ids: countedIds(), ...options })
  const text = async (secretId: string, request = {}) =>
    textOf((await vault.read(realm, secretId, request)).content)
  return { clock, store, vault, text }
}

export function textOf({ bytes }: Content): string {
  return Buffer.from(bytes).toString()
}

/** What a map holds, to be compared with. */
export function plain<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries(map)
}

export const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-Suff01'

/** A vault with the secret `a`, whose AWSCURRENT is the version `v1` with the text `v1`. */
export async function withSecret(fields: Partial<CreateRequest> = {}, options: Partial<VaultOptions> = {}) {
  const all = setUp(options)
  const { vault } = all
  await vault.create(realm, { name: 'a', token: 'v1', value: { text: 'v1' }, ...fields })
  const labels = async () => plain((await vault.describe(realm, 'a')).labels)
  const put = (versionId: string, stages?: readonly string[], text = versionId) =>
    vault.put(realm, 'a', { token: versionId, value: { text }, labels: stages })
  return { ...all, labels, put }
}

/** The same, with replicas that are in sync. */
export async function withReplicas(
  regions: readonly string[] = [elsewhere.region],
  fields: Partial<CreateRequest> = {},
) {
  const replication = { regions: regions.map((region) => ({ region })) }
  const all = await withSecret({ replication, ...fields })
  await all.vault.sweep()
  return all
}

/** Everything that a store holds of a secret, with the text of every version; undefined where there is none. */
export async function everything(store: Store, key: SecretKey) {
  const record = await store.find(key)
  if (record === undefined) return undefined
  const versions = await store.versions(record.id, { limit: 10_000 })
  const texts = await Promise.all(
    versions.map(async ({ id }) => {
      const content = await store.content(record.id, id)
      return content && textOf(content)
    }),
  )
  return { record, versions, texts }
}
