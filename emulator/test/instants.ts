import { expect } from 'chai'
import { remote } from './target.js'

/** How far AWS's clock may be from ours; our own is ours. */
const drift = remote ? 300 : 0
const day = 24 * 60 * 60

/** That a value is a time on the wire, a number of seconds with at most three decimals, from `since` (ms) until now. */
export function expectInstant(value: unknown, since: number, plusSeconds = 0): void {
  if (typeof value !== 'number') throw new TypeError(`a time is a number, not ${typeof value}`)
  expect(Math.round(value * 1000) / 1000).to.equal(value)
  expect(value).to.be.within(since / 1000 + plusSeconds - drift, Date.now() / 1000 + plusSeconds + drift)
}

/** That a value is the midnight, in UTC, before some time from `since` (ms) until now. */
export function expectMidnight(value: unknown, since: number): void {
  if (typeof value !== 'number') throw new TypeError(`a time is a number, not ${typeof value}`)
  expect(value % day).to.equal(0)
  expect(value).to.be.within(since / 1000 - day, Date.now() / 1000)
}
