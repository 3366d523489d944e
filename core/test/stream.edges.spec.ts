import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { stream } from '#stream'

describe('stream, at its edges', () => {
  it('leaves no listener behind on its signal', async () => {
    const { signal } = new AbortController()
    const iterator = stream(signal, () => {})[Symbol.asyncIterator]()
    await iterator.return?.()
    expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0)
  })

  it('forgets a failure that nobody has asked for when it is left', async () => {
    const iterator = stream(undefined, ({ fail }) => fail(new Error('late')))[Symbol.asyncIterator]()
    await iterator.return?.()
    expect(await iterator.next()).to.have.property('done', true)
  })
})
