/** Time, handed in: nothing here reads the system's clock or sets a timer by itself. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Settles after `ms`, or as soon as `signal` aborts: never rejects. Does not keep the process alive. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0 && !signal?.aborted; left -= longestTimer) {
      await sleepOnce(Math.min(left, longestTimer), signal)
    }
  },
}

/** A timer that is set for longer goes off at once. */
const longestTimer = 2 ** 31 - 1

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms).unref()
    signal?.addEventListener('abort', done)
  })
}

export interface ManualClock extends Clock {
  /** Moves time on once nothing more happens by itself, waking sleepers in the order of their hours and letting each act before the next. */
  advance(ms: number): Promise<void>
}

/** A clock that moves only when told: for tests, of this package and of what is built on it. */
export function manualClock(start = 0): ManualClock {
  let now = start
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers = sleepers.filter((each) => each !== sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { at: now + ms, wake }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', wake)
      }),
    async advance(ms) {
      await settle()
      const until = now + ms
      for (;;) {
        const due = sleepers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        now = Math.max(now, due.at)
        due.wake()
        await settle()
      }
      now = until
      await settle()
    },
  }
}

/** Lets everything happen that can happen by itself. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
