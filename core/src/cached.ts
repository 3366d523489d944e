import { batched } from './batched.js'
import { type Entry, entryKey, type Freshness, freshness, mayBeSame } from './cache-entries.js'
import { type CacheOptions, checkedCacheOptions } from './cache-options.js'
import { SecretsError, type SecretsErrorCode } from './errors.js'
import { type Flight, flight } from './flight.js'
import { forwarded } from './forwarded.js'
import { answerEach } from './get-many.js'
import { lifecycle, told } from './lifecycle.js'
import type { Op, SecretsProvider } from './provider.js'
import { Recent } from './recent.js'
import { type ParsedRef, parseRef, type SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'
import { mapped } from './stream.js'

/** Every read is counted once: as a hit, stale, a miss, or coalesced with the miss of another. */
export interface CacheStats {
  readonly entries: number
  readonly valid: number
  readonly expired: number
  readonly hits: number
  readonly misses: number
  readonly stale: number
  readonly coalesced: number
  /** How many reads of the provider failed, by code. */
  readonly errors: Readonly<Partial<Record<SecretsErrorCode, number>>>
}

export interface CachedProvider extends SecretsProvider {
  /** Reads past the cache and renews it; refreshes of one secret that overlap are one read. Other versions are forgotten. */
  refresh(ref: SecretRef, op?: Op): Promise<SecretValue>
  /** Forgets a secret, every version of it. Reads under way still answer who waits for them, and are not kept. */
  invalidate(ref: SecretRef): void
  /** Forgets everything. */
  clear(): void
  stats(): CacheStats
  /** The version that was last handed out as the current one, however long ago; undefined where none was. */
  lastVersion(name: string): string | undefined
  /** What is known of a secret without asking; undefined where nothing is. Says nothing after `close`. */
  peek(
    ref: SecretRef,
  ): { readonly state: Freshness; readonly ageMs: number; readonly versionId?: string } | undefined
}

interface UnderWay extends Flight<SecretValue> {
  readonly name: string
  readonly refreshing: boolean
}

/** These say nothing about the secret, so what is known of it stands. */
const keepsEntry: readonly SecretsErrorCode[] = ['UNAVAILABLE', 'THROTTLED', 'TIMEOUT', 'ABORTED', 'CLOSED']

/** These say something about every version of the secret. */
const concernsAll: readonly SecretsErrorCode[] = [
  'ACCESS_DENIED',
  'UNAUTHENTICATED',
  'DECRYPTION_FAILED',
  'INVALID_STATE',
]

/** How long a provider that could not answer is left alone while stale values stand in. */
const retryPauseMs = 1000

/**
 * The same provider, remembering what it read. Reads of one secret share one call, and reads of one tick go out as one
 * `getMany`; one caller's abort touches no other. Writes through it are seen by the next read.
 *
 * For `maxStaleMs` past its time a value is still served, and says so in its provenance, while a newer one is fetched:
 * that fetch evicts it at once where the provider refuses (ACCESS_DENIED, DECRYPTION_FAILED, NOT_FOUND …), and leaves it
 * where the provider cannot answer (UNAVAILABLE, THROTTLED, TIMEOUT).
 */
export function cached(provider: SecretsProvider, options: CacheOptions = {}): CachedProvider {
  const { ttlMs, ttlByName, max, maxStaleMs, negativeTtlMs, jitter, clock, random } =
    checkedCacheOptions(options)
  const entries = new Recent<Entry>(max)
  const lastVersions = new Recent<string>(max)

  const names = provider.capabilities.limits.name
  const life = lifecycle({ id: provider.id, names, clock })
  const background = new AbortController()
  const read = batched(provider)
  const flights = new Map<string, UnderWay>()
  const counts = { hits: 0, misses: 0, stale: 0, coalesced: 0 }
  const errors = new Map<SecretsErrorCode, number>()

  async function get(ref: ParsedRef, signal: AbortSignal | undefined): Promise<SecretValue> {
    const value = await whole(ref, signal)
    return ref.key === undefined ? value : value.key(ref.key)
  }

  function whole(ref: ParsedRef, signal: AbortSignal | undefined): Promise<SecretValue> {
    const key = entryKey(ref)
    const entry = entries.use(key)
    const state = entry === undefined ? 'expired' : freshness(entry, clock.now())
    if (entry !== undefined && state === 'fresh') {
      counts.hits += 1
      return settled(entry.answer)
    }
    if (entry !== undefined && state === 'stale' && !SecretsError.is(entry.answer)) {
      counts.stale += 1
      if (!flights.has(key) && clock.now() >= entry.retryAt) revalidate(key, ref)
      return settled(entry.answer.with({ provenance: { ...entry.answer.provenance, stale: true } }))
    }
    const underWay = flights.get(key)
    counts[underWay === undefined ? 'misses' : 'coalesced'] += 1
    return (underWay ?? takeOff(key, ref)).join(signal)
  }

  function revalidate(key: string, ref: ParsedRef): void {
    takeOff(key, ref)
      .join(background.signal)
      .catch(() => {
        // Counted, and drawn conclusions from, where it landed.
      })
  }

  function takeOff(key: string, { name, versionId, label }: ParsedRef, refreshing = false): UnderWay {
    const ref = { name, ...(versionId && { versionId }), ...(label && { label }) }
    const readAt = clock.now()
    const isMine = () => flights.get(key) === mine
    const fly = async (signal: AbortSignal) => {
      try {
        const value = await read(ref, signal)
        if (isMine()) {
          if (refreshing) entries.dropWhere((entry) => mayBeSame(entry.name, name))
          keep(key, name, value, readAt)
          if (key === entryKey({ name })) lastVersions.keep(name, value.versionId)
        }
        return value
      } catch (error) {
        const refusal = told(error, { provider: provider.id, operation: 'get', secretName: name })
        errors.set(refusal.code, (errors.get(refusal.code) ?? 0) + 1)
        if (isMine()) concludeFrom(refusal, key, name, readAt)
        throw refusal
      } finally {
        if (isMine()) flights.delete(key)
      }
    }
    const mine: UnderWay = {
      ...flight(fly, () => {
        if (isMine()) flights.delete(key)
      }),
      name,
      refreshing,
    }
    flights.set(key, mine)
    return mine
  }

  function concludeFrom(refusal: SecretsError, key: string, name: string, readAt: number): void {
    if (keepsEntry.includes(refusal.code)) {
      const entry = entries.peek(key)
      if (entry !== undefined) entry.retryAt = clock.now() + retryPauseMs
      return
    }
    if (concernsAll.includes(refusal.code)) entries.dropWhere((entry) => mayBeSame(entry.name, name))
    else entries.drop(key)
    if (refusal.code === 'NOT_FOUND') keep(key, name, refusal, readAt)
  }

  function keep(key: string, name: string, answer: Entry['answer'], readAt: number): void {
    const absent = SecretsError.is(answer)
    const ttl = ttlByName.get(name) ?? ttlMs
    const time = absent ? Math.min(negativeTtlMs, ttl) : ttl
    const freshUntil = readAt + time * (1 - jitter * random())
    const staleUntil = absent ? freshUntil : freshUntil + maxStaleMs
    if (time > 0) entries.keep(key, { name, answer, readAt, freshUntil, staleUntil, retryAt: readAt })
  }

  function forget(name: string): void {
    entries.dropWhere((entry) => mayBeSame(entry.name, name))
    for (const [key, underWay] of flights) if (mayBeSame(underWay.name, name)) flights.delete(key)
  }

  /** A write can have happened even where it rejects, so what is known is forgotten either way. */
  async function writing<T>(name: string, write: Promise<T>): Promise<T> {
    try {
      return await write
    } finally {
      if (typeof name === 'string') forget(name)
    }
  }

  function stats(): CacheStats {
    const all = entries.values()
    const valid = all.filter((entry) => freshness(entry, clock.now()) === 'fresh').length
    const held = { entries: all.length, valid, expired: all.length - valid }
    return { ...held, ...counts, errors: Object.fromEntries(errors) }
  }

  async function close(): Promise<void> {
    background.abort()
    await life.close()
    entries.clear()
    await inner.close()
  }

  const inner = forwarded(provider)
  const wrapper: CachedProvider = {
    ...inner,
    get: (ref, op) => life.read('get', ref, op, (parsed, _, signal) => get(parsed, signal)),
    getMany: (refs, op) =>
      life.run('getMany', op, (_, signal) => answerEach(provider.id, refs, names, (ref) => get(ref, signal))),
    create: (name, ...rest) => writing(name, inner.create(name, ...rest)),
    put: (name, ...rest) => writing(name, inner.put(name, ...rest)),
    moveLabel: (name, ...rest) => writing(name, inner.moveLabel(name, ...rest)),
    delete: (name, ...rest) => writing(name, inner.delete(name, ...rest)),
    restore: (name, ...rest) => writing(name, inner.restore(name, ...rest)),
    watch: (names, watching) =>
      mapped(inner.watch(names, watching), (change) => {
        forget(change.name)
        return change
      }),

    refresh: (ref, op) =>
      life.read('refresh', ref, op, async (parsed, _, signal) => {
        const key = entryKey(parsed)
        const underWay = flights.get(key)
        const value = await (underWay?.refreshing ? underWay : takeOff(key, parsed, true)).join(signal)
        return parsed.key === undefined ? value : value.key(parsed.key)
      }),
    invalidate: (ref) => forget(parseRef(ref, names).name),
    lastVersion: (name) => lastVersions.peek(name),
    clear() {
      entries.clear()
      flights.clear()
    },
    stats,
    peek(ref) {
      const entry = entries.peek(entryKey(parseRef(ref, names)))
      if (entry === undefined) return undefined
      const { answer } = entry
      const version = SecretsError.is(answer) ? {} : { versionId: answer.versionId }
      return { state: freshness(entry, clock.now()), ageMs: clock.now() - entry.readAt, ...version }
    },

    close,
    [Symbol.asyncDispose]: close,
  }
  return wrapper
}

function settled(answer: Entry['answer']): Promise<SecretValue> {
  return SecretsError.is(answer) ? Promise.reject(answer) : Promise.resolve(answer)
}
