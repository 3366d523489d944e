import { type CachedProvider, cached } from './cached.js'
import { chain } from './chain.js'
import type { Clock } from './clock.js'
import { described, type GraphDescription } from './graph-description.js'
import { type ObservedProvider, type ObserveOptions, observed } from './observed.js'
import { requireKeys } from './options.js'
import type { SecretsProvider } from './provider.js'
import { routed } from './routed.js'
import { scoped } from './scoped.js'
import type { SecretsGraph } from './settings.js'

export interface GraphOptions extends SecretsGraph, Pick<ObserveOptions, 'audit' | 'who' | 'diagnostics'> {
  readonly clock?: Clock | undefined
}

const optionNames = Object.keys({
  providers: true,
  prefix: true,
  cache: true,
  routes: true,
  next: true,
  writeTo: true,
  onFallback: true,
  decisions: true,
  audit: true,
  who: true,
  diagnostics: true,
  clock: true,
} satisfies Record<keyof GraphOptions, true>)

export interface Graph {
  /** What an application reads through. */
  readonly cache: CachedProvider
  /** The same without the cache. */
  readonly uncached: SecretsProvider
  readonly sources: readonly ObservedProvider[]
  readonly description: GraphDescription
}

/** Puts providers and wrappers together: cache, then prefix, then routes, then chains, then each provider observed. */
export function composed(options: GraphOptions): Graph {
  requireKeys('createSecrets', options, optionNames)
  const description = described(options)
  const { prefix, cache, routes, next, writeTo } = description
  const { audit, who, diagnostics, onFallback, clock } = options
  const timed = clock === undefined ? {} : { clock }
  const sources = options.providers.map((provider) =>
    observed(provider, { audit, who, diagnostics, now: clock && (() => clock.now()) }),
  )

  const chainOf = (ids: readonly string[]) =>
    chain(
      ids.map((id) => sources.find((source) => source.id === id) as ObservedProvider),
      { ...timed, id: 'secrets', next, onFallback, writeTo: ids.find((id) => id === writeTo) },
    )
  const paths = Object.entries(routes).map(([start, ids]): [string, SecretsProvider] => [
    prefix + start,
    chainOf(ids),
  ])
  const [only, ...others] = paths
  const all =
    only !== undefined && others.length === 0 ? only[1] : routed(Object.fromEntries(paths), { id: 'secrets' })
  const uncached = scoped(all, prefix)
  const { max } = cache
  const times = { ttlMs: cache.ttlSeconds * 1000, maxStaleMs: cache.maxStaleSeconds * 1000 }
  return { cache: cached(uncached, { ...timed, max, ...times }), uncached, sources, description }
}
