import { expect } from 'chai'
import { describe, it } from 'mocha'
import { durationOf } from '#time/duration'

describe('durationOf', () => {
  for (const [text, ms] of [
    ['500ms', 500],
    ['0s', 0],
    ['1s', 1000],
    ['2m', 120_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    [' 31d ', 31 * 86_400_000],
    ['2w', 14 * 86_400_000],
    ['1.5h', 5_400_000],
    ['1.1h', 3_960_000],
    ['0.4ms', 0],
    ['1d 1d', 2 * 86_400_000],
    ['', undefined],
    [' ', undefined],
    ['5', undefined],
    ['d', undefined],
    ['-1d', undefined],
    ['1 d', undefined],
    ['1D', undefined],
    ['1d,', undefined],
    ['1y', undefined],
    ['1.d', undefined],
    ['1e3s', undefined],
    ['one day', undefined],
  ] as const) {
    it(`of "${text}" is ${ms}`, () => {
      expect(durationOf(text)).to.equal(ms)
    })
  }
})
