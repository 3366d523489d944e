import assert from 'node:assert/strict'
import type { Realm, SecretRecord } from '../model.js'
import type { Order, Position, Store } from '../store.js'
import { aSecret, changed, creation, realm, removal, update } from './sample-secrets.js'
import type { StoreCase } from './store-suite.js'

const orders: readonly Order[] = ['created', 'changed', 'accessed', 'name']

/** In the order in which they are made, with ties in every order but that of names. */
const tied: readonly SecretRecord[] = [
  aSecret('m', { createdAt: 5, changedAt: 9, accessedOn: 2 }),
  aSecret('B', { createdAt: 5, changedAt: 7 }),
  aSecret('a', { createdAt: 3, changedAt: 9 }),
  aSecret('a/b', { createdAt: 5, changedAt: 7, accessedOn: 2 }),
  aSecret('_', { createdAt: 4, changedAt: 9, accessedOn: 1 }),
  aSecret('a.b', { createdAt: 5, changedAt: 8 }),
  aSecret('0', { createdAt: 3, changedAt: 9, accessedOn: 2 }),
]

const ascending: Readonly<Record<Order, readonly string[]>> = {
  created: ['a', '0', '_', 'm', 'B', 'a/b', 'a.b'],
  changed: ['B', 'a/b', 'a.b', 'm', 'a', '_', '0'],
  accessed: ['B', 'a', 'a.b', '_', 'm', 'a/b', '0'],
  name: ['0', 'B', '_', 'a', 'a.b', 'a/b', 'm'],
}

interface Listing {
  readonly order?: Order
  readonly descending?: boolean
  readonly limit?: number
  readonly of?: Realm
  /** Done after each page, which is told by its number. */
  readonly between?: (page: number) => Promise<unknown>
}

/** The names that a scan tells from the first page to the last. */
async function listed(store: Store, listing: Listing = {}): Promise<readonly string[]> {
  const { order = 'created', descending = false, limit = 2, of = realm, between } = listing
  const names: string[] = []
  let after: Position | undefined
  for (let page = 1; ; page++) {
    const { entries, more } = await store.scan(of, { order, descending, after, limit })
    assert.ok(entries.length <= limit, 'a page is longer than its limit')
    names.push(...entries.map(({ record }) => record.name))
    if (!more) return names
    after = JSON.parse(JSON.stringify(entries.at(-1)?.position))
    await between?.(page)
  }
}

function numbered(count: number): readonly SecretRecord[] {
  return Array.from({ length: count }, (_, i) => aSecret(`secret-${i}`, { createdAt: Math.floor(i / 3) }))
}

const nameOf = ({ name }: SecretRecord) => name

export const scanCases: readonly StoreCase[] = [
  ...orders.flatMap((order) =>
    [false, true].map(
      (descending): StoreCase => ({
        title: `tells them by ${order}, ${descending ? 'descending' : 'ascending'}, in pages of any size`,
        async run(use) {
          const store = await use.open()
          for (const record of tied) await store.commit([creation(record)])
          const expected = descending ? ascending[order].toReversed() : ascending[order]
          for await (const each of use.views(store)) {
            for (let limit = 1; limit <= tied.length + 1; limit++) {
              assert.deepEqual(await listed(each, { order, descending, limit }), expected)
            }
          }
        },
      }),
    ),
  ),
  {
    title: 'ends without an empty page',
    async run(use) {
      const store = await use.open()
      const scan = { order: 'created', descending: false, limit: 2 } as const
      assert.deepEqual(await store.scan(realm, scan), { entries: [], more: false })
      await store.commit([creation(aSecret('a')), creation(aSecret('b'))])
      const page = await store.scan(realm, scan)
      assert.equal(page.entries.length, 2)
      assert.equal(page.more, false)
    },
  },
  {
    title: 'goes on from the place of any record, not of the last one alone',
    async run(use) {
      const store = await use.open()
      for (const record of tied) await store.commit([creation(record)])
      for (const order of orders) {
        const { entries } = await store.scan(realm, { order, descending: true, limit: 4 })
        const after = entries[1]?.position
        const rest = await store.scan(realm, { order, descending: true, after, limit: 10 })
        assert.deepEqual(
          rest.entries.map(({ record }) => record.name),
          ascending[order].toReversed().slice(2),
        )
      }
    },
  },
  {
    title: 'keeps the place of a secret among ties when it changes',
    async run(use) {
      const store = await use.open()
      for (const record of tied) await store.commit([creation(record)])
      for (const record of tied.toReversed()) await store.commit([update(record)])
      assert.deepEqual(await listed(store), ascending.created)
    },
  },
  {
    title: 'puts a secret that takes the place of another behind those it ties with',
    async run(use) {
      const store = await use.open()
      const [first, second] = [aSecret('first'), aSecret('second')]
      await store.commit([creation(first)])
      await store.commit([creation(second)])
      await store.commit([update(first, aSecret('first'))])
      assert.deepEqual(await listed(store), ['second', 'first'])
    },
  },
  {
    title: 'goes on where it was when the secret that it ended with is gone, in every order',
    async run(use) {
      for (const order of orders) {
        const store = await use.open()
        for (const record of tied) await store.commit([creation(record)])
        const names = ascending[order]
        const removeLast = async (page: number) => {
          const last = tied.find(({ name }) => name === names[page * 2 - 1])
          if (last !== undefined) await store.commit([removal(last)])
        }
        assert.deepEqual(await listed(store, { order, between: removeLast }), names)
      }
    },
  },
  {
    title: 'tells nothing twice while secrets come, change and go, and all that was there throughout',
    async run(use) {
      const store = await use.open()
      const records = numbered(60)
      for (const record of records) await store.commit([creation(record)])
      const goes = records.filter((_, i) => i % 5 === 2)
      const stays = records.filter((record) => !goes.includes(record))
      const names = await listed(store, {
        limit: 7,
        async between(page) {
          const gone = goes[page - 1]
          const other = stays[page * 4]
          if (gone !== undefined) await store.commit([removal(gone)])
          if (other !== undefined) await store.commit([update(other, changed(other, { changedAt: page }))])
          await store.commit([creation(aSecret(`new-${page}`, { createdAt: page }))])
        },
      })
      assert.equal(new Set(names).size, names.length, 'a secret was told twice')
      for (const { name } of stays) assert.ok(names.includes(name), `${name} was left out`)
    },
  },
  {
    title: 'keeps realms apart',
    async run(use) {
      const store = await use.open()
      const realms: readonly Realm[] = [
        realm,
        { ...realm, region: 'us-east-1' },
        { ...realm, account: '210987654321' },
        { account: realm.region, region: realm.account },
      ]
      const records = realms.map((each, i) => aSecret('same', { realm: each, description: `${i}` }))
      for (const record of records) assert.equal(await store.commit([creation(record)]), true)
      for (const record of records) {
        assert.deepEqual(await store.find(record), record)
        for (const order of orders)
          assert.deepEqual(await listed(store, { order, of: record.realm }), ['same'])
      }
      assert.deepEqual(sorted(await store.realmsWith('same')), sorted(realms))
      assert.deepEqual(await store.realmsWith('sam'), [])
      await store.commit([creation(aSecret('beside'))])
      assert.deepEqual(sorted(await store.realms()), sorted(realms))
      await store.clear(realms[1])
      assert.deepEqual(sorted(await store.realms()), sorted(realms.toSpliced(1, 1)))
      assert.deepEqual(await listed(store, { of: { account: '0', region: '0' } }), [])
    },
  },
  {
    title: 'tells the secrets that are due, those that wait longest first',
    async run(use) {
      const store = await use.open()
      const times = [30, 10, undefined, 20, 10]
      const records = times.map((dueAt, i) => aSecret(`${i}`, dueAt === undefined ? {} : { dueAt }))
      for (const record of records) await store.commit([creation(record)])
      const due = async (now: number, limit = 10) => (await store.due(now, limit)).map(({ name }) => name)
      assert.deepEqual(await due(9), [])
      assert.deepEqual(await due(10), ['1', '4'])
      assert.deepEqual(await due(1000), ['1', '4', '3', '0'])
      assert.deepEqual(await due(1000, 3), ['1', '4', '3'])
      assert.deepEqual((await store.due(10, 1))[0], { realm, name: '1' })

      const [, settled] = records
      assert.ok(settled !== undefined)
      const { dueAt: _, ...rest } = changed(settled)
      await store.commit([update(settled, rest)])
      assert.deepEqual(await due(10), ['4'])
      assert.deepEqual(await due(Number.MAX_SAFE_INTEGER, 1), ['4'])
    },
  },
  {
    title: 'counts the secrets of all realms',
    async run(use) {
      const store = await use.open()
      const records = numbered(5)
      assert.equal(await store.count(), 0)
      for (const record of records) await store.commit([creation(record)])
      await store.commit([creation(aSecret('there', { realm: { ...realm, region: 'us-east-1' } }))])
      assert.equal(await store.count(), 6)
      await store.commit(records.slice(0, 2).map(removal))
      assert.equal(await store.count(), 4)
      assert.deepEqual(await listed(store), records.slice(2).map(nameOf))
    },
  },
]

function sorted(realms: readonly Realm[]): readonly string[] {
  return realms.map(({ account, region }) => `${account} ${region}`).sort()
}
