import { type CachedProvider, cached } from './cached.js'
import { chain } from './chain.js'
import type { Clock } from './clock.js'
import type { SecretsErrorCode } from './errors.js'
import { type ObservedProvider, type ObserveOptions, observed } from './observed.js'
import { requireNumber } from './options.js'
import type { SecretsProvider } from './provider.js'
import { routed } from './routed.js'
import { scoped } from './scoped.js'
import { asPrefix, cacheDefaults, type SecretsGraph } from './settings.js'

/** A graph as plain data: the same for the same settings, whoever made it. */
export interface GraphDescription {
  readonly prefix: string
  readonly cache: { readonly ttlSeconds: number; readonly max: number; readonly maxStaleSeconds: number }
  /** Ids, in the order in which they are asked. */
  readonly providers: readonly string[]
  /** Which of them are asked for names that start so, after the prefix. */
  readonly routes: Readonly<Record<string, readonly string[]>>
  readonly next: readonly SecretsErrorCode[]
  readonly writeTo: string | null
}

export interface GraphOptions extends SecretsGraph, Pick<ObserveOptions, 'audit' | 'who' | 'diagnostics'> {
  readonly clock?: Clock | undefined
}

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
  const description = described(options)
  const { prefix, cache, routes, next, writeTo } = description
  const { audit, who, diagnostics, onFallback, clock } = options
  const timed = clock === undefined ? {} : { clock }
  const sources = options.providers.map((provider) =>
    observed(provider, { audit, who, diagnostics, now: clock?.now }),
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

function described({
  providers,
  prefix = '',
  cache = {},
  routes = {},
  next,
  writeTo,
}: GraphOptions): GraphDescription {
  const ids = providers.map(({ id }) => id)
  const number = (name: keyof typeof cacheDefaults, least: number) =>
    requireNumber('createSecrets', `cache.${name}`, cache[name] ?? cacheDefaults[name], least)
  if (ids.length === 0) throw new TypeError('createSecrets: "providers" must have at least one')
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice !== undefined) throw new TypeError(`createSecrets: "providers" has two with the id "${twice}"`)
  if (writeTo !== undefined && !ids.includes(writeTo)) {
    throw new TypeError(`createSecrets: "writeTo" must be one of ${ids.join(', ')}, got ${writeTo}`)
  }

  const listed = Object.entries(routes).map(([start, to]): [string, readonly string[]] => {
    const wanted = typeof to === 'string' ? [to] : to
    const strange = wanted.find((id) => !ids.includes(id))
    if (wanted.length === 0 || strange !== undefined) {
      const got = strange ?? 'nothing'
      throw new TypeError(`createSecrets: "routes" leads "${start}" to ${got}, not to ${ids.join(', ')}`)
    }
    return [start, wanted]
  })
  return {
    prefix: asPrefix(prefix),
    cache: {
      ttlSeconds: number('ttlSeconds', 0),
      max: number('max', 1),
      maxStaleSeconds: number('maxStaleSeconds', 0),
    },
    providers: ids,
    routes: { '': ids, ...Object.fromEntries(listed) },
    next: next ?? ['NOT_FOUND'],
    writeTo: writeTo ?? null,
  }
}
