import type { Clock } from '@strongroom/core/parts'
import type { Ids } from './ids.js'
import type { Content, Realm, SecretKey, SecretRecord, VersionRecord } from './model.js'
import { unlessGone } from './rules/deletion.js'
import { timed } from './rules/due.js'
import { placeOf } from './rules/names.js'
import type { Change, Position, Store } from './store.js'

/** A secret with all that it has, of one moment. */
export interface WholeSecret {
  readonly record: SecretRecord
  /** In the order of their numbers. */
  readonly versions: readonly VersionRecord[]
  /** By version id; a version that waits for its value has none. */
  readonly contents: ReadonlyMap<string, Content>
}

/** Whose place a whole secret may take: nobody's, that of the secret of its name, or of all secrets there are. */
export type Replacing = 'nothing' | 'namesakes' | 'everything'

const stride = 100

/** Reads every secret of the realms that fit. Each is of one moment, and all of them only while nobody writes. */
export async function readWhole(
  store: Store,
  clock: Clock,
  fits: (realm: Realm) => boolean,
): Promise<readonly WholeSecret[]> {
  const whole: WholeSecret[] = []
  for (const realm of (await store.realms()).filter(fits)) {
    for (const record of await recordsIn(store, realm)) {
      const found = await wholeAt(store, clock, record)
      if (found !== undefined) whole.push(found)
    }
  }
  return whole
}

/** Puts them into the store in one commit; see Vault. */
export async function putWhole(
  store: Store,
  clock: Clock,
  ids: Ids,
  secrets: readonly WholeSecret[],
  replacing: Replacing,
): Promise<readonly SecretKey[]> {
  for (;;) {
    const changes: Change[] = []
    const inTheWay: SecretKey[] = []
    for (const secret of secrets) {
      const { realm, name } = secret.record
      const expected = await store.find({ realm, name })
      const stands = unlessGone(expected, clock.now()) !== undefined
      if (stands && replacing === 'nothing') inTheWay.push({ realm, name })
      changes.push(placing(secret, expected, ids))
    }
    if (inTheWay.length > 0) return inTheWay
    const others = replacing === 'everything' ? await standingBeside(store, secrets) : []
    const all = [...others.map(removal), ...changes]
    if (all.length === 0 || (await store.commit(all))) return []
  }
}

async function recordsIn(store: Store, realm: Realm): Promise<readonly SecretRecord[]> {
  const records: SecretRecord[] = []
  let after: Position | undefined
  for (;;) {
    const scan = { order: 'created', descending: false, after, limit: stride } as const
    const { entries, more } = await store.scan(realm, scan)
    records.push(...entries.map(({ record }) => record))
    after = entries.at(-1)?.position
    if (!more) return records
  }
}

/** The secret that stands where this one did; undefined if none does by now. */
async function wholeAt(store: Store, clock: Clock, seen: SecretRecord): Promise<WholeSecret | undefined> {
  let record = unlessGone(seen, clock.now())
  while (record !== undefined) {
    const versions = await versionsOf(store, record)
    const contents = new Map<string, Content>()
    for (const { id } of versions) {
      const content = await store.content(record.id, id)
      if (content !== undefined) contents.set(id, content)
    }
    const again: SecretRecord | undefined = unlessGone(await store.find(record), clock.now())
    if (again?.id === record.id && again.revision === record.revision) return { record, versions, contents }
    record = again
  }
  return undefined
}

async function versionsOf(store: Store, { id }: SecretRecord): Promise<readonly VersionRecord[]> {
  const all: VersionRecord[] = []
  for (;;) {
    const page = await store.versions(id, { after: all.at(-1)?.number, limit: stride })
    all.push(...page)
    if (page.length < stride) return all
  }
}

async function standingBeside(
  store: Store,
  secrets: readonly WholeSecret[],
): Promise<readonly SecretRecord[]> {
  const places = new Set(secrets.map(({ record }) => placeOf(record)))
  const standing: SecretRecord[] = []
  for (const realm of await store.realms()) standing.push(...(await recordsIn(store, realm)))
  return standing.filter((record) => !places.has(placeOf(record)))
}

function removal(expected: SecretRecord): Change {
  const { realm, name } = expected
  return { key: { realm, name }, expected, record: undefined, versions: [], contents: new Map(), removed: [] }
}

/** With an id of its own: whoever still decides about what stood there must not take this for it. */
function placing(
  { record, versions, contents }: WholeSecret,
  expected: Change['expected'],
  ids: Ids,
): Change {
  const { realm, name } = record
  const placed = timed({ ...record, id: ids.secret(), revision: 1, versionCount: versions.length })
  return { key: { realm, name }, expected, record: placed, versions, contents, removed: [] }
}
