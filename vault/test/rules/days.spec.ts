import { expect } from 'chai'
import { describe, it } from 'mocha'
import { dayOf } from '#rules/days'

describe('dayOf', () => {
  for (const [now, midnight] of [
    ['2026-03-05T00:00:00.000Z', '2026-03-05T00:00:00.000Z'],
    ['2026-03-05T00:00:00.001Z', '2026-03-05T00:00:00.000Z'],
    ['2026-03-05T23:59:59.999Z', '2026-03-05T00:00:00.000Z'],
    ['2026-03-29T12:00:00.000+02:00', '2026-03-29T00:00:00.000Z'],
    ['2026-03-29T01:00:00.000+02:00', '2026-03-28T00:00:00.000Z'],
    ['1969-12-31T12:00:00.000Z', '1969-12-31T00:00:00.000Z'],
  ] as const) {
    it(`is ${midnight} for ${now}`, () => {
      expect(new Date(dayOf(Date.parse(now))).toISOString()).to.equal(midnight)
    })
  }
})
