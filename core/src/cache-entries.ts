import type { Clock } from './clock.js'
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

/** The entries of a cache, the least recently used one leaving first. */
export class CacheEntries {
  readonly #byKey = new Map<string, Entry>()
  readonly #max: number
  readonly #clock: Clock

  constructor(max: number, clock: Clock) {
    this.#max = max
    this.#clock = clock
  }

  /** The entry, which becomes the most recently used one. */
  use(key: string): Entry | undefined {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return undefined
    this.#byKey.delete(key)
    this.#byKey.set(key, entry)
    return entry
  }

  peek(key: string): Entry | undefined {
    return this.#byKey.get(key)
  }

  keep(key: string, entry: Entry): void {
    this.#byKey.delete(key)
    this.#byKey.set(key, entry)
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= this.#max) break
      this.#byKey.delete(oldest)
    }
  }

  drop(key: string): void {
    this.#byKey.delete(key)
  }

  dropWhere(matches: (entry: Entry, key: string) => boolean): void {
    for (const [key, entry] of this.#byKey) if (matches(entry, key)) this.#byKey.delete(key)
  }

  freshness({ freshUntil, staleUntil }: Entry): Freshness {
    const now = this.#clock.now()
    return now < freshUntil ? 'fresh' : now < staleUntil ? 'stale' : 'expired'
  }

  count(): { entries: number; valid: number; expired: number } {
    const all = [...this.#byKey.values()]
    const valid = all.filter((entry) => this.freshness(entry) === 'fresh').length
    return { entries: all.length, valid, expired: all.length - valid }
  }
}

/** Which entry a ref is about. Every key of one version shares one, and AWSCURRENT need not be said. */
export function entryKey({ name, versionId = '', label }: ParsedRef): string {
  const wanted = label ?? (versionId === '' ? 'AWSCURRENT' : '')
  return `${name}\0${versionId}\0${wanted}`
}

/** Whether two names can mean one secret: an ARN might be any name's. */
export function mayBeSame(one: string, other: string): boolean {
  return one === other || one.startsWith('arn:') || other.startsWith('arn:')
}
