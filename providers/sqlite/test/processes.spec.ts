import { expect } from 'chai'
import { describe, it } from 'mocha'
import { sqliteStore } from '#sqlite-store'
import { startChild } from './child.js'
import { useFolder } from './folder.js'
import { aSecret, creation, text } from './sample.js'

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
})
