import type { Instant, SecretRecord } from '../model.js'
import { copiedAt } from './replication.js'
import { attemptedAt } from './rotation.js'
import { prunedAt } from './versions.js'

/** When something is next to happen to a secret by itself; undefined if nothing is. One that is going waits for nothing else. */
export function dueAt(secret: SecretRecord): Instant | undefined {
  if (secret.deletion !== undefined) return secret.deletion.dueAt
  // Whatever happens to a replica happens to its primary first.
  if (secret.primaryRegion !== undefined) return undefined
  return earliest([copiedAt(secret), prunedAt(secret), attemptedAt(secret)])
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
