import { SecretsError, secretsErrorCodes } from '../errors.js'
import { checkedName } from '../ref.js'
import { asPrefix, type CacheSettings, longestStart, type SecretsSettings } from '../settings.js'
import { isKeyReference } from './key-source.js'
import type { Place } from './place.js'
import { defaultId } from './provider-kind.js'
import { expected, isRecord, list, number, object, oneOf, record, type Shape, someOf, text } from './shape.js'

/** A provider as the configuration names it. */
export interface ProviderEntry {
  readonly kind: string
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
  readonly place: Place
}

/** A SecretsConfig that was checked, save for what its parts say of each other. */
export interface ParsedConfig extends ParsedProfile {
  readonly profile?: string
  readonly profiles?: Readonly<Record<string, ParsedProfile>>
}

export interface ParsedProfile extends SecretsSettings {
  readonly providers?: readonly ProviderEntry[]
}

/** What stands before names, or nothing at all. */
export const prefix: Shape<string> = (value, place) => {
  if (typeof value !== 'string') return expected('a string', value, place)
  if (value === '') return value
  try {
    return checkedName(asPrefix(checkedName(value)), { maxLength: longestStart })
  } catch (error) {
    if (!SecretsError.is(error, 'INVALID_NAME')) throw error
    return place.complain('expected the start of a name: letters, digits and / _ + = . @ - !')
  }
}

/** Whether this is a time that can be counted with in milliseconds, too. */
export function isSeconds(value: number): boolean {
  return value >= 0 && value * 1000 <= Number.MAX_SAFE_INTEGER
}

const seconds = number('a number of seconds, 0 or more', isSeconds)
const count = number('a whole number, 1 or more', (value) => value >= 1 && Number.isSafeInteger(value))

const cache = object<CacheSettings>({ ttlSeconds: seconds, max: count, maxStaleSeconds: seconds })

const ids = someOf(text)

const routes: Shape<NonNullable<SecretsSettings['routes']>> = (value, place) => {
  if (isRecord(value)) for (const key of Object.keys(value)) prefix(key, place.member(key))
  return record<string | readonly string[]>((to, at) => {
    if (typeof to === 'string') return text(to, at)
    return Array.isArray(to) ? ids(to, at) : expected("a provider's id or a list of them", to, at)
  })(value, place)
}

const provider: Shape<ProviderEntry> = (value, place) => {
  if (!isRecord(value)) return expected('an object', value, place)
  const { kind: givenKind, id: givenId, ...options } = value
  const kind = text(givenKind, place.member('kind'))
  const id = givenId === undefined ? kind && defaultId(kind) : text(givenId, place.member('id'))
  if (kind === 'memory') memoryOptions(options, place)
  return kind === undefined || id === undefined ? undefined : { kind, id, options, place }
}

const memoryOptions = object<{ readonly values: unknown }>({
  values: (value, place) =>
    isKeyReference(value) ? value : expected('{ env: NAME } or { file: PATH }', value, place),
})

const settings = {
  prefix,
  cache,
  routes,
  next: list(oneOf('the code of an error', secretsErrorCodes)),
  writeTo: text,
  providers: someOf(provider),
}

const config = object<ParsedConfig>({
  ...settings,
  profile: text,
  profiles: record(object<ParsedProfile>(settings)),
})

/** Checks what a file holds. After a complaint, what it gives is not to be used. */
export function parseConfig(content: unknown, place: Place): ParsedConfig {
  return config(content, place) ?? {}
}
