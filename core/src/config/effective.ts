import type { SecretsErrorCode } from '../errors.js'
import { type CacheSettings, cacheDefaults, type SecretsSettings } from '../settings.js'
import type { Conventions } from './environment.js'
import type { ParsedProfile, ProviderEntry } from './parse-config.js'
import type { Place, Problems } from './place.js'
import type { Layer } from './profile.js'
import { listProviders, refuseDuplicates } from './provider-list.js'
import { checkWriteTo, knownRoutes } from './references.js'
import type { Sourced } from './sourced.js'

/** The settings that hold, when the environment, the profile, the file and the defaults have had their say. */
export interface Effective {
  readonly prefix: Sourced<string | undefined>
  readonly cache: { readonly [K in keyof CacheSettings]-?: Sourced<number> }
  readonly providers: Sourced<readonly ProviderEntry[]>
  readonly aws: Sourced<boolean>
  readonly routes: Sourced<SecretsSettings['routes']>
  readonly next: Sourced<readonly SecretsErrorCode[]>
  readonly writeTo: Sourced<string | undefined>
  /** Whether going on after trouble is only what development defaults to. */
  readonly lenient: boolean
}

const strict: readonly SecretsErrorCode[] = ['NOT_FOUND']
const lenient: readonly SecretsErrorCode[] = ['NOT_FOUND', 'UNAVAILABLE', 'UNAUTHENTICATED']

const unsaid = { value: undefined, from: 'default' } as const

export function effectiveSettings(
  layers: readonly Layer[],
  conventions: Conventions,
  problems: Problems,
): Effective {
  const { prefix, ttlSeconds, production } = conventions
  const { providers, dropped, why, aws } = listProviders(given(layers, 'providers'), conventions, problems)
  refuseDuplicates(providers.value)
  const known = { ids: providers.value.map(({ id }) => id), dropped, why }

  const routes = given(layers, 'routes')
  const writeTo = given(layers, 'writeTo')
  if (writeTo) checkWriteTo(writeTo.value, writeTo.place, known)
  const next = given(layers, 'next')

  return {
    prefix: prefix ?? given(layers, 'prefix') ?? unsaid,
    cache: {
      ttlSeconds: ttlSeconds ?? cached(layers, 'ttlSeconds'),
      max: cached(layers, 'max'),
      maxStaleSeconds: cached(layers, 'maxStaleSeconds'),
    },
    providers,
    aws,
    routes: routes ? { value: knownRoutes(routes.value, routes.place, known), from: routes.from } : unsaid,
    next: next ?? { value: production.value ? strict : lenient, from: production.from },
    writeTo: writeTo ?? unsaid,
    lenient: next === undefined && !production.value,
  }
}

/** The same without who said so. */
export function settingsOf({ prefix, cache, routes, next, writeTo }: Effective): SecretsSettings {
  const { ttlSeconds, max, maxStaleSeconds } = cache
  return {
    prefix: prefix.value,
    cache: { ttlSeconds: ttlSeconds.value, max: max.value, maxStaleSeconds: maxStaleSeconds.value },
    routes: routes.value,
    next: next.value,
    writeTo: writeTo.value,
  }
}

interface Given<T> extends Sourced<T> {
  readonly place: Place
}

/** A setting as the strongest layer has it that has it at all. */
function given<K extends keyof ParsedProfile>(
  layers: readonly Layer[],
  key: K,
): Given<NonNullable<ParsedProfile[K]>> | undefined {
  for (const { settings, from, place } of layers) {
    const value = settings[key]
    if (value !== undefined) return { value, from, place: place.member(key) }
  }
  return undefined
}

/** The cache's settings are taken one by one: a profile can change one and keep the others. */
function cached(layers: readonly Layer[], key: keyof CacheSettings): Sourced<number> {
  for (const { settings, from } of layers) {
    const value = settings.cache?.[key]
    if (value !== undefined) return { value, from }
  }
  return { value: cacheDefaults[key], from: 'default' }
}
