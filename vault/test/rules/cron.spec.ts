import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { parseCron } from '#rules/cron'
import { outcomeOf } from '../outcome.js'
import { day, hour } from '../set-up.js'

const instant = (text: string) => Date.parse(`${text}:00:00Z`)
const shown = (at: number | undefined) =>
  at === undefined ? 'never' : new Date(at).toISOString().slice(0, 13)

/** The first openings at an instant or after it. */
function openings(fields: string, from: string, count: number): readonly string[] {
  const cron = parseCron(fields)
  const found: string[] = []
  for (let at = cron.next(instant(from)); found.length < count; at = at && cron.next(at + 1)) {
    found.push(shown(at))
  }
  return found
}

/** fields, from, the openings that follow. 2026 begins on a Thursday; its February, March and November on a Sunday. */
const table: readonly (readonly [string, string, ...(readonly string[])])[] = [
  // AWS's own examples
  ['0 /8 * * ? *', '2026-01-01T00', '2026-01-01T00', '2026-01-01T08', '2026-01-01T16', '2026-01-02T00'],
  ['0 8/8 * * ? *', '2026-01-01T00', '2026-01-01T08', '2026-01-01T16', '2026-01-02T08'],
  ['0 2/10 * * ? *', '2026-01-01T00', '2026-01-01T02', '2026-01-01T12', '2026-01-01T22', '2026-01-02T02'],
  ['0 4/12 * * ? *', '2026-01-01T05', '2026-01-01T16', '2026-01-02T04'],
  ['0 10 * * ? *', '2026-01-01T11', '2026-01-02T10', '2026-01-03T10'],
  ['0 18 ? * SAT *', '2026-01-01T00', '2026-01-03T18', '2026-01-10T18'],
  ['0 8 1 * ? *', '2026-01-01T09', '2026-02-01T08', '2026-03-01T08'],
  ['0 1 ? 1/3 SUN#1 *', '2026-01-01T00', '2026-01-04T01', '2026-04-05T01', '2026-07-05T01', '2026-10-04T01'],
  ['0 17 L * ? *', '2026-01-01T00', '2026-01-31T17', '2026-02-28T17', '2026-03-31T17', '2026-04-30T17'],
  ['0 8 ? * MON-FRI *', '2026-01-01T09', '2026-01-02T08', '2026-01-05T08', '2026-01-06T08'],
  ['0 16 1,15 * ? *', '2026-01-01T00', '2026-01-01T16', '2026-01-15T16', '2026-02-01T16'],
  ['0 0 ? * SUN#1 *', '2026-01-01T00', '2026-01-04T00', '2026-02-01T00', '2026-03-01T00'],
  ['0 0 ? 1/11 2#1 *', '2026-01-01T00', '2026-01-05T00', '2026-12-07T00', '2027-01-04T00'],
  // hours
  ['0 0 * * ? *', '2026-01-01T00', '2026-01-01T00', '2026-01-02T00'],
  ['0 23 * * ? *', '2026-12-31T23', '2026-12-31T23', '2027-01-01T23'],
  ['0 0/4 * * ? *', '2026-01-01T17', '2026-01-01T20', '2026-01-02T00', '2026-01-02T04'],
  ['0 */6 * * ? *', '2026-01-01T01', '2026-01-01T06', '2026-01-01T12', '2026-01-01T18', '2026-01-02T00'],
  ['0 0/5 * * ? *', '2026-01-01T15', '2026-01-01T15', '2026-01-01T20', '2026-01-02T00'],
  ['0 16,8 * * ? *', '2026-01-01T00', '2026-01-01T08', '2026-01-01T16', '2026-01-02T08'],
  ['0 8,8 * * ? *', '2026-01-01T00', '2026-01-01T08', '2026-01-02T08'],
  ['0 08 * * ? *', '2026-01-01T00', '2026-01-01T08'],
  ['0 8-18/5 * * ? *', '2026-01-01T00', '2026-01-01T08', '2026-01-01T13', '2026-01-01T18', '2026-01-02T08'],
  ['0 8-8 * * ? *', '2026-01-01T00', '2026-01-01T08', '2026-01-02T08'],
  ['0 13/23 * * ? *', '2026-01-01T00', '2026-01-01T13', '2026-01-02T13'],
  ['0 1,22 1 * ? *', '2026-01-01T00', '2026-01-01T01', '2026-01-01T22', '2026-02-01T01'],
  // days of the month
  ['0 0 31 * ? *', '2026-01-01T00', '2026-01-31T00', '2026-03-31T00', '2026-05-31T00', '2026-07-31T00'],
  ['0 0 30 * ? *', '2026-01-31T00', '2026-03-30T00', '2026-04-30T00'],
  ['0 0 1/7 * ? *', '2026-01-28T00', '2026-01-29T00', '2026-02-01T00', '2026-02-08T00'],
  ['0 0 */15 * ? *', '2026-01-01T00', '2026-01-01T00', '2026-01-16T00', '2026-01-31T00', '2026-02-01T00'],
  ['0 0 1-5 * ? *', '2026-01-05T00', '2026-01-05T00', '2026-02-01T00', '2026-02-02T00'],
  ['0 0 10-20/5 * ? *', '2026-01-01T00', '2026-01-10T00', '2026-01-15T00', '2026-01-20T00', '2026-02-10T00'],
  ['0 0 1-2,30-31 * ? *', '2026-01-03T00', '2026-01-30T00', '2026-01-31T00', '2026-02-01T00'],
  ['0 0 29-31 2 ? *', '2026-01-01T00', '2028-02-29T00'],
  ['0 0 L 2 ? *', '2026-03-01T00', '2027-02-28T00', '2028-02-29T00', '2029-02-28T00'],
  ['0 0 1,L * ? *', '2026-02-02T00', '2026-02-28T00', '2026-03-01T00', '2026-03-31T00'],
  ['0 0 L,30 4 ? *', '2026-01-01T00', '2026-04-30T00', '2027-04-30T00'],
  ['0 8 SUNL * ? *', '2026-01-01T00', '2026-01-25T08', '2026-02-22T08'],
  // 29 February
  ['0 0 29 2 ? *', '2026-01-01T00', '2028-02-29T00', '2032-02-29T00'],
  ['0 0 29 2 ? *', '1999-03-01T00', '2000-02-29T00', '2004-02-29T00'],
  ['0 0 29 2 ? *', '2096-03-01T00', '2104-02-29T00'],
  ['0 0 29 2 ? *', '2028-02-29T01', '2032-02-29T00'],
  ['0 0 L 2 ? *', '2100-01-01T00', '2100-02-28T00'],
  ['0 0 L 2 ? *', '2000-01-01T00', '2000-02-29T00'],
  ['0 0 ? FEB SUN#5 *', '2026-01-01T00', '2032-02-29T00', '2060-02-29T00', '2088-02-29T00', '2128-02-29T00'],
  // the nearest weekday
  ['0 0 15W * ? *', '2026-01-01T00', '2026-01-15T00', '2026-02-16T00', '2026-03-16T00', '2026-04-15T00'],
  ['0 0 3W * ? *', '2026-01-01T00', '2026-01-02T00', '2026-02-03T00', '2026-03-03T00'],
  ['0 0 1W 8 ? *', '2026-01-01T00', '2026-08-03T00', '2027-08-02T00', '2028-08-01T00'],
  ['0 0 1W 11 ? *', '2026-01-01T00', '2026-11-02T00'],
  ['0 0 31W 1 ? *', '2026-01-01T00', '2026-01-30T00', '2027-01-29T00', '2028-01-31T00'],
  ['0 0 30W * ? *', '2026-01-31T00', '2026-03-30T00', '2026-04-30T00', '2026-05-29T00'],
  ['0 0 28W 2 ? *', '2027-01-01T00', '2027-02-26T00', '2028-02-28T00'],
  ['0 0 1w * ? *', '2026-08-01T00', '2026-08-03T00', '2026-09-01T00'],
  ['0 0 1W,15W * ? *', '2026-08-01T00', '2026-08-03T00', '2026-08-14T00', '2026-09-01T00'],
  ['0 0 LW * ? *', '2026-01-01T00', '2026-01-30T00', '2026-02-27T00', '2026-03-31T00', '2026-04-30T00'],
  ['0 0 LW 5 ? *', '2026-01-01T00', '2026-05-29T00', '2027-05-31T00'],
  ['0 0 LW 2 ? *', '2032-01-01T00', '2032-02-27T00'],
  // months
  ['0 0 1 JAN,JUL ? *', '2026-01-02T00', '2026-07-01T00', '2027-01-01T00'],
  ['0 0 1 jan ? *', '2026-01-02T00', '2027-01-01T00'],
  ['0 0 1 MAR-MAY ? *', '2026-01-01T00', '2026-03-01T00', '2026-04-01T00', '2026-05-01T00', '2027-03-01T00'],
  ['0 0 1 */6 ? *', '2026-01-02T00', '2026-07-01T00', '2027-01-01T00'],
  ['0 0 1 OCT/1 ? *', '2026-01-01T00', '2026-10-01T00', '2026-11-01T00', '2026-12-01T00', '2027-10-01T00'],
  ['0 0 1 2,DEC ? *', '2026-01-01T00', '2026-02-01T00', '2026-12-01T00'],
  ['0 0 31 12 ? *', '2026-12-31T01', '2027-12-31T00'],
  // days of the week
  ['0 0 ? * 1 *', '2026-01-01T00', '2026-01-04T00', '2026-01-11T00'],
  ['0 0 ? * 7 *', '2026-01-01T00', '2026-01-03T00', '2026-01-10T00'],
  ['0 0 ? * 2-4 *', '2026-01-01T00', '2026-01-05T00', '2026-01-06T00', '2026-01-07T00', '2026-01-12T00'],
  ['0 0 ? * TUE,5 *', '2026-01-01T00', '2026-01-01T00', '2026-01-06T00', '2026-01-08T00'],
  ['0 0 ? * 1/2 *', '2026-01-01T00', '2026-01-01T00', '2026-01-03T00', '2026-01-04T00', '2026-01-06T00'],
  ['0 0 ? * * *', '2026-02-28T00', '2026-02-28T00', '2026-03-01T00'],
  ['0 0 ? * L *', '2026-01-01T00', '2026-01-03T00', '2026-01-10T00'],
  ['0 0 ? * 6L *', '2026-01-01T00', '2026-01-30T00', '2026-02-27T00', '2026-03-27T00'],
  ['0 0 ? * FRIL *', '2026-01-31T00', '2026-02-27T00', '2026-03-27T00'],
  ['0 0 ? * SATL,1L *', '2026-01-01T00', '2026-01-25T00', '2026-01-31T00', '2026-02-22T00'],
  ['0 0 ? * 3#2 *', '2026-01-01T00', '2026-01-13T00', '2026-02-10T00'],
  ['0 10 ? FEB,MAY,AUG,NOV TUE#2 *', '2026-01-01T00', '2026-02-10T10', '2026-05-12T10', '2026-08-11T10'],
  ['0 0 ? * SUN#5 *', '2026-01-01T00', '2026-03-29T00', '2026-05-31T00', '2026-08-30T00'],
  ['0 0 ? * MON#5 *', '2026-01-01T00', '2026-03-30T00', '2026-06-29T00', '2026-08-31T00'],
  ['0 0 ? * thu#1 *', '2026-01-01T00', '2026-01-01T00', '2026-02-05T00'],
  // blanks
  ['0  8  *  *  ?  *', '2026-01-01T00', '2026-01-01T08'],
]

const notFour = 'windows must be at least 4 hours apart'
const onlyOne = 'exactly one of day-of-month and day-of-week must be ?'
const minutes = 'minutes must be 0'
const six = 'cron() must have six fields'

/** fields, why they are refused */
const invalid: readonly (readonly [string, string])[] = [
  ['', six],
  ['0 8 * * ?', six],
  ['0 8 * * ? * *', six],
  ['0 0 8 * * ? *', six],
  [' 0 8 * * ?', minutes],
  ['0 8 * * ? * ', six],
  ['30 8 * * ? *', minutes],
  ['* 8 * * ? *', minutes],
  ['0/30 8 * * ? *', minutes],
  ['0,30 8 * * ? *', minutes],
  ['? 8 * * ? *', minutes],
  ['0 8 * * ? 2027', 'year must be *'],
  ['0 8 * * ? ?', 'year must be *'],
  ['0 8 * * ? 2026-2030', 'year must be *'],
  ['0 8 * * * *', onlyOne],
  ['0 8 ? * ? *', onlyOne],
  ['0 8 1 * MON *', onlyOne],
  ['0 8 * * MON *', onlyOne],
  ['0 8 L * 6L *', onlyOne],
  ['0 24 * * ? *', '"24" is not understood in hours'],
  ['0 ? * * ? *', '"?" is not understood in hours'],
  ['0 L * * ? *', '"L" is not understood in hours'],
  ['0 8, * * ? *', '"" is not understood in hours'],
  ['0 ,8 * * ? *', '"" is not understood in hours'],
  ['0 -8 * * ? *', '"-8" is not understood in hours'],
  ['0 8- * * ? *', '"8-" is not understood in hours'],
  ['0 / * * ? *', '"/" is not understood in hours'],
  ['0 8/ * * ? *', '"8/" is not understood in hours'],
  ['0 8/0 * * ? *', '"8/0" is not understood in hours'],
  ['0 0/24 * * ? *', '"0/24" is not understood in hours'],
  ['0 0/6/2 * * ? *', '"0/6/2" is not understood in hours'],
  ['0 *-8 * * ? *', '"*-8" is not understood in hours'],
  ['0 -8/2 * * ? *', '"-8/2" is not understood in hours'],
  ['0 22-2 * * ? *', '"22-2" is not understood in hours'],
  ['0 008 * * ? *', '"008" is not understood in hours'],
  ['0 JAN * * ? *', '"JAN" is not understood in hours'],
  ['0 8 0 * ? *', '"0" is not understood in day-of-month'],
  ['0 8 32 * ? *', '"32" is not understood in day-of-month'],
  ['0 8 1,? * ? *', '"?" is not understood in day-of-month'],
  ['0 8 L-3 * ? *', '"L-3" is not understood in day-of-month'],
  ['0 8 W * ? *', '"W" is not understood in day-of-month'],
  ['0 8 32W * ? *', '"32W" is not understood in day-of-month'],
  ['0 8 1-5W * ? *', '"1-5W" is not understood in day-of-month'],
  ['0 8 WL * ? *', '"WL" is not understood in day-of-month'],
  ['0 8 1L * ? *', '"1L" is not understood in day-of-month'],
  ['0 8 1#1 * ? *', '"1#1" is not understood in day-of-month'],
  ['0 8 MON * ? *', '"MON" is not understood in day-of-month'],
  ['0 8 XYZL * ? *', '"XYZL" is not understood in day-of-week'],
  ['0 8 1 0 ? *', '"0" is not understood in month'],
  ['0 8 1 13 ? *', '"13" is not understood in month'],
  ['0 8 1 ? ? *', '"?" is not understood in month'],
  ['0 8 1 L ? *', '"L" is not understood in month'],
  ['0 8 1 JANUARY ? *', '"JANUARY" is not understood in month'],
  ['0 8 1 NOV-FEB ? *', '"NOV-FEB" is not understood in month'],
  ['0 8 ? * 0 *', '"0" is not understood in day-of-week'],
  ['0 8 ? * 8 *', '"8" is not understood in day-of-week'],
  ['0 8 ? * FRI-MON *', '"FRI-MON" is not understood in day-of-week'],
  ['0 8 ? * FRI#0 *', '"FRI#0" is not understood in day-of-week'],
  ['0 8 ? * FRI#6 *', '"FRI#6" is not understood in day-of-week'],
  ['0 8 ? * FRI# *', '"FRI#" is not understood in day-of-week'],
  ['0 8 ? * #2 *', '"#2" is not understood in day-of-week'],
  ['0 8 ? * 3#1,6#3 *', '"3#1,6#3" is not understood in day-of-week'],
  ['0 8 ? * 8L *', '"8L" is not understood in day-of-week'],
  ['0 8 ? * LW *', '"LW" is not understood in day-of-week'],
  ['0 8 ? * 2W *', '"2W" is not understood in day-of-week'],
  ['0 8 30 2 ? *', 'it has no window in any year'],
  ['0 8 31 4,6,9,11 ? *', 'it has no window in any year'],
  ['0 8 30W FEB ? *', 'it has no window in any year'],
  ['0 * * * ? *', notFour],
  ['0 0/3 * * ? *', notFour],
  ['0 8,11 1 * ? *', notFour],
  ['0 8-10 * * ? *', notFour],
  ['0 0/7 * * ? *', notFour],
  ['0 0,21 * * ? *', notFour],
  ['0 0,21 ? * MON-TUE *', notFour],
  ['0 0,21 1,L * ? *', notFour],
]

/** fields whose windows would be too close if they were on one day and on the next one, which they never are */
const nightly = ['0 0,21 1,15 * ? *', '0 0,21 ? * MON *', '0 0,21 ? * SAT#1 *', '0 0,21 1/2 2 ? *']

describe('a cron()', () => {
  for (const [fields, from, ...expected] of table) {
    it(`of ${fields} opens ${expected.join(', ')} from ${from} on`, () => {
      expect(openings(fields, from, expected.length)).to.deep.equal(expected)
    })
  }

  for (const [fields, why] of invalid) {
    it(`of "${fields}" is refused: ${why}`, () => {
      expect(outcomeOf(() => parseCron(fields))).to.equal(
        `InvalidParameterException: Invalid schedule expression: ${why}.`,
      )
    })
  }

  for (const fields of nightly) {
    it(`of ${fields} is taken: the night's windows are never of neighbouring days`, () => {
      expect(outcomeOf(() => parseCron(fields))).to.equal('ok')
    })
  }

  it('opens on the hour, and the moment after it only the next time', () => {
    const cron = parseCron('0 8 * * ? *')
    const opens = instant('2026-01-01T08')
    expect(cron.next(opens)).to.equal(opens)
    expect(cron.next(opens - 1)).to.equal(opens)
    expect(cron.next(opens + 1)).to.equal(opens + day)
  })
})

/** A part of an expression, and on which days it holds, said without the calendar's arithmetic. */
interface Part {
  readonly text: string
  readonly holds: (date: Date) => boolean
}

const shifted = (date: Date, days: number) => new Date(date.getTime() + days * day)
const isWeekday = (date: Date) => date.getUTCDay() % 6 !== 0
const sameMonth = (a: Date, b: Date) => a.getUTCMonth() === b.getUTCMonth()

/** Whether no other weekday of the month is as near to the day. */
function isNearest(date: Date, wanted: number): boolean {
  const away = (each: Date) => Math.abs(each.getUTCDate() - wanted)
  const others = [-3, -2, -1, 1, 2, 3]
    .map((days) => shifted(date, days))
    .filter((each) => sameMonth(each, date))
  const month = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), wanted))
  return (
    sameMonth(month, date) &&
    isWeekday(date) &&
    others.filter(isWeekday).every((each) => away(each) > away(date))
  )
}

const monthly: fc.Arbitrary<Part> = fc.oneof(
  fc.constant({
    text: 'L',
    holds: (date: Date) => date.getUTCDate() > 27 && !sameMonth(shifted(date, 1), date),
  }),
  fc.integer({ min: 1, max: 28 }).map((first) => ({
    text: `${first}-28`,
    holds: (date: Date) => date.getUTCDate() >= first && date.getUTCDate() <= 28,
  })),
  fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 31 })).map(([first, step]) => ({
    text: `${first}/${step}`,
    holds: (date: Date) => date.getUTCDate() >= first && (date.getUTCDate() - first) % step === 0,
  })),
  fc.integer({ min: 1, max: 31 }).map((wanted) => ({
    text: `${wanted}W`,
    holds: (date: Date) => isNearest(date, wanted),
  })),
)

const weekly: fc.Arbitrary<Part> = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((weekdays) => ({
    text: weekdays.join(','),
    holds: (date: Date) => weekdays.includes(date.getUTCDay() + 1),
  })),
  fc.integer({ min: 1, max: 7 }).map((weekday) => ({
    text: `${weekday}L`,
    holds: (date: Date) => date.getUTCDay() + 1 === weekday && !sameMonth(shifted(date, 7), date),
  })),
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 4 })).map(([weekday, count]) => ({
    text: `${weekday}#${count}`,
    holds: (date: Date) => date.getUTCDay() + 1 === weekday && Math.ceil(date.getUTCDate() / 7) === count,
  })),
)

const days: fc.Arbitrary<Part> = fc
  .tuple(
    fc.oneof(
      monthly.map(({ text, holds }) => ({ before: text, after: '?', holds })),
      weekly.map(({ text, holds }) => ({ before: '?', after: text, holds })),
    ),
    fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 6 })),
  )
  .map(([{ before, after, holds }, months]) => ({
    text: `${before} ${months?.join(',') ?? '*'} ${after}`,
    holds: (date) => (months === null || months.includes(date.getUTCMonth() + 1)) && holds(date),
  }))

const hoursOfDay: fc.Arbitrary<readonly number[]> = fc.constantFrom<(readonly number[])[]>(
  [0, 4],
  [7],
  [3, 9, 23],
  [0, 4, 8, 12, 16, 20],
)

describe('next', () => {
  it('is the first hour, at the instant or after it, that every field holds for', () => {
    fc.assert(
      fc.property(
        days,
        hoursOfDay,
        fc.integer({ min: Date.UTC(1999, 0), max: Date.UTC(2104, 0) }),
        ({ text, holds }, hours, from) => {
          const found = parseCron(`0 ${hours.join(',')} ${text} *`).next(from)
          let at = Math.ceil(from / hour) * hour
          while (!(hours.includes(new Date(at).getUTCHours()) && holds(new Date(at)))) at += hour
          expect(shown(found)).to.equal(shown(at))
          expect(found).to.equal(at)
        },
      ),
    )
  })
})
