import { manualClock } from '@strongroom/core/parts'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Agenda } from '#time/agenda'
import { MovableClock } from '#time/movable-clock'
import { Ending, Timeline } from '#time/timeline'
import { recordingLog } from '../recording-log.js'

const noon = Date.UTC(2026, 0, 1, 12)

/** A timeline on which something happens at some times after noon; it notes what, and when that was by its clock. */
function setUp(...times: readonly number[]) {
  const system = manualClock(noon)
  const clock = new MovableClock(system)
  const log = recordingLog()
  const due = times.map((after) => noon + after)
  const happened: (readonly [number, number])[] = []
  const hooks = { happen: async () => {}, settled: async () => {}, room: async () => {} }
  const waiting = new Set<number>()
  const agenda: Agenda = {
    next: async () => due.toSorted((a, b) => a - b)[0],
    async happen() {
      await hooks.happen()
      for (const each of due.filter((at) => at <= clock.now()).sort((a, b) => a - b)) {
        if (waiting.has(each - noon)) continue
        due.splice(due.indexOf(each), 1)
        happened.push([each - noon, clock.now() - noon])
      }
      return due.some((at) => at <= clock.now())
    },
    room: () => hooks.room(),
    settled: () => hooks.settled(),
  }
  const timeline = new Timeline(clock, agenda, log)
  const plan = (after: number) => {
    due.push(noon + after)
    timeline.expect(noon + after)
  }
  return { system, clock, log, due, happened, hooks, waiting, timeline, plan }
}

describe('a timeline that runs', () => {
  it('lets happen at once what was due before, and everything else at its time', async () => {
    const { system, timeline, happened } = setUp(-5, 10, 20)
    const running = timeline.run()
    await system.advance(0)
    expect(happened).to.deep.equal([[-5, 0]])
    await system.advance(9)
    expect(happened).to.have.lengthOf(1)
    await system.advance(1)
    expect(happened.at(-1)).to.deep.equal([10, 10])
    await system.advance(10)
    expect(happened.at(-1)).to.deep.equal([20, 20])
    await timeline.stop()
    await running
  })

  it('hears of what is decided while it waits, be it at once or before what it waits for', async () => {
    const { system, timeline, happened, plan } = setUp(1000)
    void timeline.run()
    await system.advance(5)
    plan(-100)
    await system.advance(0)
    expect(happened).to.deep.equal([[-100, 5]])
    plan(10)
    await system.advance(5)
    expect(happened.at(-1)).to.deep.equal([10, 10])
    await timeline.stop()
  })

  it('looks again at what waits for room when there is some, and meanwhile at whatever else is decided', async () => {
    const { system, timeline, happened, hooks, waiting, plan } = setUp(0)
    const room = Promise.withResolvers<void>()
    hooks.room = () => room.promise
    waiting.add(0)
    void timeline.run()
    await system.advance(0)
    expect(happened).to.deep.equal([])
    plan(-2)
    await system.advance(0)
    expect(happened).to.deep.equal([[-2, 0]])
    waiting.clear()
    room.resolve()
    await system.advance(0)
    expect(happened.at(-1)).to.deep.equal([0, 0])
    await timeline.stop()
  })

  it('hears of what is decided while it looks', async () => {
    const { system, timeline, happened, hooks, plan } = setUp(0)
    hooks.happen = async () => {
      hooks.happen = async () => {}
      queueMicrotask(() => plan(3))
    }
    void timeline.run()
    await system.advance(3)
    expect(happened).to.deep.equal([
      [0, 0],
      [3, 3],
    ])
    await timeline.stop()
  })

  it('finds within a minute what another has decided without a word', async () => {
    const { system, timeline, happened, due } = setUp()
    void timeline.run()
    await system.advance(10)
    due.push(noon + 20)
    await system.advance(60_000 - 11)
    expect(happened).to.deep.equal([])
    await system.advance(1)
    expect(happened).to.deep.equal([[20, 60_000]])
    await timeline.stop()
  })

  it('says that it ends where it is stopped on the way, and goes no further', async () => {
    const { clock, timeline, hooks, happened } = setUp(10, 20, 30)
    hooks.happen = async () => {
      if (clock.now() < noon + 20) return
      // Nothing can be begun any more from here on.
      void timeline.stop()
      throw new Error('what is due could not be begun')
    }
    const error: unknown = await timeline.advance(100).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(Ending)
    const later: unknown = await timeline.advance(100).catch((reason: unknown) => reason)
    expect(later).to.be.instanceOf(Ending)
    expect({ happened, now: clock.now() - noon }).to.deep.equal({ happened: [[10, 10]], now: 20 })
  })

  it('goes on with the clock of the system when it was only waited for what is due', async () => {
    const { system, clock, timeline, happened, hooks } = setUp(0)
    hooks.settled = () => system.advance(7)
    await timeline.advance(0)
    expect(happened).to.have.lengthOf(1)
    expect({ isSystemTime: clock.isSystemTime, now: clock.now() }).to.deep.equal({
      isSystemTime: true,
      now: system.now(),
    })
    clock.freeze()
    await timeline.advance(0)
    expect(clock.isFrozen).to.equal(true)
  })

  it('finds that also when the clock was put back meanwhile', async () => {
    const { system, clock, timeline, happened, due } = setUp()
    void timeline.run()
    await timeline.advance(1_000_000_000)
    await system.advance(1)
    await timeline.set(noon)
    await system.advance(1)
    due.push(clock.now())
    await system.advance(60_000)
    expect(happened).to.have.lengthOf(1)
    await timeline.stop()
  })

  it('logs what fails, and tries again in a minute', async () => {
    const { system, timeline, happened, hooks, log } = setUp(0)
    const trouble = new Error('no disk')
    hooks.happen = async () => {
      hooks.happen = async () => {}
      throw trouble
    }
    void timeline.run()
    await system.advance(60_000 - 1)
    expect(happened).to.deep.equal([])
    await system.advance(1)
    expect(happened).to.have.lengthOf(1)
    expect(log.errors).to.deep.equal([
      { message: 'what is due could not be done', cause: trouble, facts: undefined },
    ])
    await timeline.stop()
  })

  it('lets nothing happen while time stands still, but for what is due at once', async () => {
    const { system, clock, timeline, happened, plan } = setUp(10)
    clock.freeze()
    void timeline.run()
    await system.advance(1_000_000)
    expect(happened).to.deep.equal([])
    plan(0)
    await system.advance(0)
    expect(happened).to.deep.equal([[0, 0]])
    clock.thaw()
    await system.advance(10)
    expect(happened.at(-1)).to.deep.equal([10, 10])
    await timeline.stop()
  })

  it('ends with stop, when what it has begun has ended', async () => {
    const { system, timeline, hooks } = setUp(0)
    const order: string[] = []
    let go = () => {}
    hooks.happen = () =>
      new Promise((resolve) => {
        go = resolve
      })
    const running = timeline.run().then(() => order.push('run'))
    await system.advance(0)
    const stopped = timeline.stop().then(() => order.push('stop'))
    await system.advance(0)
    expect(order).to.deep.equal([])
    go()
    await Promise.all([running, stopped])
    expect(order).to.have.members(['run', 'stop'])
  })
})

describe('a timeline that is moved', () => {
  it('lets everything happen on the way, in order and each at its own time, and arrives where it was sent', async () => {
    const { clock, timeline, happened } = setUp(30, 10, 20, 41)
    await timeline.advance(40)
    expect(happened).to.deep.equal([
      [10, 10],
      [20, 20],
      [30, 30],
    ])
    expect(clock.now()).to.equal(noon + 40)
    await timeline.set(noon + 41)
    expect(happened.at(-1)).to.deep.equal([41, 41])
  })

  it('lets happen what comes of what happens, and after it has ended', async () => {
    const { timeline, happened, hooks, due } = setUp(10)
    let under: number | undefined
    hooks.happen = async () => {
      hooks.happen = async () => {}
      under = 15
    }
    hooks.settled = async () => {
      if (under !== undefined) due.push(noon + under)
      under = undefined
    }
    await timeline.advance(20)
    expect(happened).to.deep.equal([
      [10, 10],
      [15, 15],
    ])
  })

  it('lets what is overdue happen in the present, not in the past', async () => {
    const { timeline, happened } = setUp(-10, 5)
    await timeline.advance(5)
    expect(happened).to.deep.equal([
      [-10, 0],
      [5, 5],
    ])
  })

  it('stands while it moves, goes on afterwards, and stays frozen where it was', async () => {
    for (const frozen of [false, true]) {
      const { system, clock, timeline, hooks } = setUp(10)
      if (frozen) clock.freeze()
      hooks.happen = async () => {
        await system.advance(1000)
        expect(clock.now()).to.equal(noon + 10)
      }
      await timeline.advance(20)
      expect([clock.now(), clock.isFrozen]).to.deep.equal([noon + 20, frozen])
      await system.advance(5)
      expect(clock.now()).to.equal(noon + (frozen ? 20 : 25))
    }
  })

  it('keeps a freeze that comes while it moves', async () => {
    const { system, clock, timeline, hooks } = setUp(10)
    hooks.happen = async () => clock.freeze()
    await timeline.advance(20)
    await system.advance(5)
    expect([clock.now(), clock.isFrozen]).to.deep.equal([noon + 20, true])
  })

  it('goes back without anything happening, and nothing that has happened does again', async () => {
    const { clock, timeline, happened } = setUp(10, 30)
    await timeline.advance(20)
    await timeline.set(noon - 1000)
    expect(clock.now()).to.equal(noon - 1000)
    await timeline.set(noon + 20)
    expect(happened).to.deep.equal([[10, 10]])
  })

  it('adds up what is asked for at once', async () => {
    const { clock, timeline, happened } = setUp(10, 20)
    await Promise.all([timeline.advance(15), timeline.advance(15)])
    expect(clock.now()).to.equal(noon + 30)
    expect(happened).to.deep.equal([
      [10, 10],
      [20, 20],
    ])
  })

  it('rejects where nothing can be begun, goes on from there, and can be moved again', async () => {
    const { system, clock, timeline, hooks, happened } = setUp(10)
    hooks.happen = async () => {
      throw new Error('no disk')
    }
    expect(await timeline.advance(20).catch(String)).to.equal('Error: no disk')
    expect(clock.now()).to.equal(noon + 10)
    await system.advance(1)
    hooks.happen = async () => {}
    await timeline.advance(1)
    expect(happened).to.deep.equal([[10, 11]])
    expect(clock.now()).to.equal(noon + 12)
  })

  it('follows the system again, letting happen what lies between', async () => {
    const { system, clock, timeline, happened } = setUp(10)
    await timeline.set(noon - 1000)
    clock.freeze()
    await system.advance(20)
    await timeline.follow()
    expect(happened).to.deep.equal([[10, 10]])
    expect([clock.now(), clock.isSystemTime]).to.deep.equal([noon + 20, true])
    await timeline.advance(1000)
    await timeline.follow()
    expect(clock.now()).to.equal(noon + 20)
    await timeline.follow()
  })

  it('moves while it runs, and nothing happens twice', async () => {
    const { system, timeline, happened, plan } = setUp(10, 20)
    void timeline.run()
    await system.advance(0)
    await timeline.advance(15)
    plan(16)
    await timeline.advance(15)
    await system.advance(100)
    expect(happened.map(([what]) => what)).to.deep.equal([10, 16, 20])
    await timeline.stop()
  })
})
