import { invalidSchedule } from '../refusals.js'
import { cronFields, itemsOf, notUnderstood, numberOf, valuesOf } from './cron-field.js'

/** All of a month that decides which of its days a schedule has. */
interface Month {
  readonly length: number
  /** The day of the week of its first day: 1 is Sunday. */
  readonly startsOn: number
}

/** The days of a month that a schedule has, from 1 on. */
export type DaysIn = (month: Month) => readonly number[]

const { dayOfMonth, dayOfWeek } = cronFields

const sunday = 1
const saturday = 7

/** The days that the two fields for days give together: one of them has to be `?`. */
export function daysOf(monthly: string, weekly: string): DaysIn {
  if ((monthly === '?') === (weekly === '?')) {
    throw invalidSchedule('exactly one of day-of-month and day-of-week must be ?')
  }
  return weekly === '?' ? union(itemsOf(monthly).map(ofMonth)) : union(weeklyOf(weekly))
}

function weeklyOf(text: string): readonly DaysIn[] {
  const items = itemsOf(text)
  // Documented of EventBridge: two of them are not taken.
  if (items.length > 1 && text.includes('#')) throw notUnderstood(dayOfWeek, text)
  return items.map(ofWeek)
}

function union(rules: readonly DaysIn[]): DaysIn {
  return (month) => [...new Set(rules.flatMap((rule) => rule(month)))].sort((a, b) => a - b)
}

/** Not recorded: W stands in EventBridge's grammar, not in Secrets Manager's guide; L-3 stands in neither. */
function ofMonth(item: string): DaysIn {
  if (item === 'L') return ({ length }) => [length]
  if (item === 'LW') return (month) => [nearestWeekday(month.length, month)]
  if (item.endsWith('W')) return nearest(item)
  // The guide has SUNL, the last Sunday, among the days of the month; EventBridge, among those of the week.
  if (/^[A-Z]{3}L$/.test(item)) return last(item)
  const days = valuesOf(dayOfMonth, item)
  return ({ length }) => days.filter((day) => day <= length)
}

function ofWeek(item: string): DaysIn {
  if (item === 'L') return (month) => datesOf(saturday, month)
  if (item.endsWith('L')) return last(item)
  if (item.includes('#')) return nth(item)
  const weekdays = valuesOf(dayOfWeek, item)
  return (month) => weekdays.flatMap((weekday) => datesOf(weekday, month))
}

/** FRIL, or 6L: the last Friday. */
function last(item: string): DaysIn {
  const weekday = known(numberOf(dayOfWeek, item.slice(0, -1)), item)
  return (month) => datesOf(weekday, month).slice(-1)
}

/** FRI#2, or 6#2: the second Friday. */
function nth(item: string): DaysIn {
  const [day, count = ''] = item.split(/#(?=[1-5]$)/)
  const weekday = known(numberOf(dayOfWeek, day), item)
  return (month) => datesOf(weekday, month).slice(Number(count) - 1, Number(count))
}

/** 15W: the weekday nearest to the 15th. Not recorded: a month without that day has none. */
function nearest(item: string): DaysIn {
  const day = numberOf(dayOfMonth, item.slice(0, -1))
  if (Number.isNaN(day)) throw notUnderstood(dayOfMonth, item)
  return (month) => (day <= month.length ? [nearestWeekday(day, month)] : [])
}

function known(weekday: number, item: string): number {
  if (Number.isNaN(weekday)) throw notUnderstood(dayOfWeek, item)
  return weekday
}

/** Never in another month: for a Saturday the 1st it is the 3rd. */
function nearestWeekday(day: number, { length, startsOn }: Month): number {
  const weekday = ((startsOn + day - 2) % 7) + 1
  if (weekday === saturday) return day > 1 ? day - 1 : day + 2
  if (weekday === sunday) return day < length ? day + 1 : day - 2
  return day
}

/** The days of a month that fall on a day of the week. */
function datesOf(weekday: number, { length, startsOn }: Month): readonly number[] {
  const first = 1 + ((weekday - startsOn + 7) % 7)
  return Array.from({ length: Math.floor((length - first) / 7) + 1 }, (_, week) => first + 7 * week)
}
