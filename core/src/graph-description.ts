import { SecretsError, type SecretsErrorCode } from './errors.js'
import { frozen } from './frozen.js'
import { requireKeys, requireNumber } from './options.js'
import { checkedName } from './ref.js'
import { asPrefix, cacheDefaults, longestStart, type SecretsGraph } from './settings.js'

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

/** What settings describe, defaults included; a TypeError where they make no sense, by name. */
export function described(settings: SecretsGraph): GraphDescription {
  const { providers, cache = {}, routes = {}, next = ['NOT_FOUND'], writeTo = null } = settings
  if (!Array.isArray(providers) || providers.length === 0)
    throw new TypeError('createSecrets: "providers" must be a list of at least one')
  const ids: readonly string[] = providers.map(({ id }) => id)
  requireDistinct('"providers"', ids)
  requireKeys('createSecrets', cache, Object.keys(cacheDefaults), 'cache.')
  if (writeTo !== null && !ids.includes(writeTo)) {
    throw new TypeError(`createSecrets: "writeTo" must be one of ${ids.join(', ')}, got ${writeTo}`)
  }

  const prefix = asPrefix(requireStart('"prefix"', settings.prefix ?? ''))
  if (typeof routes !== 'object' || routes === null)
    throw new TypeError('createSecrets: "routes" must be an object')
  if (!Array.isArray(next)) throw new TypeError('createSecrets: "next" must be a list of codes')
  const listed = Object.entries(routes).map(([start, to]) => {
    requireStart(`"routes", with "prefix" before them,`, prefix + start)
    return [start, requireRoute(start, [to].flat(), ids)] as const
  })
  const number = (name: keyof typeof cacheDefaults, least: number) =>
    requireNumber('createSecrets', `cache.${name}`, cache[name] ?? cacheDefaults[name], least)
  return frozen({
    prefix,
    cache: {
      ttlSeconds: number('ttlSeconds', 0),
      max: number('max', 1),
      maxStaleSeconds: number('maxStaleSeconds', 0),
    },
    providers: [...ids],
    routes: { '': [...ids], ...Object.fromEntries(listed) },
    next: [...next],
    writeTo,
  })
}

function requireDistinct(where: string, ids: readonly string[]): void {
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice !== undefined) throw new TypeError(`createSecrets: ${where} has two with the id "${twice}"`)
}

function requireRoute(start: string, to: readonly string[], ids: readonly string[]): readonly string[] {
  const strange = to.find((id) => !ids.includes(id))
  if (to.length === 0 || strange !== undefined) {
    const got = strange ?? 'nothing'
    throw new TypeError(`createSecrets: "routes" leads "${start}" to ${got}, not to ${ids.join(', ')}`)
  }
  requireDistinct(`the route "${start}"`, to)
  return to
}

/** The start of names itself, if names can start so. */
function requireStart(option: string, start: string): string {
  if (start === '') return start
  try {
    return checkedName(start, { maxLength: longestStart })
  } catch (error) {
    if (!SecretsError.is(error)) throw error
    throw new TypeError(`createSecrets: ${option} must be the start of names: ${error.message}`)
  }
}
