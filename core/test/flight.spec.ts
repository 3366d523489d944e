import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { flight } from '#flight'

describe('flight', () => {
  it('leaves no listener behind on the signals of those who waited', async () => {
    const { signal } = new AbortController()
    await flight(
      async () => 1,
      () => {},
    ).join(signal)
    expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0)
  })
})
