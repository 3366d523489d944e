import type { Instant } from '../model.js'

const day = 24 * 60 * 60 * 1000

/** Midnight UTC of the day: how precisely Secrets Manager remembers when something was read. */
export function dayOf(now: Instant): Instant {
  return Math.floor(now / day) * day
}
