import { limits } from '../limits.js'
import type { Instant } from '../model.js'
import { invalidSchedule } from '../refusals.js'
import { type DaysIn, daysOf } from './cron-days.js'
import { type CronField, cronFields, itemsOf, valuesOf } from './cron-field.js'
import { day, dayOf, hour } from './days.js'

/** A schedule of windows that open on the hour, UTC. */
export interface Cron {
  /** The hours of each of its days, in their order: at least one. */
  readonly hours: readonly number[]
  /** The first opening at that instant or after it. */
  next(from: Instant): Instant | undefined
}

/**
 * Reads the fields of a cron() expression. Refuses what AWS's grammar does not have, and what Secrets Manager does not
 * rotate by: other minutes than 0, other years than all, windows closer together than four hours, and no window ever.
 */
export function parseCron(text: string): Cron {
  const [minutes, hourly = '', ofMonth = '', monthly = '', ofWeek = '', years, ...more] = text.split(/ +/)
  if (years === undefined || more.length > 0) throw invalidSchedule('cron() must have six fields')
  if (minutes !== '0') throw invalidSchedule('minutes must be 0')
  if (years !== '*') throw invalidSchedule('year must be *')
  const hours = [...valuesIn(cronFields.hours, hourly)].sort((a, b) => a - b)
  const months = valuesIn(cronFields.month, monthly)
  const openDays = calendar(months, daysOf(ofMonth, ofWeek))
  const cron: Cron = { hours, next: (from) => firstOpening(openDays(dayOf(from)), hours, from) }
  if (cron.next(anyYear) === undefined) throw invalidSchedule('it has no window in any year')
  checkSpacing(hours, openDays)
  return cron
}

function valuesIn(field: CronField, text: string): ReadonlySet<number> {
  return new Set(itemsOf(text).flatMap((item) => valuesOf(field, item)))
}

/** A leap year, so that looking for the first 29 February does not take long. */
const anyYear = Date.UTC(2000)

/** No day is further away: there is no 29 February on a Sunday between 2088 and 2128. */
const yearsAhead = 41

type OpenDays = (from: Instant) => Iterable<Instant>

/** The days with windows from a day on, at midnight UTC: looked for month by month. */
function calendar(months: ReadonlySet<number>, daysIn: DaysIn): OpenDays {
  return function* openDays(from) {
    const date = new Date(from)
    const current = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
    for (let count = current; count <= current + yearsAhead * 12; count += 1) {
      const first = new Date(Date.UTC(1970, count))
      if (!months.has(first.getUTCMonth() + 1)) continue
      const start = first.getTime()
      const length = (Date.UTC(1970, count + 1) - start) / day
      for (const each of daysIn({ length, startsOn: first.getUTCDay() + 1 })) {
        const opens = start + (each - 1) * day
        if (opens >= from) yield opens
      }
    }
  }
}

function firstOpening(days: Iterable<Instant>, hours: readonly number[], from: Instant): Instant | undefined {
  for (const midnight of days) {
    const opens = hours.map((each) => midnight + each * hour).find((instant) => instant >= from)
    if (opens !== undefined) return opens
  }
  return undefined
}

function checkSpacing(hours: readonly number[], openDays: OpenDays): void {
  const { min } = limits.rotationHours
  const [first = 0] = hours
  const overnight = first + 24 - (hours.at(-1) ?? first)
  if (smallestGap(hours) < min || (overnight < min && hasNeighbours(openDays(anyYear)))) {
    throw invalidSchedule(`windows must be at least ${min} hours apart`)
  }
}

/** The hours between two windows of a day: infinitely many where there is but one. */
export function smallestGap(hours: readonly number[]): number {
  return Math.min(
    ...hours.slice(1).map((each, index) => each - (hours[index] ?? 0)),
    Number.POSITIVE_INFINITY,
  )
}

/** Whether there is a window on a day and on the next one, too. */
function hasNeighbours(days: Iterable<Instant>): boolean {
  let before = Number.NEGATIVE_INFINITY
  for (const midnight of days) {
    if (midnight - before === day) return true
    before = midnight
  }
  return false
}
