import type { Instant, SecretRecord } from '../model.js'
import { prunedAt } from './versions.js'

/** When something is next to happen to a secret by itself; undefined if nothing is. One that is going waits for nothing else. */
export function dueAt(secret: SecretRecord): Instant | undefined {
  if (secret.deletion !== undefined) return secret.deletion.dueAt
  return earliest([prunedAt(secret)])
}

/** With the date of what is next to happen to it. */
export function timed(secret: SecretRecord): SecretRecord {
  const at = dueAt(secret)
  return at === secret.dueAt ? secret : { ...secret, dueAt: at }
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
