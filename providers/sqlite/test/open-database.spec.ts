import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { driver } from '#driver'
import { openDatabase } from '#open-database'
import { migrations } from '#schema'
import { sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'
import { aSecret, creation, text } from './sample.js'

const patience = { waitMs: 0 }
const modeOf = async (file: string) => (await stat(file)).mode & 0o777

describe('openDatabase', () => {
  const at = useFolder()
  let umask: number

  beforeEach(() => {
    umask = process.umask(0)
  })
  afterEach(() => {
    process.umask(umask)
  })

  it('makes all its files readable by their owner alone, and the folder too', async () => {
    const store = sqliteStore({ file: at('deep/er/vault.db') })
    await store.commit([creation(aSecret('a'), text('x'))])
    for (const folder of ['deep', 'deep/er']) expect(await modeOf(at(folder)), folder).to.equal(0o700)
    for (const ending of ['', '-wal', '-shm']) {
      expect(await modeOf(at(`deep/er/vault.db${ending}`)), ending).to.equal(0o600)
    }
    await store.close()
  })

  it('leaves the mode of a folder that is there', async () => {
    await mkdir(at('there'), { mode: 0o755 })
    const db = await openDatabase(at('there/vault.db'), patience)
    db.close()
    expect(await modeOf(at('there'))).to.equal(0o755)
  })

  it('writes ahead, fsyncs each commit, overwrites what is deleted, and trusts no schema', async () => {
    const db = await openDatabase(at('vault.db'), patience)
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'trusted_schema']
    const settings = pragmas.map((pragma) => db.pragma(pragma, { simple: true }))
    expect(settings).to.deep.equal(['wal', 2, 1, 1, 0])
    expect(db.pragma('busy_timeout', { simple: true })).to.be.at.most(50)
    db.close()
  })

  it('is CONFIG for a database of another application, which it leaves as it was', async () => {
    const Database = await driver()
    for (const sql of ['CREATE TABLE theirs (a)', 'PRAGMA application_id = 7']) {
      const file = at(`theirs-${sql.length}.db`)
      const theirs = new Database(file)
      theirs.exec(sql)
      theirs.close()
      const before = await readFile(file)
      expect(await rejection(openDatabase(file, patience))).to.have.property('code', 'CONFIG')
      expect(before.equals(await readFile(file))).to.equal(true)
    }
  })

  it('is CONFIG for a newer schema, which it leaves as it was', async () => {
    const file = at('vault.db')
    const db = await openDatabase(file, patience)
    db.pragma('user_version = 99')
    db.close()
    const before = await readFile(file)
    const error = await rejection(openDatabase(file, patience))
    expect(error).to.have.property('code', 'CONFIG')
    expect(error.message).to.contain('99')
    expect(before.equals(await readFile(file))).to.equal(true)
  })

  it('is CORRUPT for a file that is no database, and quotes nothing of it', async () => {
    const file = at('vault.db')
    await writeFile(file, 'correct horse battery staple'.repeat(200))
    const store = sqliteStore({ file })
    const error = await rejection(store.count())
    expect(error).to.have.property('code', 'CORRUPT')
    expect(JSON.stringify(error) + error.stack).not.to.contain('horse')
    await store.close()
  })

  it('is CONFIG where there is a folder of that name, or a file where the folder should be', async () => {
    await mkdir(at('folder'))
    await writeFile(at('file'), '')
    for (const file of [at('folder'), at('file/vault.db')]) {
      const store = sqliteStore({ file })
      expect(await rejection(store.count()), file).to.have.property('code', 'CONFIG')
      await store.close()
    }
  })

  it('takes a file that is empty for a new database', async () => {
    await writeFile(at('vault.db'), '')
    const db = await openDatabase(at('vault.db'), patience)
    expect(db.pragma('user_version', { simple: true })).to.equal(migrations.length)
    db.close()
  })

  it('opens one database for all who make it at the same time', async () => {
    const stores = Array.from({ length: 5 }, () => sqliteStore({ file: at('vault.db') }))
    await Promise.all(stores.map((store, i) => store.commit([creation(aSecret(`${i}`), text('x'))])))
    for (const store of stores) expect(await store.count()).to.equal(5)
    for (const store of stores) await store.close()
  })
})
