import { invalidSchedule, type VaultError } from '../refusals.js'

/** A field of a cron() expression that takes values, lists, ranges and steps. */
export interface CronField {
  readonly called: string
  readonly min: number
  readonly max: number
  /** What the values can be called, from the least on. */
  readonly names: readonly string[]
}

export const cronFields = {
  hours: { called: 'hours', min: 0, max: 23, names: [] },
  dayOfMonth: { called: 'day-of-month', min: 1, max: 31, names: [] },
  month: {
    called: 'month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  dayOfWeek: {
    called: 'day-of-week',
    min: 1,
    max: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
} satisfies Record<string, CronField>

/** The items of a field's list. Not recorded: names are read in any case of letters. */
export function itemsOf(text: string): readonly string[] {
  return text.toUpperCase().split(',')
}

const values = /^(\*|[0-9]{1,2}|[A-Z]{3})?(?:-([0-9]{1,2}|[A-Z]{3}))?(?:\/([0-9]{1,2}))?$/

/**
 * The values that an item stands for: one, a range, all, or every so many of them.
 *
 * Not recorded: a range that runs over the end of the field, as FRI-MON, is refused, and a step that is greater than
 * every value of it.
 */
export function valuesOf(field: CronField, item: string): readonly number[] {
  const [, from, to, step] = values.exec(item) ?? []
  // AWS's guide has "/8" for every eighth from the least on.
  const open = from === '*' || (from === undefined && step !== undefined)
  if (open && to !== undefined) throw notUnderstood(field, item)
  const first = open ? field.min : numberOf(field, from)
  const single = step === undefined && !open
  const last = to === undefined ? (single ? first : field.max) : numberOf(field, to)
  const by = step === undefined ? 1 : Number(step)
  if (!(first <= last && by >= 1 && by <= field.max)) throw notUnderstood(field, item)
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by)
}

/** One value of a field, by its number or its name; NaN for what is none. */
export function numberOf({ min, max, names }: CronField, text = ''): number {
  const named = names.indexOf(text)
  const value = named >= 0 ? min + named : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : Number.NaN
}

export function notUnderstood({ called }: CronField, item: string): VaultError {
  return invalidSchedule(`"${item}" is not understood in ${called}`)
}
