import assert from 'node:assert/strict'
import type { SecretRecord } from '../model.js'
import type { Change, Store } from '../store.js'
import { assertContent } from './round-trip-cases.js'
import { aSecret, aVersion, changed, creation, realm, removal, text, update } from './sample-secrets.js'
import type { StoreCase } from './store-suite.js'

const parallel = 20

/** Of an update that others are in the way of: one of them must get through each time. */
const mostTries = 1000

export const commitCases: readonly StoreCase[] = [
  {
    title: 'makes no secret where there is one',
    async run(use) {
      const store = await use.open()
      const first = aSecret('taken')
      const second = aSecret('taken')
      assert.equal(await store.commit([creation(first)]), true)
      assert.equal(await store.commit([creation(second)]), false)
      assert.deepEqual(await store.find(first), first)
      assert.equal(await store.content(second.id, 'v1'), undefined)
    },
  },
  {
    title: 'changes no secret that is not there',
    async run(use) {
      const store = await use.open()
      const record = aSecret('absent')
      assert.equal(await store.commit([update(record)]), false)
      assert.equal(await store.commit([removal(record)]), false)
      assert.equal(await store.count(), 0)
    },
  },
  {
    title: 'changes nothing at a stale revision, nor under another id',
    async run(use) {
      const store = await use.open()
      const record = aSecret('stale')
      const parts = { versions: [aVersion('v1', 1)], contents: new Map([['v1', text('lost')]]) }
      await store.commit([creation(record)])
      const next = changed(record)
      assert.equal(await store.commit([update(record, next)]), true)
      assert.equal(await store.commit([update(record, changed(record), parts)]), false)
      assert.equal(await store.commit([removal(record)]), false)
      assert.equal(await store.commit([update(aSecret('stale', { revision: 2 }), next, parts)]), false)
      assert.deepEqual(await store.find(record), next)
      assertContent(await store.content(record.id, 'v1'), text('value of stale'))
    },
  },
  {
    title: 'does all changes of a commit or none, wherever the one lies that cannot be done',
    async run(use) {
      const store = await use.open()
      const there = aSecret('there')
      await store.commit([creation(there)])
      const stale = update({ ...there, revision: 7 })
      const made = [creation(aSecret('a')), creation(aSecret('b'))]
      const orders: readonly (readonly Change[])[] = [
        [stale, ...made],
        [...made, stale],
        [...made.slice(0, 1), stale, ...made.slice(1)],
      ]
      for (const changes of orders) {
        assert.equal(await store.commit(changes), false)
        assert.equal(await store.count(), 1)
        assert.equal(await store.find({ realm, name: 'a' }), undefined)
      }
      assert.equal(await store.commit([...made, update(there)]), true)
      assert.equal(await store.count(), 3)
      assert.equal((await store.find(there))?.revision, 2)
    },
  },
  {
    title: 'does a commit of no changes',
    async run(use) {
      const store = await use.open()
      assert.equal(await store.commit([]), true)
    },
  },
  {
    title: `loses none of ${parallel} updates that are made at once`,
    async run(use) {
      const store = await use.open()
      const record = aSecret('counter', { description: '0' })
      await store.commit([creation(record)])
      await Promise.all(Array.from({ length: parallel }, () => increment(store, record)))
      const after = await store.find(record)
      assert.equal(after?.description, `${parallel}`)
      assert.equal(after?.revision, parallel + 1)
    },
  },
  {
    title: 'lets one of those win who make a secret at once, and tells the others',
    async run(use) {
      const store = await use.open()
      const records = Array.from({ length: parallel }, () => aSecret('wanted'))
      const won = await Promise.all(records.map((record) => store.commit([creation(record)])))
      assert.equal(won.filter(Boolean).length, 1)
      assert.deepEqual(await store.find({ realm, name: 'wanted' }), records[won.indexOf(true)])
    },
  },
  {
    title: 'drops versions and contents of a secret whose place another one takes',
    async run(use) {
      const store = await use.open()
      const old = aSecret('place')
      await store.commit([creation(old)])
      assertContent(await store.content(old.id, 'v1'), text('value of place'))
      const next = aSecret('place', { labels: new Map([['AWSCURRENT', 'v9']]) })
      const parts = { versions: [aVersion('v9', 1)], contents: new Map([['v9', text('new')]]) }
      assert.equal(await store.commit([update(old, next, parts)]), true)
      for await (const each of use.views(store)) {
        assert.deepEqual(await each.find(next), next)
        assert.equal(await each.version(old.id, 'v1'), undefined)
        assert.equal(await each.content(old.id, 'v1'), undefined)
        assert.deepEqual(await each.versions(old.id, { limit: 10 }), [])
        assert.equal(await each.version(next.id, 'v1'), undefined)
        assertContent(await each.content(next.id, 'v9'), text('new'))
      }
    },
  },
  {
    title: 'drops versions and contents of a secret that is removed',
    async run(use) {
      const store = await use.open()
      const record = aSecret('removed')
      await store.commit([creation(record)])
      assertContent(await store.content(record.id, 'v1'), text('value of removed'))
      assert.equal(await store.commit([removal(record)]), true)
      for await (const each of use.views(store)) {
        assert.equal(await each.find(record), undefined)
        assert.equal(await each.version(record.id, 'v1'), undefined)
        assert.equal(await each.content(record.id, 'v1'), undefined)
        assert.deepEqual(await each.versions(record.id, { limit: 10 }), [])
      }
    },
  },
  {
    title: 'removes single versions with their contents, and lets one come back under its id',
    async run(use) {
      const store = await use.open()
      const record = aSecret('pruned', { lastVersion: 2, versionCount: 2 })
      const contents = new Map([
        ['v1', text('one')],
        ['v2', text('two')],
      ])
      await store.commit([creation(record, { versions: [aVersion('v1', 1), aVersion('v2', 2)], contents })])
      assertContent(await store.content(record.id, 'v1'), text('one'))
      const next = changed(record, { versionCount: 1 })
      assert.equal(await store.commit([update(record, next, { removed: ['v1', 'never there'] })]), true)
      assert.equal(await store.version(record.id, 'v1'), undefined)
      assert.equal(await store.content(record.id, 'v1'), undefined)
      assertContent(await store.content(record.id, 'v2'), text('two'))

      const again = aVersion('v1', 3)
      await store.commit([update(next, changed(next), { versions: [again] })])
      assert.equal(await store.content(record.id, 'v1'), undefined)
      assert.deepEqual(
        (await store.versions(record.id, { limit: 10 })).map(({ id }) => id),
        ['v2', 'v1'],
      )
    },
  },
  {
    title: 'tells versions page by page in the order of their numbers',
    async run(use) {
      const store = await use.open()
      const numbers = Array.from({ length: 25 }, (_, i) => i + 1)
      const versions = numbers.map((number) => aVersion(`v${number}`, number)).reverse()
      const record = aSecret('many', { lastVersion: 25, versionCount: 25 })
      await store.commit([creation(record, { versions }), creation(aSecret('other'))])
      const seen: number[] = []
      for (let after = 0; ; after = seen.at(-1) ?? 0) {
        const page = await store.versions(record.id, { after, limit: 10 })
        if (page.length === 0) break
        seen.push(...page.map(({ number }) => number))
      }
      assert.deepEqual(seen, numbers)
      assert.equal((await store.versions(record.id, { limit: 3 })).length, 3)
    },
  },
  {
    title: 'removes every secret of one realm, then of all',
    async run(use) {
      const store = await use.open()
      const here = [aSecret('a'), aSecret('b')]
      const there = aSecret('a', { realm: { ...realm, region: 'us-east-1' } })
      await store.commit([...here, there].map((record) => creation(record)))
      assert.deepEqual(await store.find(here[0] ?? there), here[0])
      await store.clear({ account: 'nobody', region: realm.region })
      assert.equal(await store.count(), 3)
      await store.clear(realm)
      assert.equal(await store.find({ realm, name: 'a' }), undefined)
      assert.equal(await store.content(here[0]?.id ?? '', 'v1'), undefined)
      assert.equal(await store.count(), 1)
      assert.deepEqual(await store.find(there), there)
      await store.clear()
      assert.equal(await store.count(), 0)
      assert.equal(await store.find(there), undefined)
      assert.equal(await store.commit([creation(aSecret('a'))]), true)
    },
  },
  {
    title: 'closes once commits under way are done, and lets itself be closed again',
    async run(use) {
      const [fresh, used] = [await use.open(), await use.open()]
      await used.count()
      for (const store of [fresh, used]) {
        const commits = Array.from({ length: parallel }, (_, i) => store.commit([creation(aSecret(`${i}`))]))
        await Promise.all([store.close(), store.close()])
        assert.deepEqual(
          await Promise.all(commits),
          commits.map(() => true),
        )
        await store.close()
      }
    },
  },
  {
    title: 'is CLOSED for everything that comes after close',
    async run(use) {
      const store = await use.open()
      const record = aSecret('late')
      await store.commit([creation(record)])
      await store.find(record)
      await store.close()
      const scan = { order: 'name', descending: false, limit: 1 } as const
      const calls = [
        () => store.find(record),
        () => store.version(record.id, 'v1'),
        () => store.content(record.id, 'v1'),
        () => store.versions(record.id, { limit: 1 }),
        () => store.scan(realm, scan),
        () => store.realmsWith('late'),
        () => store.due(0, 1),
        () => store.count(),
        () => store.commit([update(record)]),
        () => store.clear(),
      ]
      for (const call of calls) await assert.rejects(call, { code: 'CLOSED' })
    },
  },
]

/** Counts one up in the description, however often somebody else is first. */
export async function increment(store: Store, record: SecretRecord): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await store.find(record)
    if (before === undefined) throw new Error('the counter is gone')
    const description = `${Number(before.description) + 1}`
    if (await store.commit([update(before, changed(before, { description }))])) return
  }
  throw new Error(`no commit went through in ${mostTries} tries: does find tell old revisions?`)
}
