import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import { Vault } from '#vault'
import { day, hour, noon, realm, withSecret } from './set-up.js'

const key = { realm, name: 'a' }

/** A secret with so many versions, made a minute apart, all of them at a time when the clock shows minutes past an hour. */
async function withVersions(count: number) {
  const all = await withSecret()
  await all.clock.advance(1)
  for (let i = 2; i <= count; i += 1) {
    await all.put(`v${i}`)
    await all.clock.advance(60_000)
  }
  const ids = async () =>
    (await all.vault.versions(realm, 'a', { includeUnlabelled: true, limit: 1000 })).items.map(
      ({ version }) => version.id,
    )
  return { ...all, ids }
}

describe('tend', () => {
  it('does nothing to a secret to which nothing is to happen, nor to one that is not there', async () => {
    const { vault, store } = await withSecret()
    expect(await vault.tend(key)).to.equal(false)
    expect(await vault.tend({ realm, name: 'none' })).to.equal(false)
    expect(store.commits).to.have.lengthOf(1)
  })

  it('removes a secret at the end of its window, and not before', async () => {
    const { vault, store, clock } = await withSecret()
    await vault.delete(realm, 'a', { recoveryDays: 7 })
    await clock.advance(7 * day - 1)
    expect(await vault.tend(key)).to.equal(false)
    await clock.advance(1)
    expect(await vault.tend(key)).to.equal(true)
    expect(await store.count()).to.equal(0)
    expect(await vault.tend(key)).to.equal(false)
  })

  it('removes versions by the hour when they are a day old, so that a secret keeps 100', async () => {
    const { vault, clock, ids } = await withVersions(105)
    const rest = (from: number) => Array.from({ length: 106 - from }, (_, i) => `v${i + from}`)
    expect(await vault.nextDue()).to.equal(noon + day)
    await clock.advance(noon + day - clock.now() - 1)
    expect(await vault.tend(key)).to.equal(false)
    expect(await ids()).to.deep.equal(rest(1))
    await clock.advance(1)
    expect(await vault.tend(key)).to.equal(true)
    expect(await ids()).to.deep.equal(rest(2))
    expect(await vault.nextDue()).to.equal(noon + day + hour)
    await clock.advance(hour)
    expect(await vault.tend(key)).to.equal(true)
    expect(await ids()).to.deep.equal(rest(6))
    expect(await vault.nextDue()).to.equal(undefined)
  })

  for (const late of [0, 1, hour - 1]) {
    it(`removes however many there are, also where it comes ${late} ms late`, async () => {
      const { vault, clock, ids } = await withVersions(400)
      await clock.advance(2 * day + hour - (clock.now() % hour) + late)
      expect(await vault.tend(key)).to.equal(true)
      expect(await ids()).to.deep.equal(Array.from({ length: 100 }, (_, i) => `v${i + 301}`))
      expect(await vault.nextDue()).to.equal(undefined)
    })
  }

  it('keeps old versions that have labels', async () => {
    const { vault, clock, ids } = await withVersions(102)
    await vault.moveLabel(realm, 'a', 'KEPT', { to: 'v1' })
    await clock.advance(2 * day)
    expect(await vault.tend(key)).to.equal(true)
    expect(await ids())
      .to.have.lengthOf(100)
      .and.include('v1')
      .and.not.include.members(['v2', 'v3'])
  })

  it('does not move the date of change', async () => {
    const { vault, clock } = await withVersions(105)
    const { changedAt } = await vault.describe(realm, 'a')
    await clock.advance(3 * day)
    expect(await vault.tend(key)).to.equal(true)
    expect((await vault.describe(realm, 'a')).changedAt).to.equal(changedAt)
  })
})

describe('what is due', () => {
  it('is told by its time: the secret that waits for longest first, and when the next one is', async () => {
    const { vault, clock } = await withSecret()
    expect(await vault.nextDue()).to.equal(undefined)
    for (const [name, recoveryDays] of [
      ['late', 30],
      ['early', 7],
      ['middle', 10],
    ] as const) {
      await vault.create(realm, { name })
      await vault.delete(realm, name, { recoveryDays })
    }
    expect(await vault.nextDue()).to.equal(noon + 7 * day)
    expect(await vault.due(10)).to.deep.equal([])
    await clock.advance(10 * day)
    expect((await vault.due(10)).map(({ name }) => name)).to.deep.equal(['early', 'middle'])
    expect((await vault.due(1)).map(({ name }) => name)).to.deep.equal(['early'])
  })

  it('is nothing any more where it was called off', async () => {
    const { vault, clock } = await withSecret()
    await vault.delete(realm, 'a')
    await vault.restore(realm, 'a')
    expect(await vault.nextDue()).to.equal(undefined)
    await clock.advance(60 * day)
    expect(await vault.sweep()).to.equal(0)
  })

  it('is over all realms', async () => {
    const { vault, clock } = await withSecret()
    const other = { account: '999999999999', region: 'us-east-1' }
    await vault.create(other, { name: 'theirs' })
    for (const [at, name] of [
      [realm, 'a'],
      [other, 'theirs'],
    ] as const) {
      await vault.delete(at, name)
    }
    await clock.advance(30 * day)
    expect(await vault.sweep()).to.equal(2)
  })

  it('is told as now where the secret went between two looks', async () => {
    const store = memoryStore()
    const vault = new Vault({ ...store, due: async () => [key] }, { clock: manualClock(noon) })
    expect(await vault.nextDue()).to.equal(noon)
  })

  it('leaves alone what cannot be tended, and does not try for ever', async () => {
    const store = memoryStore()
    const vault = new Vault({ ...store, due: async () => [key] }, { clock: manualClock(noon) })
    expect(await vault.sweep()).to.equal(0)
  })
})
