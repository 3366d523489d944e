import { limits } from './limits.js'
import { fromToken, toToken } from './list-token.js'
import type { Instant, Realm, SecretRecord, VersionRecord } from './model.js'
import type { Listed, ListRequest, VersionListing, VersionsRequest } from './requests.js'
import { unlessGone } from './rules/deletion.js'
import { matching } from './rules/filters.js'
import { labelsOf } from './rules/labels.js'
import type { Position, Store } from './store.js'

/** How many secrets are looked at before others get a turn. */
const stride = limits.maxResults.max + 1

/** A page of the secrets that fit, in order. It is full unless it is the last one, however far it has to look. */
export async function listSecrets(
  store: Store,
  now: Instant,
  realm: Realm,
  request: ListRequest,
): Promise<Listed<SecretRecord>> {
  const { filters = [], order = 'created', descending = false, includeDeleted = false } = request
  const { limit = limits.maxResults.max, token } = request
  const matches = matching(filters)
  const fits = (record: SecretRecord) =>
    (includeDeleted ? unlessGone(record, now) !== undefined : record.deletion === undefined) &&
    matches(record)
  const scope = [realm, filters, order, descending, includeDeleted]

  const items: SecretRecord[] = []
  let after = token === undefined ? undefined : fromToken(scope, token, isPosition)
  for (;;) {
    const { entries, more } = await store.scan(realm, { order, descending, after, limit: stride })
    for (const { record, position } of entries) {
      if (fits(record)) {
        if (items.length === limit) return { items, token: toToken(scope, after) }
        items.push(record)
      }
      after = position
    }
    if (!more) return { items }
    await othersTurn()
  }
}

/** A page of versions, and whether versions were missing that the secret says it has: then it has changed since. */
export interface VersionPage extends Listed<VersionListing> {
  readonly incomplete: boolean
}

/** A page of a secret's versions, in the order in which they were made. */
export async function listVersions(
  store: Store,
  secret: SecretRecord,
  { includeUnlabelled = false, limit = limits.maxResults.max, token }: VersionsRequest,
): Promise<VersionPage> {
  const scope = [secret.id, includeUnlabelled]
  const after = token === undefined ? 0 : fromToken(scope, token, isNumber)
  // One that was made since would look as if it had lost the labels that it got.
  const known = ({ number }: VersionRecord) => number <= secret.lastVersion
  const all = includeUnlabelled
    ? await store.versions(secret.id, { after, limit: limit + 1 })
    : await labelled(store, secret)
  const least = includeUnlabelled ? Math.min(secret.versionCount, 1) : new Set(secret.labels.values()).size
  const incomplete = (after === 0 || !includeUnlabelled) && all.length < least
  const found = all.filter(known).filter(({ number }) => number > after)
  const page = found.slice(0, limit)
  const items = page.map((version) => ({ version, labels: labelsOf(secret.labels, version.id) }))
  const last = page.at(-1)
  if (found.length <= limit || last === undefined) return { items, incomplete }
  return { items, token: toToken(scope, last.number), incomplete }
}

/** At most as many as a secret can have labels, however many versions it has. */
async function labelled(store: Store, { id, labels }: SecretRecord): Promise<readonly VersionRecord[]> {
  const versionIds = [...new Set(labels.values())]
  const versions = await Promise.all(versionIds.map((versionId) => store.version(id, versionId)))
  return versions.filter((version) => version !== undefined).sort((a, b) => a.number - b.number)
}

function isPosition(position: unknown): position is Position {
  if (!Array.isArray(position) || position.length !== 2) return false
  const [by, sequence]: unknown[] = position
  return (typeof by === 'string' || isNumber(by)) && isNumber(sequence)
}

function isNumber(position: unknown): position is number {
  return typeof position === 'number' && Number.isFinite(position)
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
