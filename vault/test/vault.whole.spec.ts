import { expect } from 'chai'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import type { Store } from '#store'
import { Vault } from '#vault'
import type { WholeSecret } from '#whole-secrets'
import {
  countedIds,
  day,
  elsewhere,
  noon,
  plain,
  realm,
  setUp,
  stranger,
  textOf,
  withSecret,
} from './set-up.js'

/** All but what a secret gets anew where it is put. */
function lasting({ record, versions, contents }: WholeSecret) {
  const { id, revision, ...rest } = record
  return { ...rest, labels: plain(record.labels), versions, contents: plain(contents) }
}

/** A vault with secrets of every kind, in two realms. */
async function furnished() {
  const all = await withSecret({ description: 'one', tags: [{ key: 'k', value: 'v' }], kmsKeyId: 'alias/a' })
  const { vault, put, clock } = all
  await clock.advance(1)
  await put('v2', ['AWSPENDING', 'mine'])
  await put('v3')
  await vault.read(realm, 'a')
  await vault.create(realm, { name: 'b', value: { binary: Uint8Array.of(0, 255) } })
  await vault.create(realm, { name: 'empty', token: 'made-with' })
  await vault.create(elsewhere, { name: 'a', value: { text: 'there' } })
  await vault.delete(elsewhere, 'a', { recoveryDays: 7 })
  return all
}

describe('whole secrets', () => {
  it('tell all fields, versions and values of every secret, those scheduled for deletion among them', async () => {
    const { vault } = await furnished()
    const whole = await vault.whole()
    expect(whole.map(({ record }) => `${record.realm.region} ${record.name}`)).to.have.members([
      ...['eu-central-1 a', 'eu-central-1 b', 'eu-central-1 empty', 'us-east-1 a'],
    ])
    for (const { record, versions, contents } of whole) {
      expect(record).to.deep.equal(await vault.describe(record.realm, record.name))
      expect(contents.size).to.equal(versions.length).and.equal(record.versionCount)
    }
    const [first] = whole
    expect(first?.versions.map(({ id }) => id)).to.deep.equal(['v1', 'v2', 'v3'])
    expect([...(first?.contents.values() ?? [])].map(textOf)).to.deep.equal(['v1', 'v2', 'v3'])
  })

  it('are told of the realms that fit only', async () => {
    const { vault } = await furnished()
    const whole = await vault.whole(({ region }) => region === elsewhere.region)
    expect(whole.map(({ record }) => record.realm)).to.deep.equal([elsewhere])
    expect(await vault.whole(({ account }) => account === stranger.account)).to.deep.equal([])
  })

  it('are told however many there are, and with however many versions, in the order of their making', async () => {
    const { vault } = setUp()
    const names = Array.from({ length: 230 }, (_, at) => `n${(at * 7) % 230}`)
    for (const name of names) await vault.create(realm, { name, value: { text: name } })
    for (let at = 0; at < 250; at++) await vault.put(realm, 'n0', { value: { text: `${at}` } })
    const whole = await vault.whole()
    expect(whole.map(({ record }) => record.name)).to.deep.equal(names)
    expect(whole[0]?.versions).to.have.length(251)
  })

  it('leave out a secret whose recovery window has ended', async () => {
    const { vault, clock } = await furnished()
    await clock.advance(7 * day)
    expect((await vault.whole()).map(({ record }) => record.name)).to.deep.equal(['a', 'b', 'empty'])
  })

  it('are each of one moment, whatever is written meanwhile', async () => {
    const inner = memoryStore()
    let meanwhile = async () => {}
    const store: Store = {
      ...inner,
      async content(secretId, versionId) {
        const content = await inner.content(secretId, versionId)
        await meanwhile()
        return content
      },
    }
    const { vault } = setUp()
    const busy = new Vault(store, { clock: vault.clock, ids: countedIds() })
    await busy.create(realm, { name: 'a', token: 'v1', value: { text: 'v1' } })
    meanwhile = async () => {
      meanwhile = async () => {}
      await busy.put(realm, 'a', { token: 'v2', value: { text: 'v2' } })
    }
    const [whole] = await busy.whole()
    expect(whole?.versions.map(({ id }) => id)).to.deep.equal(['v1', 'v2'])
    expect(whole?.record.labels.get('AWSCURRENT')).to.equal('v2')
    expect([...(whole?.contents.keys() ?? [])]).to.deep.equal(['v1', 'v2'])
  })
})

describe('putting whole secrets', () => {
  it('makes another vault hold the same, but for what a place gives', async () => {
    const { vault } = await furnished()
    const other = setUp()
    const whole = await vault.whole()
    expect(await other.vault.putWhole(whole, 'nothing')).to.deep.equal([])
    const there = await other.vault.whole()
    expect(there.map(lasting)).to.deep.equal(whole.map(lasting))
    expect(await other.text('a')).to.equal('v3')
    expect(await other.text('a', { label: 'AWSPREVIOUS' })).to.equal('v1')
  })

  it('refuses names that stand, and then puts none of them', async () => {
    const { vault } = await furnished()
    const other = await withSecret()
    expect(await other.vault.putWhole(await vault.whole(), 'nothing')).to.deep.equal([{ realm, name: 'a' }])
    expect((await other.vault.whole()).map(({ record }) => record.name)).to.deep.equal(['a'])
    expect(await other.text('a')).to.equal('v1')
  })

  it('takes the place of a secret whose recovery window has ended', async () => {
    const { vault } = await furnished()
    const other = await withSecret()
    await other.vault.delete(realm, 'a', { recoveryDays: 7 })
    expect(await other.vault.putWhole(await vault.whole(), 'nothing')).to.have.length(1)
    await other.clock.advance(7 * day)
    expect(await other.vault.putWhole(await vault.whole(), 'nothing')).to.deep.equal([])
    expect(await other.text('a')).to.equal('v3')
  })

  for (const [replacing, names] of [
    ['namesakes', ['a', 'kept', 'b', 'empty', 'a']],
    ['everything', ['a', 'b', 'empty', 'a']],
  ] as const) {
    it(`takes, replacing ${replacing}, the place of what has its name, and leaves ${names.length} secrets`, async () => {
      const { vault } = await furnished()
      const other = await withSecret()
      await other.vault.create(realm, { name: 'kept' })
      const before = await other.vault.describe(realm, 'a')
      expect(await other.vault.putWhole(await vault.whole(), replacing)).to.deep.equal([])
      expect((await other.vault.whole()).map(({ record }) => record.name)).to.have.members(names)
      expect(await other.text('a')).to.equal('v3')
      expect((await other.vault.describe(realm, 'a')).id).to.not.equal(before.id)
      expect(await other.store.version(before.id, 'v1')).to.equal(undefined)
    })
  }

  it('removes, replacing everything, all there is where nothing is put', async () => {
    const { vault } = await furnished()
    await vault.putWhole([], 'everything')
    expect(await vault.whole()).to.deep.equal([])
  })

  it('says when something is due for what was put', async () => {
    const { vault } = await furnished()
    const told: number[] = []
    const other = setUp({ onDue: (at) => told.push(at) })
    await other.vault.putWhole(await vault.whole(), 'nothing')
    expect(told).to.deep.equal([noon + 1 + 7 * day])
    expect(await other.vault.nextDue()).to.equal(noon + 1 + 7 * day)
  })

  it('is decided again where somebody else was first', async () => {
    const { vault } = await furnished()
    const other = setUp()
    const { store } = other
    const commit = store.commit.bind(store)
    let first = true
    store.commit = async (changes) => {
      if (first) {
        first = false
        await other.vault.create(realm, { name: 'b' })
      }
      return commit(changes)
    }
    expect(await other.vault.putWhole(await vault.whole(), 'nothing')).to.deep.equal([{ realm, name: 'b' }])
    expect(await store.count()).to.equal(1)
  })
})
