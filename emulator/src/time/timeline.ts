import type { Instant } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import type { Agenda } from './agenda.js'
import type { MovableClock } from './movable-clock.js'

/** The emulator ended while its clock was moved on, with more to happen on the way. */
export class Ending extends Error {
  override readonly name = 'Ending'

  constructor() {
    super('the emulator ends: not all has happened that was due')
  }
}

/**
 * Time as the emulator has it. What is due happens by itself while the clock goes; where the clock is moved on, it happens
 * on the way, each at its own time and one after the other.
 */
export class Timeline {
  readonly clock: MovableClock
  readonly #agenda: Agenda
  readonly #log: RequestLog
  readonly #stopped = new AbortController()
  #woken = new AbortController()
  #wakesAt = Number.POSITIVE_INFINITY
  #last: Promise<unknown> = Promise.resolve()

  constructor(clock: MovableClock, agenda: Agenda, log: RequestLog) {
    this.clock = clock
    this.#agenda = agenda
    this.#log = log
  }

  /** Lets happen what is due, from now until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      // Whatever is decided from here on may want another look.
      this.#woken = new AbortController()
      this.#wakesAt = Number.POSITIVE_INFINITY
      const wait = await this.#alone(() => this.#happen()).catch((error: unknown) => {
        if (!signal.aborted) this.#log.error('what is due could not be done', error)
        return lookAgainMs
      })
      this.#wakesAt = this.clock.now() + wait
      await this.clock.sleep(wait, AbortSignal.any([this.#woken.signal, signal]))
    }
  }

  /** Is told when something is to happen that was not known before. */
  expect(at: Instant): void {
    if (at < this.#wakesAt) this.#woken.abort()
  }

  /** Moves time on, and settles when all has ended that happened meanwhile. By nothing, it is only waited for. */
  advance(ms: number): Promise<void> {
    return this.#alone(async () => {
      const followed = ms === 0 && this.clock.isSystemTime
      await this.#moveTo(this.clock.now() + ms)
      if (followed && !this.clock.isFrozen) this.clock.follow()
    })
  }

  /** Puts the clock to a time. Before the present one nothing happens on the way, and nothing happens again. */
  set(instant: Instant): Promise<void> {
    return this.#alone(() => this.#moveTo(instant))
  }

  /** Puts the clock back to the system's time. */
  follow(): Promise<void> {
    return this.#alone(async () => {
      if (this.clock.isSystemTime) return
      await this.#moveTo(this.clock.systemNow())
      this.clock.follow()
    })
  }

  /** Ends `run`, and settles when what had been begun has ended. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#last
    await this.#agenda.settled()
  }

  async #happen(): Promise<number> {
    const next = await this.#agenda.next()
    if (next !== undefined && next <= this.clock.now()) {
      if (!(await this.#agenda.happen())) return 0
      // What waits is looked at again when there is room, and whatever else is decided meanwhile does not wait for it.
      const woken = this.#woken
      void this.#agenda.room().then(() => woken.abort())
      return lookAgainMs
    }
    return Math.min((next ?? Number.POSITIVE_INFINITY) - this.clock.now(), lookAgainMs)
  }

  async #moveTo(target: Instant): Promise<void> {
    this.clock.hold()
    try {
      for (;;) {
        await this.#agenda.settled()
        const next = await this.#agenda.next()
        if (next === undefined || next > target) break
        this.clock.moveTo(Math.max(next, this.clock.now()))
        await this.#happenOnTheWay()
      }
      this.clock.moveTo(target)
    } finally {
      this.clock.release()
      // Who waits for an hour that lies far ahead by now has to look again.
      this.#woken.abort()
    }
  }

  async #happenOnTheWay(): Promise<void> {
    const { signal } = this.#stopped
    if (signal.aborted) throw new Ending()
    try {
      await this.#agenda.happen()
    } catch (error) {
      throw signal.aborted ? new Ending() : error
    }
  }

  /** One after the other: two that move the clock at once would leave it at neither time. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }
}

/** Another emulator on the same folder may have decided something. */
const lookAgainMs = 60_000
