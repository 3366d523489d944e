import {
  type Change,
  type Content,
  memoryStore,
  type Order,
  type SecretRecord,
  type Store,
} from '@strongroom/vault'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { type SqliteStore, sqliteStore } from '#sqlite-store'
import { aSecret, aVersion, realm } from './sample.js'
import { seed } from './seeded.js'

const names = ['a', 'b', 'c']
const versionIds = ['v1', 'v2', 'v3']
const orders: readonly Order[] = ['created', 'changed', 'accessed', 'name']

/** What is asked of both stores: it is made a change by what stands there, or stood there before. */
interface Step {
  readonly name: string
  readonly kind: 'make' | 'update' | 'replace' | 'remove'
  readonly stale: boolean
  readonly time: number
  readonly accessed: boolean
  readonly due: boolean
  readonly put: readonly number[]
  readonly removed: readonly number[]
  readonly bytes: Uint8Array
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...names),
  kind: fc.constantFrom('make', 'update', 'update', 'replace', 'remove'),
  stale: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  time: fc.integer({ min: 0, max: 3 }),
  accessed: fc.boolean(),
  due: fc.boolean(),
  put: fc.uniqueArray(fc.integer({ min: 0, max: 2 })),
  removed: fc.uniqueArray(fc.integer({ min: 0, max: 2 })),
  bytes: fc.uint8Array({ maxLength: 8 }),
})

function changeFor(there: SecretRecord | undefined, asked: Step, id: string): Change {
  const { name, kind, stale, time, accessed, due, put, bytes } = asked
  const removed = asked.removed.filter((i) => !put.includes(i)).map((i) => `v${i + 1}`)
  const before = kind === 'make' ? undefined : (there ?? aSecret(name, { id: 'never there' }))
  const record = aSecret(name, {
    id: kind === 'update' ? (before?.id ?? id) : id,
    revision: (before?.revision ?? 0) + 1,
    ...{ createdAt: time, changedAt: 3 - time, lastVersion: put.length },
    ...(accessed ? { accessedOn: time } : {}),
    ...(due ? { deletion: { requestedAt: 0, dueAt: time } } : {}),
    labels: new Map(put.map((i) => [`LABEL${i}`, `v${i + 1}`])),
  })
  const content: Content = { kind: accessed ? 'text' : 'binary', bytes }
  return {
    key: { realm, name },
    expected: before && (stale ? { ...before, revision: before.revision + 5 } : before),
    record: kind === 'remove' ? undefined : record,
    versions: kind === 'remove' ? [] : put.map((i) => aVersion(i + 1)),
    contents: new Map(kind === 'remove' ? [] : put.map((i) => [`v${i + 1}`, content])),
    removed: kind === 'remove' ? [] : removed,
  }
}

/** All that a store can be asked, in a form that can be compared. */
async function everything(store: Store, ids: readonly string[]): Promise<unknown> {
  const all: unknown[] = [
    await store.count(),
    await store.due(1, 2),
    await store.realmsWith('a'),
    await store.realms(),
  ]
  for (const order of orders) {
    for (const descending of [false, true]) {
      const first = await store.scan(realm, { order, descending, limit: 1 })
      const rest = await store.scan(realm, { order, descending, limit: 5, after: first.entries[0]?.position })
      all.push([...first.entries, ...rest.entries].map(({ record }) => record))
    }
  }
  for (const name of names) all.push(await store.find({ realm, name }))
  for (const id of ids) {
    all.push(await store.versions(id, { limit: 5 }))
    for (const versionId of versionIds) {
      const content = await store.content(id, versionId)
      all.push(await store.version(id, versionId), content && [content.kind, ...content.bytes])
    }
  }
  return all
}

async function compared(steps: readonly Step[], store: SqliteStore): Promise<void> {
  const reference = memoryStore()
  const ids: string[] = []
  for (const [i, asked] of steps.entries()) {
    ids.push(`id-${i}`)
    const there = await reference.find({ realm, name: asked.name })
    const change = changeFor(there, asked, `id-${i}`)
    expect(await store.commit([change])).to.equal(await reference.commit([change]))
    expect(await everything(store, ids)).to.deep.equal(await everything(reference, ids))
  }
  await reference.close()
}

describe('sqliteStore', () => {
  it('answers what memoryStore answers, whatever is done to both', async function () {
    this.timeout(20_000)
    const anySteps = fc.array(step, { minLength: 1, maxLength: 12 })
    const same = fc.asyncProperty(anySteps, async (steps) => {
      const store = sqliteStore({ file: ':memory:' })
      await compared(steps, store).finally(() => store.close())
    })
    await fc.assert(same, { seed, numRuns: 150 })
  })
})
