import { aTruth, type Members } from '../members.js'
import { clockControl, NoTime } from '../time/clock-control.js'
import { Ending, type Timeline } from '../time/timeline.js'
import { saidIn } from './asked.js'
import { AdminRefusal, type Route } from './route.js'

const textOrNumber = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined

const members = {
  advance: {
    expects: 'milliseconds, or a duration such as "31d", "1h 30m" or "500ms"',
    accept: textOrNumber,
  },
  set: { expects: 'a time such as "2027-01-01T00:00:00Z"', accept: textOrNumber },
  freeze: aTruth,
  follow: { expects: 'true', accept: (value: unknown) => (value === true ? value : undefined) },
} satisfies Members

export const readingClock: Route = {
  method: 'GET',
  path: '/clock',
  summary: 'What time it is for the emulator.',
  handle: async ({ timeline }) => ({ body: shown(timeline) }),
}

export const movingClock: Route = {
  method: 'POST',
  path: '/clock',
  summary: 'Moves the clock, and answers when all that was due has happened.',
  changes: true,
  async handle({ timeline }, asked) {
    const said = saidIn(asked, members)
    if (Object.keys(said).length !== 1) {
      throw new AdminRefusal(400, `Give one of ${Object.keys(members).join(', ')}.`)
    }
    await move(timeline, said)
    return { body: shown(timeline) }
  },
}

async function move(
  timeline: Timeline,
  { advance, set, freeze, follow }: ReturnType<typeof saidIn<typeof members>>,
): Promise<void> {
  const control = clockControl(timeline)
  try {
    if (advance !== undefined) await control.advance(advance)
    if (set !== undefined) await control.set(set)
    if (follow !== undefined) await control.follow()
  } catch (error) {
    if (error instanceof Ending) throw new AdminRefusal(503, error.message)
    if (error instanceof NoTime) throw new AdminRefusal(400, error.message)
    throw error
  }
  if (freeze === true) control.freeze()
  if (freeze === false) control.thaw()
}

function shown({ clock }: Timeline): object {
  const now = clock.now()
  const mode = clock.isFrozen ? 'frozen' : clock.isSystemTime ? 'following' : 'moved'
  const aheadOfSystemMs = mode === 'following' ? 0 : now - clock.systemNow()
  return { now: new Date(now).toISOString(), mode, aheadOfSystemMs }
}
