import { SecretsError } from '@strongroom/core/parts'
import type { Content, Realm, SecretKey, SecretRecord, VersionRecord } from './model.js'
import type { Change, Order, Position, Store } from './store.js'

/** A secret with all that belongs to it. */
interface Kept {
  /** Counts the secrets in the order in which they were made. */
  readonly sequence: number
  readonly record: SecretRecord
  readonly versions: ReadonlyMap<string, VersionRecord>
  readonly contents: ReadonlyMap<string, Content>
}

/** What a secret is ordered by. */
const orderedBy: Readonly<Record<Order, (record: SecretRecord) => number | string>> = {
  created: (record) => record.createdAt,
  changed: (record) => record.changedAt,
  accessed: (record) => record.accessedOn ?? 0,
  name: (record) => record.name,
}

/**
 * A Store that forgets everything when it is closed: the smallest correct one, by which the others are measured. It
 * sorts a realm for every page.
 */
export function memoryStore(): Store {
  const realms = new Map<string, Map<string, Kept>>()
  const byId = new Map<string, Kept>()
  let lastSequence = 0
  let closed = false

  function requireOpen(): void {
    if (closed) throw new SecretsError('CLOSED', 'the store is closed')
  }

  function keptAt({ realm, name }: SecretKey): Kept | undefined {
    requireOpen()
    return realms.get(idOf(realm))?.get(name)
  }

  function keptOf(secretId: string): Kept | undefined {
    requireOpen()
    return byId.get(secretId)
  }

  function allKept(): readonly Kept[] {
    requireOpen()
    return [...byId.values()]
  }

  function remove({ realm, name }: SecretKey): void {
    const inRealm = realms.get(idOf(realm))
    const kept = inRealm?.get(name)
    if (kept === undefined) return
    byId.delete(kept.record.id)
    inRealm?.delete(name)
    if (inRealm?.size === 0) realms.delete(idOf(realm))
  }

  function apply(change: Change): void {
    const { key, record } = change
    const before = keptAt(key)
    if (record === undefined || record.id !== before?.record.id) remove(key)
    if (record === undefined) return

    const inRealm = realms.get(idOf(key.realm)) ?? new Map<string, Kept>()
    const next = after(change, record, before?.record.id === record.id ? before : undefined)
    realms.set(idOf(key.realm), inRealm.set(key.name, next))
    byId.set(record.id, next)
  }

  function after({ versions, contents, removed }: Change, record: SecretRecord, before?: Kept): Kept {
    const allVersions = new Map(before?.versions)
    const allContents = new Map([...(before?.contents ?? []), ...contents])
    for (const version of versions) allVersions.set(version.id, version)
    for (const versionId of removed) {
      allVersions.delete(versionId)
      allContents.delete(versionId)
    }
    const sequence = before?.sequence ?? ++lastSequence
    return { sequence, record, versions: allVersions, contents: allContents }
  }

  return {
    kind: 'memory',

    async find(key) {
      return keptAt(key)?.record
    },

    async version(secretId, versionId) {
      return keptOf(secretId)?.versions.get(versionId)
    },

    async content(secretId, versionId) {
      return keptOf(secretId)?.contents.get(versionId)
    },

    async versions(secretId, { after = 0, limit }) {
      return [...(keptOf(secretId)?.versions.values() ?? [])]
        .filter(({ number }) => number > after)
        .sort((one, other) => one.number - other.number)
        .slice(0, limit)
    },

    async scan(realm, { order, descending, after, limit }) {
      requireOpen()
      const direction = descending ? -1 : 1
      const placed = [...(realms.get(idOf(realm))?.values() ?? [])].map(({ record, sequence }) => {
        const position: Position = [orderedBy[order](record), sequence]
        return { record, position }
      })
      const rest = placed
        .filter(({ position }) => after === undefined || direction * compared(position, after) > 0)
        .sort((one, other) => direction * compared(one.position, other.position))
      return { entries: rest.slice(0, limit), more: rest.length > limit }
    },

    async realmsWith(name) {
      return allKept()
        .filter(({ record }) => record.name === name)
        .map(({ record }) => record.realm)
    },

    async realms() {
      requireOpen()
      return [...realms.values()].flatMap((secrets) => {
        const [kept] = secrets.values()
        return kept === undefined ? [] : kept.record.realm
      })
    },

    async due(now, limit) {
      return allKept()
        .flatMap(({ record: { dueAt, realm, name }, sequence }) => {
          if (dueAt === undefined || dueAt > now) return []
          const position: Position = [dueAt, sequence]
          return [{ key: { realm, name }, position }]
        })
        .sort((one, other) => compared(one.position, other.position))
        .slice(0, limit)
        .map(({ key }) => key)
    },

    async count() {
      return allKept().length
    },

    async commit(changes) {
      if (!changes.every(({ key, expected }) => isExpected(keptAt(key)?.record, expected))) return false
      for (const change of changes) apply(change)
      return true
    },

    async clear(realm) {
      for (const { record } of allKept()) {
        if (realm === undefined || idOf(realm) === idOf(record.realm)) remove(record)
      }
    },

    async close() {
      closed = true
      realms.clear()
      byId.clear()
    },
  }
}

function isExpected(there: SecretRecord | undefined, expected: Change['expected']): boolean {
  return there?.id === expected?.id && there?.revision === expected?.revision
}

function idOf({ account, region }: Realm): string {
  return JSON.stringify([account, region])
}

function compared([by, sequence]: Position, [otherBy, otherSequence]: Position): number {
  if (by === otherBy) return sequence - otherSequence
  return by < otherBy ? -1 : 1
}
