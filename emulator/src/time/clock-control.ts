import { durationOf } from './duration.js'
import type { Timeline } from './timeline.js'

/**
 * The time of an emulator, for tests. What is due on the way has happened when a promise settles; it rejects if the emulator
 * ends before that.
 */
export interface ClockControl {
  now(): Date
  readonly isFrozen: boolean
  /** Moves time on, by milliseconds or by a text such as `31d` or `1h 30m`: windows end, secrets are rotated, in order. */
  advance(by: number | string): Promise<void>
  /** Puts the clock to a time. What lies behind does not happen again. */
  set(to: Date | number | string): Promise<void>
  /** Lets time stand still. */
  freeze(): void
  /** Lets time go on from where it stands. */
  thaw(): void
  /** Puts the clock back to the system's time. */
  follow(): Promise<void>
}

/** The refusal of what is no time and no duration. */
export class NoTime extends TypeError {}

/** Refuses with a TypeError what is no time and no duration, before anything moves. */
export function clockControl(timeline: Timeline): ClockControl {
  const { clock } = timeline
  return {
    now: () => new Date(clock.now()),
    get isFrozen() {
      return clock.isFrozen
    },
    async advance(by) {
      const ms = typeof by === 'number' ? Math.round(by) : durationOf(`${by}`)
      if (ms === undefined || !(ms >= 0) || !isTime(clock.now() + ms)) {
        throw new NoTime('advance: expected milliseconds, or a duration such as "31d", "1h 30m" or "500ms"')
      }
      await timeline.advance(ms)
    },
    async set(to) {
      const instant = new Date(to).getTime()
      if (typeof to === 'number' && isTime(to) && to < earliestMs) {
        throw new NoTime(`set: expected milliseconds since 1970; ${to} looks like seconds`)
      }
      if (!isTime(instant)) throw new NoTime('set: expected a time such as "2027-01-01T00:00:00Z"')
      await timeline.set(instant)
    },
    freeze: () => clock.freeze(),
    thaw: () => clock.thaw(),
    follow: () => timeline.follow(),
  }
}

/** No test is about a time before this one, in 1973; but seconds, which AWS counts in, are less until the year 5138. */
const earliestMs = 1e11

/** Within the years that dates on the wire are written in. */
function isTime(instant: number): boolean {
  return instant >= 0 && instant < Date.UTC(10_000, 0, 1)
}
