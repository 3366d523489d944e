import type { SecretsErrorCode } from './errors.js'
import type { SecretsProvider } from './provider.js'

/** What shapes a graph besides its providers: the builder, the configuration file and the container take the same. */
export interface SecretsSettings {
  /** Put before every name, and cut off again: `app` means `app/`. */
  readonly prefix?: string | undefined
  readonly cache?: CacheSettings | undefined
  /** Which providers answer for names that start so, the longest start winning: `{ 'payments/': 'aws', '': ['env', 'aws'] }`. */
  readonly routes?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** After which refusals of a provider the next one is asked; NOT_FOUND alone where absent. */
  readonly next?: readonly SecretsErrorCode[] | undefined
  /** The id of the provider that takes writes; without it nothing does. */
  readonly writeTo?: string | undefined
}

export interface CacheSettings {
  /** How long a value is served without asking again; 300 where absent, and 0 for not at all. */
  readonly ttlSeconds?: number | undefined
  /** How many values are kept; 1000 where absent. */
  readonly max?: number | undefined
  /** How long past its time a value is served while a newer one is fetched, or cannot be had; 0 where absent. */
  readonly maxStaleSeconds?: number | undefined
}

export const cacheDefaults = { ttlSeconds: 300, max: 1000, maxStaleSeconds: 0 }

/** Which setting has which value, and who said so: a file, a variable, or `default`. */
export interface Decision {
  readonly setting: string
  readonly value: unknown
  readonly from: string
}

/** One provider gave up on, and the next one asked. */
export interface Fallback {
  readonly provider: string
  readonly next: string
  readonly code: SecretsErrorCode
  readonly secretName: string
}

/** What a graph is made of. */
export interface SecretsGraph extends SecretsSettings {
  /** In the order in which they are asked. */
  readonly providers: readonly SecretsProvider[]
  /** Told whenever a provider could not answer and the next one is asked; not told of NOT_FOUND. */
  readonly onFallback?: ((fallback: Fallback) => unknown) | undefined
  /** Where the settings come from, for `explain`. */
  readonly decisions?: readonly Decision[] | undefined
}

/** The longest start of names that leaves something to be named. */
export const longestStart = 511

/** A prefix as it stands before names: one that ends in a letter or a digit gets a slash. */
export function asPrefix(text: string): string {
  return /[A-Za-z0-9]$/.test(text) ? `${text}/` : text
}
