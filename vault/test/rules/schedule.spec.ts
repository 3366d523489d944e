import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { checkRules, nextWindow, type RotationRules, shownDays } from '#rules/schedule'
import { outcomeOf } from '../outcome.js'
import { day, hour } from '../set-up.js'

/** Rules as a line: `30 days`, `rate(10 days) for 2h`. */
function rules(text: string): RotationRules {
  const [frequency = '', duration] = text.split(' for ')
  const days = /^([0-9]+) days$/.exec(frequency)
  return days === null ? { expression: frequency, duration } : { afterDays: Number(days[1]), duration }
}

const invalid = (why: string) => `InvalidParameterException: Invalid schedule expression: ${why}.`
const outside = invalid('rate() must be from 4 hours to 999 days')
const neither = invalid('it must be a cron() or a rate()')
const tooLong = (max: number) =>
  `InvalidParameterException: The Duration must be from 1h to ${max}h: a rotation window must not extend into the next UTC day or into the next rotation window.`

const checked: readonly (readonly [string, string])[] = [
  ['1 days', 'ok'],
  ['1000 days', 'ok'],
  ['30 days for 1h', 'ok'],
  ['30 days for 24h', 'ok'],
  ['30 days for 25h', tooLong(24)],
  ['30 days for 0h', tooLong(24)],
  ['30 days for 00h', tooLong(24)],
  ['30 days for 3', tooLong(24)],
  ['30 days for h', tooLong(24)],
  ['30 days for hh', tooLong(24)],
  ['30 days for 3d', tooLong(24)],
  ['rate(4 hours)', 'ok'],
  ['rate(23976 hours)', 'ok'],
  ['rate(1 day)', 'ok'],
  ['rate(10 days)', 'ok'],
  ['rate(1 days)', 'ok'],
  ['rate(10 hour)', 'ok'],
  ['rate(999 days)', 'ok'],
  ['rate(1000 days)', outside],
  ['rate(0 days)', outside],
  ['rate(3 hours)', outside],
  ['rate(1 hour)', outside],
  ['rate(23977 hours)', outside],
  ['rate(30 minutes)', outside],
  ['rate(1.5 days)', outside],
  ['rate(-1 days)', outside],
  ['rate(days)', outside],
  ['rate(10)', outside],
  ['rate(10days)', outside],
  ['rate()', outside],
  ['rate(10 days) ', neither],
  ['rate 10 days', neither],
  ['Rate(10 days)', neither],
  ['at(10 days)', neither],
  ['10 day', neither],
  ['', neither],
  ['cron(0 8 * * ? *', neither],
  ['cron(0 8 * * ? *)', 'ok'],
  ['cron(0 8 * * ? *))', invalid('year must be *')],
  ['cron(5 8 * * ? *)', invalid('minutes must be 0')],
  ['cron(0 8 30 2 ? *)', invalid('it has no window in any year')],
  ['rate(10 days) for 24h', 'ok'],
  ['rate(10 days) for 25h', tooLong(24)],
  ['rate(4 hours) for 4h', 'ok'],
  ['rate(4 hours) for 5h', tooLong(4)],
  ['rate(30 hours) for 24h', 'ok'],
  ['rate(30 hours) for 25h', tooLong(24)],
  ['cron(0 16 * * ? *) for 2h', 'ok'],
  ['cron(0 16 * * ? *) for 8h', 'ok'],
  ['cron(0 16 * * ? *) for 9h', tooLong(8)],
  ['cron(0 0 1 * ? *) for 24h', 'ok'],
  ['cron(0 23 1 * ? *) for 2h', tooLong(1)],
  ['cron(0 8/8 * * ? *) for 8h', 'ok'],
  ['cron(0 8/8 * * ? *) for 9h', tooLong(8)],
  ['cron(0 0,4,12 * * ? *) for 5h', tooLong(4)],
  ['cron(0 2/10 * * ? *) for 2h', 'ok'],
  ['cron(0 2/10 * * ? *) for 3h', tooLong(2)],
]

describe('checkRules', () => {
  for (const [text, said] of checked) {
    it(`answers "${text}" with ${said}`, () => {
      expect(outcomeOf(() => checkRules(rules(text)))).to.equal(said)
    })
  }

  it('takes rules that say nothing', () => {
    expect(outcomeOf(() => checkRules({}))).to.equal('ok')
  })

  it('refuses days together with an expression, before it looks at either', () => {
    for (const expression of ['rate(10 days)', 'nonsense']) {
      expect(outcomeOf(() => checkRules({ afterDays: 10, expression, duration: '99h' }))).to.equal(
        'InvalidParameterException: You cannot specify both rotation frequency and schedule expression together.',
      )
    }
  })

  it('refuses a Duration that has nothing to be the duration of', () => {
    expect(outcomeOf(() => checkRules({ duration: '3h' }))).to.equal(
      'InvalidParameterException: You must provide AutomaticallyAfterDays or ScheduleExpression with Duration.',
    )
  })
})

const instant = (text: string) => Date.parse(`${text}Z`)
const shown = (at: number) => new Date(at).toISOString()

/** rules, base, now, where the window starts, and the last second of it */
const windows: readonly (readonly [string, string, string, string, string])[] = [
  // AWS was seen to do the first, and says the second and third in its guide
  ['30 days', '2026-02-03T10:20', '2026-02-03T10:20', '2026-03-05T00:00:00', '2026-03-05T23:59:59'],
  [
    'cron(0 16 * * ? *) for 2h',
    '2026-01-01T00:00',
    '2026-01-01T00:00',
    '2026-01-01T16:00:00',
    '2026-01-01T17:59:59',
  ],
  ['rate(10 days)', '2026-01-01T12:34', '2026-01-01T12:34', '2026-01-11T00:00:00', '2026-01-11T23:59:59'],
  // days
  ['1 days', '2026-01-01T00:00', '2026-01-01T00:00', '2026-01-02T00:00:00', '2026-01-02T23:59:59'],
  [
    '1 days',
    '2026-01-01T23:59:59.999',
    '2026-01-01T23:59:59.999',
    '2026-01-02T00:00:00',
    '2026-01-02T23:59:59',
  ],
  ['1 days', '2028-02-28T12:00', '2028-02-28T12:00', '2028-02-29T00:00:00', '2028-02-29T23:59:59'],
  ['1000 days', '2026-01-01T12:00', '2026-01-01T12:00', '2028-09-27T00:00:00', '2028-09-27T23:59:59'],
  ['10 days for 3h', '2026-01-01T12:00', '2026-01-01T12:00', '2026-01-11T00:00:00', '2026-01-11T02:59:59'],
  ['10 days for 24h', '2026-01-01T12:00', '2026-01-01T12:00', '2026-01-11T00:00:00', '2026-01-11T23:59:59'],
  ['10 days', '2026-01-01T12:00', '2026-01-11T12:00', '2026-01-11T00:00:00', '2026-01-11T23:59:59'],
  ['10 days', '2026-01-01T12:00', '2026-01-11T23:59:59.999', '2026-01-11T00:00:00', '2026-01-11T23:59:59'],
  ['10 days', '2026-01-01T12:00', '2026-01-12T00:00', '2026-01-12T00:00:00', '2026-01-12T23:59:59'],
  ['10 days', '2026-01-01T12:00', '2026-06-01T15:00', '2026-06-01T00:00:00', '2026-06-01T23:59:59'],
  ['rate(10 days)', '2026-01-01T12:00', '2026-06-01T15:00', '2026-06-01T00:00:00', '2026-06-01T23:59:59'],
  [
    '10 days for 3h',
    '2026-01-01T12:00',
    '2026-01-11T02:59:59.999',
    '2026-01-11T00:00:00',
    '2026-01-11T02:59:59',
  ],
  ['10 days for 3h', '2026-01-01T12:00', '2026-01-11T03:00', '2026-01-12T00:00:00', '2026-01-12T02:59:59'],
  ['10 days for 3h', '2026-01-01T12:00', '2026-06-01T01:00', '2026-06-01T00:00:00', '2026-06-01T02:59:59'],
  ['10 days for 3h', '2026-01-01T12:00', '2026-06-01T15:00', '2026-06-02T00:00:00', '2026-06-02T02:59:59'],
  // hours
  ['rate(4 hours)', '2026-01-01T12:34', '2026-01-01T12:34', '2026-01-01T16:00:00', '2026-01-01T16:59:59'],
  ['rate(4 hours)', '2026-01-01T22:00', '2026-01-01T22:00', '2026-01-02T02:00:00', '2026-01-02T02:59:59'],
  [
    'rate(4 hours) for 2h',
    '2026-01-01T12:34',
    '2026-01-01T12:34',
    '2026-01-01T16:00:00',
    '2026-01-01T17:59:59',
  ],
  ['rate(36 hours)', '2026-01-01T12:34', '2026-01-01T12:34', '2026-01-03T00:00:00', '2026-01-03T00:59:59'],
  [
    'rate(4 hours)',
    '2026-01-01T12:34',
    '2026-01-01T16:59:59.999',
    '2026-01-01T16:00:00',
    '2026-01-01T16:59:59',
  ],
  ['rate(4 hours)', '2026-01-01T12:34', '2026-01-01T17:00', '2026-01-01T20:00:00', '2026-01-01T20:59:59'],
  [
    'rate(4 hours) for 4h',
    '2026-01-01T12:34',
    '2026-01-01T23:30',
    '2026-01-01T20:00:00',
    '2026-01-01T23:59:59',
  ],
  [
    'rate(4 hours) for 4h',
    '2026-01-01T12:34',
    '2026-01-02T00:00',
    '2026-01-02T00:00:00',
    '2026-01-02T03:59:59',
  ],
  // cron
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T00:00',
    '2026-01-01T00:00',
    '2026-01-01T16:00:00',
    '2026-01-01T23:59:59',
  ],
  ['cron(0 0 1 * ? *)', '2026-01-02T00:00', '2026-01-02T00:00', '2026-02-01T00:00:00', '2026-02-01T23:59:59'],
  [
    'cron(0 8/8 * * ? *)',
    '2026-01-01T09:00',
    '2026-01-01T09:00',
    '2026-01-01T16:00:00',
    '2026-01-01T16:59:59',
  ],
  [
    'cron(0 8/8 * * ? *) for 8h',
    '2026-01-01T09:00',
    '2026-01-01T09:00',
    '2026-01-01T16:00:00',
    '2026-01-01T23:59:59',
  ],
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T15:59:59.999',
    '2026-01-01T15:59:59.999',
    '2026-01-01T16:00:00',
    '2026-01-01T23:59:59',
  ],
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T16:00',
    '2026-01-01T16:00',
    '2026-01-02T16:00:00',
    '2026-01-02T23:59:59',
  ],
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T17:00',
    '2026-01-01T17:00',
    '2026-01-02T16:00:00',
    '2026-01-02T23:59:59',
  ],
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T12:00',
    '2026-01-01T23:59:59.999',
    '2026-01-01T16:00:00',
    '2026-01-01T23:59:59',
  ],
  [
    'cron(0 16 * * ? *)',
    '2026-01-01T12:00',
    '2026-01-02T00:00',
    '2026-01-02T16:00:00',
    '2026-01-02T23:59:59',
  ],
  [
    'cron(0 16 * * ? *) for 2h',
    '2026-01-01T12:00',
    '2026-01-01T17:59:59.999',
    '2026-01-01T16:00:00',
    '2026-01-01T17:59:59',
  ],
  [
    'cron(0 16 * * ? *) for 2h',
    '2026-01-01T12:00',
    '2026-01-01T18:00',
    '2026-01-02T16:00:00',
    '2026-01-02T17:59:59',
  ],
  [
    'cron(0 16 1 * ? *) for 2h',
    '2026-01-01T12:00',
    '2026-06-10T18:00',
    '2026-07-01T16:00:00',
    '2026-07-01T17:59:59',
  ],
  [
    'cron(0 4 29 2 ? *)',
    '2026-01-01T12:00',
    '2026-01-01T12:00',
    '2028-02-29T04:00:00',
    '2028-02-29T23:59:59',
  ],
]

describe('nextWindow', () => {
  for (const [text, base, now, startsAt, endsAt] of windows) {
    it(`of ${text} from ${base} on is, at ${now}, from ${startsAt} to ${endsAt}`, () => {
      const window = nextWindow(rules(text), instant(base), instant(now))
      expect(window && { startsAt: shown(window.startsAt), endsAt: shown(window.endsAt) }).to.deep.equal({
        startsAt: `${startsAt}.000Z`,
        endsAt: `${endsAt}.000Z`,
      })
    })
  }

  it('is none where there is no schedule', () => {
    expect(nextWindow({}, 0, 0)).to.equal(undefined)
  })

  it('begins after the base, has not ended, and stays the same until it has', () => {
    const texts = [
      '10 days',
      '10 days for 3h',
      'rate(7 hours) for 2h',
      'cron(0 16 * * ? *)',
      'cron(0 8/8 L * ? *)',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...texts.map(rules)),
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
        fc.integer({ min: 0, max: 100 * day }),
        (given, base, later) => {
          const now = base + later
          const window = nextWindow(given, base, now)
          if (window === undefined) throw new Error('there is no window')
          const { startsAt, endsAt } = window
          expect(startsAt).to.be.greaterThan(base)
          expect(startsAt % hour).to.equal(0)
          expect(endsAt + 1000).to.be.greaterThan(now)
          expect(nextWindow(given, base, endsAt + 999)).to.deep.equal(window)
          expect(nextWindow(given, base, endsAt + 1000)?.startsAt).to.be.greaterThan(endsAt)
        },
      ),
    )
  })
})

/** rules, base, the days that are shown */
const days: readonly (readonly [string, string, number])[] = [
  ['30 days', '2026-01-01T12:00', 30],
  ['1000 days', '2026-01-01T12:00', 1000],
  ['rate(10 hours)', '2026-01-01T12:00', 1],
  ['rate(24 hours)', '2026-01-01T12:00', 1],
  ['rate(25 hours)', '2026-01-01T12:00', 2],
  ['rate(10 days)', '2026-01-01T12:00', 10],
  ['cron(0 8/8 * * ? *)', '2026-01-01T12:00', 1],
  ['cron(0 10 * * ? *)', '2026-01-01T12:00', 1],
  ['cron(0 18 ? * SAT *)', '2026-01-01T12:00', 7],
  ['cron(0 8 1 * ? *)', '2026-01-01T12:00', 28],
  ['cron(0 8 1 * ? *)', '2026-02-01T12:00', 31],
  ['cron(0 8 ? * MON-FRI *)', '2026-01-01T12:00', 3],
  ['cron(0 8 ? * MON-FRI *)', '2026-01-02T12:00', 1],
  ['cron(0 16 1,15 * ? *)', '2026-01-01T12:00', 14],
  ['cron(0 0,22 1 * ? *)', '2026-01-01T12:00', 31],
  ['cron(0 0 1 1 ? *)', '2026-01-01T12:00', 365],
  ['cron(0 0 29 2 ? *)', '2026-01-01T12:00', 1461],
]

describe('shownDays', () => {
  for (const [text, base, expected] of days) {
    it(`of ${text} from ${base} on is ${expected}`, () => {
      expect(shownDays(rules(text), instant(base))).to.equal(expected)
    })
  }

  it('is nothing where there is no schedule', () => {
    expect(shownDays({}, 0)).to.equal(undefined)
  })
})
