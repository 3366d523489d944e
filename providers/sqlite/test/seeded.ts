import { randomInt } from 'node:crypto'

/** What decides by chance in a test; its title tells it, and STRONGROOM_SEED sets it. */
export const seed = Number(process.env.STRONGROOM_SEED ?? randomInt(2 ** 31))

/** Numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seeded(start: number): (below: number) => number {
  let state = start | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
