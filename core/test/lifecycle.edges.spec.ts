import { getEventListeners } from 'node:events'
import { lifecycle, systemClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'

describe('lifecycle, at its edges', () => {
  it('leaves neither a timer nor a listener behind when the work is done first', async () => {
    const { signal } = new AbortController()
    let timer: AbortSignal | undefined
    const clock = {
      ...systemClock,
      sleep: (_: number, given?: AbortSignal) => {
        timer = given
        return new Promise<void>(() => {})
      },
    }
    await lifecycle({ id: 'p', clock }).about('get', 'db', { signal, timeoutMs: 1000 }, () => 1)
    expect(timer).to.have.property('aborted', true)
    expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0)
  })
})
