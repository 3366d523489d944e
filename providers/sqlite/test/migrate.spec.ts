import { copyFile, readdir, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openSealer } from '@strongroom/vault'
import { expect } from 'chai'
import { beforeEach, describe, it } from 'mocha'
import { openDatabase } from '#open-database'
import { migrations } from '#schema'
import { sqliteStore } from '#sqlite-store'
import { key, record as made, plain } from './fixtures/sample-1.js'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'
import { update } from './sample.js'

const patience = { waitMs: 0 }
const schema1 = migrations.slice(0, 1)
/** As every schema from the second on tells it. */
const record = { ...made, dueAt: made.deletion?.dueAt }
const later = ['ALTER TABLE secrets ADD COLUMN later TEXT', "UPDATE secrets SET later = 'yes'"]

describe('migrate', () => {
  const at = useFolder()

  beforeEach(() =>
    copyFile(fileURLToPath(new URL('../fixtures/schema-1.db', import.meta.url)), at('vault.db')),
  )

  it('opens a database of schema 1 with all that is in it', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    expect(await store.find(record)).to.deep.equal(record)
    expect(await store.due(Date.UTC(2027, 0, 1), 10)).to.deep.equal([
      { realm: record.realm, name: record.name },
    ])
    const sealed = await store.content(record.id, 'v1')
    const sealer = await openSealer(store.keyring, [key])
    const { kind, bytes } = sealer.open(sealed ?? plain, { secretId: record.id, versionId: 'v1' })
    expect(kind).to.equal(plain.kind)
    expect(Buffer.from(bytes).equals(plain.bytes)).to.equal(true)
    expect(await store.commit([update(record)])).to.equal(true)
    await store.close()
  })

  it('opens a database of schema 2 with all that is in it', async () => {
    await copyFile(fileURLToPath(new URL('../fixtures/schema-2.db', import.meta.url)), at('second.db'))
    const store = sqliteStore({ file: at('second.db') })
    expect(await store.find(record)).to.deep.equal(record)
    expect(await store.due(Date.UTC(2027, 0, 1), 10)).to.have.length(1)
    expect(await store.content(record.id, 'v1')).to.have.property('kind', plain.kind)
    expect(await store.commit([update(record)])).to.equal(true)
    await store.close()
  })

  it('makes no backups on the way to a new database', async () => {
    const db = await openDatabase(at('fresh.db'), patience, [...schema1, ...later])
    db.close()
    expect((await readdir(at())).filter((name) => name.startsWith('fresh'))).to.deep.equal(['fresh.db'])
  })

  it('goes step by step, with a backup before each that its owner alone can read', async () => {
    const db = await openDatabase(at('vault.db'), patience, [...schema1, ...later])
    expect(db.pragma('user_version', { simple: true })).to.equal(3)
    expect(db.prepare('SELECT name, later FROM secrets').get()).to.deep.equal({
      name: record.name,
      later: 'yes',
    })
    db.close()
    const files = ['vault.db', 'vault.db.schema-1.backup', 'vault.db.schema-2.backup']
    expect((await readdir(at())).sort()).to.deep.equal(files)
    for (const backup of files.slice(1)) expect((await stat(at(backup))).mode & 0o777).to.equal(0o600)

    const store = sqliteStore({ file: at('vault.db.schema-1.backup') })
    expect(await store.find(record)).to.deep.equal(record)
    expect(await store.content(record.id, 'v1')).to.have.property('kind', 'text')
    await store.close()
  })

  it('does nothing where nothing is to be done', async () => {
    for (let times = 0; times < 2; times++) {
      const db = await openDatabase(at('vault.db'), patience, [...schema1, ...later])
      expect(db.pragma('user_version', { simple: true })).to.equal(3)
      db.close()
    }
    const fresh = await openDatabase(at('fresh.db'), patience, schema1)
    fresh.close()
    expect((await readdir(at())).filter((name) => name.startsWith('fresh'))).to.deep.equal(['fresh.db'])
  })

  it('leaves the schema before a step that fails, and goes on from there when it can', async () => {
    const broken = [...schema1, ...later, 'CREATE TABLE half (a) STRICT']
    expect(await rejection(openDatabase(at('vault.db'), patience, broken))).to.have.property(
      'code',
      'SQLITE_ERROR',
    )
    const repaired = [...schema1, ...later, 'CREATE TABLE half (a TEXT) STRICT']
    const db = await openDatabase(at('vault.db'), patience, repaired)
    expect(db.pragma('user_version', { simple: true })).to.equal(4)
    db.close()
    expect((await readdir(at())).filter((name) => name.endsWith('.part'))).to.deep.equal([])
  })

  it('refuses what was migrated further than it knows', async () => {
    const db = await openDatabase(at('vault.db'), patience, [...schema1, ...later])
    db.close()
    const store = sqliteStore({ file: at('vault.db') })
    expect(await rejection(store.count())).to.have.property('code', 'CONFIG')
    await store.close()
  })

  it('keeps a process that had opened it before from writing into a schema that it does not know', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    expect(await store.find(record)).to.deep.equal(record)
    const db = await openDatabase(at('vault.db'), patience, [...migrations, ...later])
    expect(await rejection(store.commit([update(record)]))).to.have.property('code', 'CONFIG')
    db.close()
    await store.close()
  })

  it('keeps a database of every past schema among its fixtures', async () => {
    const fixtures = await readdir(fileURLToPath(new URL('../fixtures', import.meta.url)))
    for (let schema = 1; schema <= migrations.length; schema++) {
      expect(fixtures).to.include(`schema-${schema}.db`)
    }
  })
})
