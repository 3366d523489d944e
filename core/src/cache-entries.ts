import type { SecretsError } from './errors.js'
import type { ParsedRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

/** What one read gave, and how long that may be told: a value, or the certainty that there is none. */
export interface Entry {
  readonly name: string
  readonly answer: SecretValue | SecretsError
  readonly readAt: number
  readonly freshUntil: number
  /** How long it may still be served while nothing newer can be had. */
  readonly staleUntil: number
  /** When the provider is asked again after it could not answer. */
  retryAt: number
}

export type Freshness = 'fresh' | 'stale' | 'expired'

export function freshness({ readAt, freshUntil, staleUntil }: Entry, now: number): Freshness {
  // The clock went back: how long ago this was read, nobody can tell.
  if (now < readAt) return 'expired'
  return now < freshUntil ? 'fresh' : now < staleUntil ? 'stale' : 'expired'
}

/** The key of the entry that a ref is about. Every key of one version shares one, and AWSCURRENT need not be said. */
export function entryKey({ name, versionId = '', label }: ParsedRef): string {
  const wanted = label ?? (versionId === '' ? 'AWSCURRENT' : '')
  return `${name}\0${versionId}\0${wanted}`
}

/** Whether two names can mean one secret: an ARN might be any name's. */
export function mayBeSame(one: string, other: string): boolean {
  return one === other || one.startsWith('arn:') || other.startsWith('arn:')
}
