import { type Clock, systemClock } from './clock.js'
import { requireKeys, requireNumber } from './options.js'
import { cacheDefaults } from './settings.js'

export interface CacheOptions {
  /** How long a value is served without asking again; 300,000 where absent. At 0, only reads under way are shared. */
  readonly ttlMs?: number | undefined
  /** Other times for these names. */
  readonly ttlByName?: Readonly<Record<string, number>> | undefined
  /** How many values are kept, the least recently used leaving first; 1000 where absent. */
  readonly max?: number | undefined
  /** How long past its time a value is served while a newer one is fetched, or cannot be had; 0 where absent, and nothing at a `ttlMs` of 0. */
  readonly maxStaleMs?: number | undefined
  /** How long a NOT_FOUND is believed, at most the time of a value; 5000 where absent. */
  readonly negativeTtlMs?: number | undefined
  /** The largest part of its time that an entry may lose, so that many do not end at once; 0.1 where absent. */
  readonly jitter?: number | undefined
  readonly clock?: Clock | undefined
  /** Numbers from 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
}

const names = Object.keys({
  ttlMs: true,
  ttlByName: true,
  max: true,
  maxStaleMs: true,
  negativeTtlMs: true,
  jitter: true,
  clock: true,
  random: true,
} satisfies Record<keyof CacheOptions, true>)

/** The options with every default; a TypeError for those that make no sense, by name. */
export function checkedCacheOptions(options: CacheOptions) {
  requireKeys('cached', options, names)
  const number = (name: keyof CacheOptions, fallback: number, least: number, most?: number) =>
    requireNumber('cached', name, options[name] ?? fallback, least, most)
  const ttlByName = new Map(Object.entries(options.ttlByName ?? {}))
  for (const [name, ttl] of ttlByName) requireNumber('cached', `ttlByName["${name}"]`, ttl, 0)
  return {
    ttlMs: number('ttlMs', cacheDefaults.ttlSeconds * 1000, 0),
    ttlByName,
    max: number('max', cacheDefaults.max, 1),
    maxStaleMs: number('maxStaleMs', cacheDefaults.maxStaleSeconds * 1000, 0),
    negativeTtlMs: number('negativeTtlMs', 5000, 0),
    jitter: number('jitter', 0.1, 0, 1),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}
