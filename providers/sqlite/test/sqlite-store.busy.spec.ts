import { readdir } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import { afterEach, beforeEach, describe, it } from 'mocha'
import type { Connection } from '#driver'
import { driver } from '#driver'
import { sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'
import { aSecret, creation, text } from './sample.js'

describe('sqliteStore beside a process that holds the lock', () => {
  const at = useFolder()
  let other: Connection

  beforeEach(async () => {
    const store = sqliteStore({ file: at('vault.db') })
    await store.commit([creation(aSecret('first'), text('x'))])
    await store.close()
    const Database = await driver()
    other = new Database(at('vault.db'))
    other.exec('BEGIN IMMEDIATE')
  })
  afterEach(() => {
    other.close()
  })

  it('reads all the same', async () => {
    const store = sqliteStore({ file: at('vault.db'), waitMs: 0 })
    expect(await store.count()).to.equal(1)
    await store.close()
  })

  it('commits once the lock is free, and leaves the event loop to others meanwhile', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    const [one, late] = [aSecret('one'), aSecret('late')]
    const early = store.commit([creation(one, text('x'))])
    let settled = false
    early.then(() => {
      settled = true
    })
    for (let turns = 0; turns < 20; turns++) await turn()
    expect(settled).to.equal(false)
    const meanwhile = store.commit([creation(late, text('x'))])
    other.exec('COMMIT')
    expect(await early).to.equal(true)
    expect(await meanwhile).to.equal(true)
    expect(store.stats()).to.deep.equal({ transactions: 1, commits: 2 })
    await store.close()
  })

  it('is UNAVAILABLE after waitMs, has done nothing, and can be asked again', async () => {
    const clock = manualClock()
    const store = sqliteStore({ file: at('vault.db'), waitMs: 1000, clock })
    await store.count()
    const change = creation(aSecret('one'), text('x'))
    const refused = rejection(store.commit([change]))
    await turn()
    await turn()
    await clock.advance(2000)
    const error = await refused
    expect(error).to.have.property('code', 'UNAVAILABLE')
    expect(error).to.have.property('retryable', true)
    other.exec('COMMIT')
    expect(await store.count()).to.equal(1)
    expect(await store.commit([change])).to.equal(true)
    await store.close()
  })

  it('waits for a commit under way when it is closed', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    await store.count()
    const commit = store.commit([creation(aSecret('one'), text('x'))])
    const closing = store.close()
    for (let turns = 0; turns < 5; turns++) await turn()
    other.exec('COMMIT')
    await closing
    expect(await commit).to.equal(true)
  })
})

describe('sqliteStore that is closed', () => {
  const at = useFolder()

  it('leaves one file, also where it was closed while it was being opened', async () => {
    for (const name of ['opening', 'open']) {
      const store = sqliteStore({ file: at(name) })
      if (name === 'open') await store.count()
      const commit = store.commit([creation(aSecret('one'), text('x'))])
      await store.close()
      expect(await commit).to.equal(true)
    }
    expect((await readdir(at())).sort()).to.deep.equal(['open', 'opening'])
  })
})

describe('sqliteStore that could not be opened', () => {
  const at = useFolder()

  it('tries again at the next use', async () => {
    const Database = await driver()
    const file = at('vault.db')
    const foreign = new Database(file)
    foreign.exec('CREATE TABLE theirs (a)')
    const store = sqliteStore({ file })
    const failed = await Promise.all([rejection(store.count()), rejection(store.realmsWith('a'))])
    for (const error of failed) expect(error).to.have.property('code', 'CONFIG')
    foreign.exec('DROP TABLE theirs')
    foreign.close()
    expect(await Promise.all([store.count(), store.realmsWith('a')])).to.deep.equal([0, []])
    await store.close()
  })

  it('can be closed, and so can one that was never used', async () => {
    const store = sqliteStore({ file: at('no/vault.db') })
    await store.close()
    expect(await rejection(store.count())).to.have.property('code', 'CLOSED')
  })

  it('refuses options that cannot be right', () => {
    expect(() => sqliteStore({ file: '' })).to.throw(TypeError, '"file"')
    expect(() => sqliteStore({ file: 'a', waitMs: -1 })).to.throw(
      TypeError,
      '"waitMs" must be 0 or more, got -1',
    )
    expect(() => sqliteStore({ file: 'a', waitMs: Number.NaN })).to.throw(TypeError, 'got NaN')
  })
})
