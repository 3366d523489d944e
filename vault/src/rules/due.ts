import type { Instant, SecretRecord } from '../model.js'
import { attemptedAt } from './rotation.js'
import { prunedAt } from './versions.js'

/** When something is next to happen to a secret by itself; undefined if nothing is. One that is going waits for nothing else. */
export function dueAt(secret: SecretRecord): Instant | undefined {
  if (secret.deletion !== undefined) return secret.deletion.dueAt
  return earliest([prunedAt(secret), attemptedAt(secret)])
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
