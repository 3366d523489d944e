import { limits } from '../limits.js'
import type { Instant } from '../model.js'
import { durationAlone, frequencyTwice, invalidDuration, invalidSchedule } from '../refusals.js'
import { type Cron, parseCron, smallestGap } from './cron.js'
import { day, hour } from './days.js'

/** When a secret is to be rotated, as it was asked for. */
export interface RotationRules {
  /** AutomaticallyAfterDays. */
  readonly afterDays?: number | undefined
  /** A rate() or a cron(). */
  readonly expression?: string | undefined
  /** How long a window is open, as `3h`. */
  readonly duration?: string | undefined
}

/** The time in which a secret is to be rotated. */
export interface Window {
  readonly startsAt: Instant
  /** Its last second, as NextRotationDate shows it. */
  readonly endsAt: Instant
}

/** Every so many days or hours from the last rotation on. */
interface Interval {
  readonly kind: 'interval'
  readonly every: number
  /** The window opens with a day, or with an hour, and is open as long as that where nothing else is said. */
  readonly unit: number
}

type Schedule = Interval | (Cron & { readonly kind: 'cron' })

/** Refuses rules that no secret can be rotated by. Not recorded: a Duration without a schedule is one of them. */
export function checkRules({ afterDays, expression, duration }: RotationRules): void {
  if (afterDays !== undefined && expression !== undefined) throw frequencyTwice()
  const schedule = scheduleOf({ afterDays, expression })
  if (duration === undefined) return
  if (schedule === undefined) throw durationAlone()
  const most = longestHours(schedule)
  const length = hoursOf(duration)
  if (!(length >= limits.windowHours.min && length <= most)) throw invalidDuration(most)
}

/**
 * The first window that begins after `base` and has not ended at `now`: undefined where there is no schedule.
 *
 * The base is the later of the last rotation and the last change of the value, and where there was none, when the
 * schedule was set. So a window in which the secret was rotated does not come again. With the base for `now`, it is the
 * window that the rules name first, whether or not it was missed since.
 *
 * Not recorded: when the window of an interval of days was missed, every later day is one; an interval of hours and a
 * cron() go on in their own steps. The hours are counted from the base, although AWS says that the windows of every
 * rate() start at midnight: of 5 hours that cannot hold for long.
 */
export function nextWindow(rules: RotationRules, base: Instant, now: Instant): Window | undefined {
  const schedule = scheduleOf(rules)
  if (schedule === undefined) return undefined
  const length = lengthOf(schedule, rules.duration)
  const startsAt = nextStart(schedule, base, now - length)
  return startsAt === undefined ? undefined : { startsAt, endsAt: startsAt + length - 1000 }
}

/**
 * The AutomaticallyAfterDays that is shown, also for an expression: the days between two windows, rounded up.
 *
 * Not recorded for a cron() whose windows are not equally far apart: then it is for the two that follow the base.
 */
export function shownDays(rules: RotationRules, base: Instant): number | undefined {
  const schedule = scheduleOf(rules)
  if (schedule === undefined) return undefined
  if (schedule.kind === 'interval') return Math.ceil(schedule.every / day)
  const first = schedule.next(base + 1)
  const second = first === undefined ? undefined : schedule.next(first + 1)
  return first === undefined || second === undefined ? undefined : Math.ceil((second - first) / day)
}

function scheduleOf({ afterDays, expression }: RotationRules): Schedule | undefined {
  if (expression !== undefined) return parseExpression(expression)
  return afterDays === undefined ? undefined : { kind: 'interval', every: afterDays * day, unit: day }
}

/** Not recorded: the words are in small letters, and `1 days` is as good as `1 day`. */
function parseExpression(expression: string): Schedule {
  const [, kind, text = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? []
  if (kind === 'cron') return { kind, ...parseCron(text) }
  if (kind === 'rate') return parseRate(text)
  throw invalidSchedule('it must be a cron() or a rate()')
}

function parseRate(text: string): Interval {
  const [, digits, word] = /^([0-9]+) (hour|day)s?$/.exec(text) ?? []
  const unit = word === 'hour' ? hour : day
  const { min, max } = word === 'hour' ? limits.rotationHours : limits.rotationDays
  const count = Number(digits)
  if (!(count >= min && count <= max)) {
    throw invalidSchedule(
      `rate() must be from ${limits.rotationHours.min} hours to ${limits.rotationDays.max} days`,
    )
  }
  return { kind: 'interval', every: count * unit, unit }
}

/** The first start after the base, and after what is over. */
function nextStart(schedule: Schedule, base: Instant, over: Instant): Instant | undefined {
  if (schedule.kind === 'cron') return schedule.next(Math.max(base, over) + 1)
  const { every, unit } = schedule
  const start = Math.floor(base / unit) * unit + every
  const step = unit === day ? day : every
  return start + step * Math.max(0, Math.floor((over - start) / step) + 1)
}

function lengthOf(schedule: Schedule, duration: string | undefined): number {
  if (duration !== undefined) return hoursOf(duration) * hour
  if (schedule.kind === 'interval') return schedule.unit
  const [opens = 0, second] = schedule.hours
  return second === undefined ? day - opens * hour : hour
}

/** How long a window can be without running into the next day or into the next window. */
function longestHours(schedule: Schedule): number {
  const { max } = limits.windowHours
  // The guide holds hourly intervals against the next window only: their windows open at any hour of the day.
  if (schedule.kind === 'interval') return Math.min(max, schedule.every / hour)
  return Math.min(max - (schedule.hours.at(-1) ?? 0), smallestGap(schedule.hours))
}

function hoursOf(duration: string): number {
  return /^[0-9]+h$/.test(duration) ? Number(duration.slice(0, -1)) : Number.NaN
}
