import type { Instant } from '../model.js'

/** In milliseconds. */
export const hour = 60 * 60 * 1000
export const day = 24 * hour

/** Midnight UTC of the day: how precisely Secrets Manager remembers when something was read. */
export function dayOf(now: Instant): Instant {
  return Math.floor(now / day) * day
}
