import { expect } from 'chai'
import { describe, it } from 'mocha'
import { openSqlite } from '#open-sqlite'
import { sqliteStore } from '#sqlite-store'
import { startChild } from './child.js'
import { useFolder } from './folder.js'
import { aSecret, creation, realm, text } from './sample.js'

describe('processes that share one database', () => {
  const at = useFolder()

  it('lose none of the updates that they make at once', async function () {
    this.timeout(20_000)
    const store = sqliteStore({ file: at('vault.db') })
    const counter = aSecret('counter', { description: '0' })
    await store.commit([creation(counter, text('x'))])
    const [times, parallel, processes] = [10, 3, 3]
    const args = [at('vault.db'), 'counter', `${times}`, `${parallel}`]
    const children = Array.from({ length: processes }, () => startChild('increment', args))
    for (const child of children) expect(await child.ended()).to.deep.equal({ code: 0, signal: null })
    const after = await store.find(counter)
    expect(after?.description).to.equal(`${times * parallel * processes}`)
    expect(after?.revision).to.equal(times * parallel * processes + 1)
    await store.close()
  })

  it('agree on one database and one key when they make them at once', async function () {
    this.timeout(20_000)
    const children = Array.from({ length: 4 }, () => startChild('sealing-writer', [at(), 'value']))
    for (const child of children) await child.printed(1)
    for (const child of children) {
      child.process.kill('SIGKILL')
      await child.ended()
    }
    const { store, sealer } = await openSqlite({ file: at('vault.db'), keyFile: at('vault.key') })
    expect((await store.keyring.read())?.keys).to.have.length(1)
    const { entries } = await store.scan(realm, { order: 'created', descending: false, limit: 10_000 })
    const processes = new Set(entries.map(({ record }) => record.name.split('-')[1]))
    expect(processes.size).to.equal(children.length)
    for (const { record } of entries) {
      const sealed = await store.content(record.id, 'v1')
      const opened = sealer.open(sealed ?? text(''), { secretId: record.id, versionId: 'v1' })
      expect(Buffer.from(opened.bytes).toString()).to.contain('value')
    }
    await store.close()
  })
})
