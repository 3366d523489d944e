import { type Clock, systemClock } from '@strongroom/core/parts'
import { isBusy } from './sqlite-errors.js'

/** How long SQLite itself may wait for a lock, and block the event loop meanwhile. */
export const blockingMs = 20

const longestPauseMs = 50

export interface Patience {
  /** How long to try again while another process holds the lock. */
  readonly waitMs: number
  readonly clock?: Clock | undefined
}

/** Does `work`, again and again while that throws SQLITE_BUSY. Between the attempts the event loop is free. */
export async function patiently<T>(work: () => T, { waitMs, clock = systemClock }: Patience): Promise<T> {
  const until = clock.now() + waitMs
  // The sleep of a clock lets the process end.
  const alive = setInterval(() => {}, 2 ** 30)
  try {
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error) || clock.now() >= until) throw error
      }
      // So that two that wait for each other do not meet again.
      await clock.sleep(pauseMs * (0.5 + Math.random() / 2))
    }
  } finally {
    clearInterval(alive)
  }
}
