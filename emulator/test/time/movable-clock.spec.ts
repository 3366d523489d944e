import { manualClock } from '@strongroom/core/parts'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { MovableClock } from '#time/movable-clock'

const noon = Date.UTC(2026, 0, 1, 12)

function setUp() {
  const system = manualClock(noon)
  const clock = new MovableClock(system)
  /** Sleeps, and tells whether that is over. */
  const sleeper = (ms: number, signal?: AbortSignal) => {
    const state = { awake: false }
    void clock.sleep(ms, signal).then(() => {
      state.awake = true
    })
    return state
  }
  return { system, clock, sleeper }
}

describe('MovableClock', () => {
  it('goes with the system until it is told otherwise', async () => {
    const { system, clock } = setUp()
    await system.advance(5)
    expect(clock.now()).to.equal(noon + 5)
    expect([clock.isSystemTime, clock.isFrozen]).to.deep.equal([true, false])
  })

  it('goes on from where it was put, there and back, and tells the time of the system all the same', async () => {
    const { system, clock } = setUp()
    for (const to of [noon + 1000, noon - 1000]) {
      clock.moveTo(to)
      const from = system.now()
      await system.advance(5)
      expect(clock.now()).to.equal(to + 5)
      expect(clock.systemNow()).to.equal(from + 5)
      expect(clock.isSystemTime).to.equal(false)
    }
  })

  it('stands still while it is frozen, also where it is moved, and then goes on from there', async () => {
    const { system, clock } = setUp()
    clock.freeze()
    await system.advance(5)
    expect([clock.now(), clock.isFrozen, clock.isSystemTime]).to.deep.equal([noon, true, false])
    clock.moveTo(noon + 1000)
    await system.advance(5)
    expect([clock.now(), clock.isFrozen]).to.deep.equal([noon + 1000, true])
    clock.freeze()
    clock.thaw()
    await system.advance(5)
    expect([clock.now(), clock.isFrozen]).to.deep.equal([noon + 1005, false])
  })

  it('is not moved by a thaw without a freeze', async () => {
    const { system, clock } = setUp()
    clock.moveTo(noon + 1000)
    await system.advance(5)
    clock.thaw()
    expect(clock.now()).to.equal(noon + 1005)
  })

  it('follows the system again, from frozen too', async () => {
    const { system, clock } = setUp()
    clock.moveTo(noon - 1000)
    clock.freeze()
    await system.advance(5)
    clock.follow()
    expect([clock.now(), clock.isSystemTime, clock.isFrozen]).to.deep.equal([noon + 5, true, false])
  })

  it('stands while it is held, is not frozen by that, and keeps a freeze or a thaw that comes meanwhile', async () => {
    for (const [before, meanwhile, after] of [
      [undefined, undefined, false],
      [undefined, 'freeze', true],
      ['freeze', undefined, true],
      ['freeze', 'thaw', false],
    ] as const) {
      const { system, clock } = setUp()
      if (before !== undefined) clock[before]()
      clock.hold()
      expect(clock.isFrozen).to.equal(before === 'freeze')
      if (meanwhile !== undefined) clock[meanwhile]()
      await system.advance(5)
      expect(clock.now()).to.equal(noon)
      clock.release()
      await system.advance(5)
      expect([clock.now(), clock.isFrozen]).to.deep.equal(after ? [noon, true] : [noon + 5, false])
    }
  })

  describe('sleep', () => {
    it('ends when the clock has come that far, by itself', async () => {
      const { system, sleeper } = setUp()
      const state = sleeper(10)
      await system.advance(9)
      expect(state.awake).to.equal(false)
      await system.advance(1)
      expect(state.awake).to.equal(true)
    })

    it('ends when the clock is moved that far, and not before', async () => {
      const { system, clock, sleeper } = setUp()
      const state = sleeper(1000)
      clock.moveTo(noon + 999)
      await system.advance(0)
      expect(state.awake).to.equal(false)
      clock.moveTo(noon + 1000)
      await system.advance(0)
      expect(state.awake).to.equal(true)
    })

    it('lasts the longer where the clock is moved back', async () => {
      const { system, clock, sleeper } = setUp()
      const state = sleeper(10)
      clock.moveTo(noon - 10)
      await system.advance(19)
      expect(state.awake).to.equal(false)
      await system.advance(1)
      expect(state.awake).to.equal(true)
    })

    it('waits for a thaw where time stands still, however long that is', async () => {
      const { system, clock, sleeper } = setUp()
      const state = sleeper(10)
      clock.freeze()
      await system.advance(1_000_000)
      expect(state.awake).to.equal(false)
      clock.thaw()
      await system.advance(10)
      expect(state.awake).to.equal(true)
    })

    it('ends with its signal, also where that was over before', async () => {
      const { system, clock, sleeper } = setUp()
      clock.freeze()
      const controller = new AbortController()
      const state = sleeper(10, controller.signal)
      controller.abort()
      await system.advance(0)
      expect(state.awake).to.equal(true)
      await clock.sleep(10, controller.signal)
      await clock.sleep(0)
    })
  })
})
