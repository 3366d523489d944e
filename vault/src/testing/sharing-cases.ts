import assert from 'node:assert/strict'
import { increment } from './commit-cases.js'
import { assertContent } from './round-trip-cases.js'
import { aSecret, aVersion, changed, creation, realm, removal, text, update } from './sample-secrets.js'
import type { StoreCase } from './store-suite.js'

const each = 20

export const sharingCases: readonly StoreCase[] = [
  {
    title: 'see what the other committed, at once, though they had read before',
    needs: 'second',
    async run(use) {
      const one = await use.open()
      const other = await use.second(one)
      const record = aSecret('shared', { description: '0' })
      await one.commit([creation(record)])
      let seen = record
      for (let round = 1; round <= 10; round++) {
        const [writer, reader] = round % 2 === 0 ? [one, other] : [other, one]
        const version = aVersion('v1', 1, { accessedOn: round })
        const contents = new Map([['v1', text(`round ${round}`)]])
        const next = changed(seen, { description: `${round}` })
        assert.equal(await writer.commit([update(seen, next, { versions: [version], contents })]), true)
        for (const store of [reader, writer]) {
          assert.deepEqual(await store.find(record), next)
          assert.deepEqual(await store.version(record.id, 'v1'), version)
          assertContent(await store.content(record.id, 'v1'), text(`round ${round}`))
        }
        seen = next
      }
    },
  },
  {
    title: 'see that the other removed, replaced or cleared',
    needs: 'second',
    async run(use) {
      const one = await use.open()
      const other = await use.second(one)
      const [removed, replaced] = [aSecret('removed'), aSecret('replaced')]
      await one.commit([creation(removed), creation(replaced)])
      for (const { id } of [removed, replaced]) assert.ok(await other.content(id, 'v1'))
      await one.commit([removal(removed), update(replaced, aSecret('replaced'))])
      assert.equal(await other.find(removed), undefined)
      for (const { id } of [removed, replaced]) {
        assert.equal(await other.version(id, 'v1'), undefined)
        assert.equal(await other.content(id, 'v1'), undefined)
      }
      assert.ok(await other.find(replaced))
      await one.clear()
      assert.equal(await other.find(replaced), undefined)
      assert.equal(await other.count(), 0)
    },
  },
  {
    title: 'refuse what was decided on a revision that the other has replaced',
    needs: 'second',
    async run(use) {
      const one = await use.open()
      const other = await use.second(one)
      const record = aSecret('shared')
      await one.commit([creation(record)])
      assert.deepEqual(await other.find(record), record)
      assert.equal(await one.commit([update(record)]), true)
      assert.equal(await other.commit([update(record)]), false)
      assert.equal(await other.commit([creation(aSecret('shared'))]), false)
      assert.equal(await other.commit([update(changed(record))]), true)
    },
  },
  {
    title: `lose none of ${2 * each} updates that they make at once`,
    needs: 'second',
    async run(use) {
      const one = await use.open()
      const stores = [one, await use.second(one)]
      const record = aSecret('counter', { description: '0' })
      await one.commit([creation(record)])
      const updates = stores.flatMap((store) => Array.from({ length: each }, () => increment(store, record)))
      await Promise.all(updates)
      for (const store of stores) {
        const { entries } = await store.scan(realm, { order: 'name', descending: false, limit: 1 })
        assert.equal(entries[0]?.record.description, `${2 * each}`)
      }
    },
  },
  {
    title: 'go on when the other is closed',
    needs: 'second',
    async run(use) {
      const one = await use.open()
      const other = await use.second(one)
      const record = aSecret('left')
      await one.commit([creation(record)])
      await one.close()
      assert.deepEqual(await other.find(record), record)
      assert.equal(await other.commit([update(record)]), true)
    },
  },
]
