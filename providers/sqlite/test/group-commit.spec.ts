import { expect } from 'chai'
import { describe, it } from 'mocha'
import { driver } from '#driver'
import { GroupCommit } from '#group-commit'
import { sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'
import { aSecret, creation, text } from './sample.js'

const many = Array.from({ length: 64 }, (_, i) => i)

describe('group commit', () => {
  const at = useFolder()

  it('makes 64 commits of one turn durable in one transaction', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    await store.count()
    expect(store.stats()).to.deep.equal({ transactions: 0, commits: 0 })
    await Promise.all(many.map((i) => store.commit([creation(aSecret(`${i}`), text('x'))])))
    expect(store.stats()).to.deep.equal({ transactions: 1, commits: 64 })
    expect(await store.count()).to.equal(64)
    await store.close()
  })

  it('shares one transaction, too, where the first commits open the database', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    await Promise.all(many.map((i) => store.commit([creation(aSecret(`${i}`), text('x'))])))
    expect(store.stats()).to.deep.equal({ transactions: 1, commits: 64 })
    await store.close()
  })

  it('answers false to those of the same turn that conflict, and does the others', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    const names = many.map((i) => `name-${i % 16}`)
    const won = await Promise.all(names.map((name) => store.commit([creation(aSecret(name), text('x'))])))
    expect(won).to.deep.equal(many.map((i) => i < 16))
    expect(store.stats().transactions).to.equal(1)
    expect(await store.count()).to.equal(16)
    await store.close()
  })

  it('takes back alone what it could do in part only, and rejects that one', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    const [good, other] = [aSecret('good'), aSecret('other')]
    const orphan = { ...creation(aSecret('bad')), contents: new Map([['no such version', text('x')]]) }
    const outcomes = await Promise.allSettled([
      store.commit([creation(good, text('x'))]),
      store.commit([orphan]),
      store.commit([creation(other, text('x'))]),
    ])
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).to.have.nested.property('reason.code', 'INTERNAL')
    expect(await store.count()).to.equal(2)
    expect(await store.find({ ...good, name: 'bad' })).to.equal(undefined)
    await store.close()
  })

  it('rejects all, and does nothing, if the transaction cannot be made durable', async () => {
    const Database = await driver()
    const db = new Database(':memory:')
    db.exec('CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT')
    db.exec('CREATE TABLE t (n INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT')
    const insert = db.prepare('INSERT INTO t VALUES (?)')
    const group = new GroupCommit(db, { waitMs: 0 })
    // A violation that shows at COMMIT.
    const writes = [undefined, 7].map((n) => group.run(() => insert.run(n)))
    for (const write of writes) {
      expect(await rejection(write)).to.have.property('code', 'SQLITE_CONSTRAINT_FOREIGNKEY')
    }
    expect(db.inTransaction).to.equal(false)
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).to.equal(0)
    expect(group).to.include({ transactions: 0, writes: 0 })

    await group.run(() => insert.run(null))
    expect(group).to.include({ transactions: 1, writes: 1 })
    db.close()
  })
})
