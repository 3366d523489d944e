import { type Bundle, type BundleEntry, fullEntry } from './bundle.js'
import type { CacheStats } from './cached.js'
import { systemClock } from './clock.js'
import { SecretsError } from './errors.js'
import { type Explanation, explain } from './explain.js'
import { type Answer, endsAll } from './get-many.js'
import { composed, type Graph, type GraphOptions } from './graph.js'
import type { GraphDescription } from './graph-description.js'
import { healthOfAll } from './health.js'
import type { Json } from './json.js'
import type { Counters } from './observed.js'
import { requireNumber } from './options.js'
import type { Health, Op, SecretChange, SecretInput, SecretsProvider } from './provider.js'
import { checkedName, parseRef, type SecretRef } from './ref.js'
import { isInput } from './secret-input.js'
import { SecretValue } from './secret-value.js'
import { cacheDefaults } from './settings.js'
import { isSchema, type OutputOf, type StandardSchema } from './standard-schema.js'
import { attempted } from './stream.js'
import { watching } from './watching.js'

export interface GetOptions extends Op {
  /** The value where no provider has the secret: after NOT_FOUND alone. Its provenance says that it is the default. */
  readonly default?: SecretInput | undefined
}

export interface WatchOptions {
  /** Ends the watching. */
  readonly signal?: AbortSignal | undefined
  /** How often to look where no provider tells of changes by itself; the cache's `ttlSeconds` where absent. */
  readonly pollSeconds?: number | undefined
}

export interface ReadyOptions extends Op {
  readonly require: readonly SecretRef[]
}

export interface SecretsStats {
  readonly cache: CacheStats
  /** What each provider answered, by outcome. */
  readonly sources: Readonly<Record<string, Counters>>
}

const defaultVersion = 'default'

/** Reads secrets for an application: through a cache, from whichever provider has them. Made by `createSecrets` or `openSecrets`. */
export class Secrets {
  readonly #graph: Graph
  readonly #options: GraphOptions
  readonly #closing = new AbortController()

  constructor(options: GraphOptions) {
    this.#graph = composed(options)
    this.#options = options
  }

  /** Everything this is made of, as one provider: for writes, which go to `writeTo`, and for whoever takes a provider. */
  get provider(): SecretsProvider {
    return this.#graph.cache
  }

  /** Reads a secret, or one key of it. Rejects with NOT_FOUND where no provider has it and no default is given. */
  async get(ref: SecretRef, { default: fallback, ...op }: GetOptions = {}): Promise<SecretValue> {
    requireDefault(fallback)
    try {
      return await this.#graph.cache.get(ref, op)
    } catch (error) {
      if (fallback === undefined || !SecretsError.is(error, 'NOT_FOUND')) throw error
      return this.#defaultValue(ref, fallback, error)
    }
  }

  /** The same, with undefined for NOT_FOUND; every other refusal rejects. */
  async tryGet(ref: SecretRef, op?: Op): Promise<SecretValue | undefined> {
    try {
      return await this.#graph.cache.get(ref, op)
    } catch (error) {
      if (SecretsError.is(error, 'NOT_FOUND')) return undefined
      throw error
    }
  }

  /** Whether there is such a secret, and such a key of it if the ref has one. Rejects where that could not be found out. */
  async has(ref: SecretRef, op?: Op): Promise<boolean> {
    try {
      await this.#graph.cache.get(ref, op)
      return true
    } catch (error) {
      if (SecretsError.is(error, 'NOT_FOUND', 'KEY_NOT_FOUND')) return false
      throw error
    }
  }

  /** Reads a JSON secret. NOT_JSON, never quoting it. */
  json(ref: SecretRef, op?: Op): Promise<Json>
  /** Reads a JSON secret as a Standard Schema (zod, valibot, arktype …) makes it. NOT_JSON, SCHEMA. */
  json<Schema extends StandardSchema>(ref: SecretRef, schema: Schema, op?: Op): Promise<OutputOf<Schema>>
  async json(ref: SecretRef, schemaOrOp?: StandardSchema | Op, op?: Op): Promise<unknown> {
    if (isSchema(schemaOrOp)) return (await this.get(ref, op)).json(schemaOrOp)
    return (await this.get(ref, schemaOrOp ?? op)).json()
  }

  /** Reads many: answers in order, an error standing in the place of each that cannot be had. */
  getMany(refs: readonly SecretRef[], op?: Op): Promise<Answer[]> {
    return this.#graph.cache.getMany(refs, op)
  }

  /**
   * Reads what belongs together, under names of your own: `{ db: 'prod/db#password', key: { ref: 'k', optional: true } }`.
   * All or nothing: one error tells of every entry that cannot be had.
   */
  async bundle<const Entries extends Readonly<Record<string, BundleEntry>>>(
    entries: Entries,
    op?: Op,
  ): Promise<Bundle<Entries>> {
    const wanted = Object.entries(entries).map(([key, entry]) => ({ key, ...fullEntry(entry) }))
    for (const entry of wanted) requireDefault(entry.default)
    const answers = await this.#each(
      wanted.map(({ ref }) => ref),
      op,
    )
    const filled = answers.map((answer, i) => {
      const { ref, default: fallback, optional } = wanted[i] as (typeof wanted)[number]
      if (!SecretsError.is(answer, 'NOT_FOUND')) return answer
      if (fallback !== undefined) return this.#defaultValue(ref, fallback, answer)
      return optional ? undefined : answer
    })
    requireAll('bundle', filled)
    return Object.fromEntries(wanted.map(({ key }, i) => [key, filled[i]])) as Bundle<Entries>
  }

  /** Settles when all of these can be read. Rejects with one error that tells of every one that cannot, in `errors`. */
  async ready({ require, ...op }: ReadyOptions): Promise<void> {
    if (!Array.isArray(require))
      throw new SecretsError('INVALID_ARGUMENT', 'ready: "require" must be a list of references')
    requireAll('ready', await this.#each(require, op))
  }

  /** Reads past the cache, and renews it. */
  refresh(ref: SecretRef, op?: Op): Promise<SecretValue> {
    return this.#graph.cache.refresh(ref, op)
  }

  /** Forgets what the cache knows of a secret, every version of it; without a ref, of all. */
  invalidate(ref?: SecretRef): void {
    if (ref === undefined) this.#graph.cache.clear()
    else this.#graph.cache.invalidate(ref)
  }

  /**
   * What happens to these secrets from now on. When an event comes, the cache is already renewed. Providers that tell
   * of changes are listened to; the others are looked at every `pollSeconds`.
   */
  watch(
    names: string | readonly string[],
    { signal, pollSeconds }: WatchOptions = {},
  ): AsyncIterable<SecretChange> {
    const closing = this.#closing.signal
    const { cache, uncached, description } = this.#graph
    const { clock = systemClock } = this.#options
    if (pollSeconds !== undefined) requireNumber('watch', 'pollSeconds', pollSeconds, minPollSeconds)
    const ttlSeconds = description.cache.ttlSeconds || cacheDefaults.ttlSeconds
    const seconds = pollSeconds ?? Math.max(ttlSeconds, minPollSeconds)
    return attempted(() => {
      if (closing.aborted) throw new SecretsError('CLOSED', 'secrets is closed', { operation: 'watch' })
      const watched = [names].flat().map((name) => checkedName(name, uncached.capabilities.limits.name))
      return watching(watched, signal === undefined ? closing : AbortSignal.any([signal, closing]), {
        current: async (name, signal) => (await cache.refresh(name, { signal })).versionId,
        baseline: (name) => cache.lastVersion(name),
        sources: uncached.capabilities.watch ? [uncached] : [],
        tick: (signal) => clock.sleep(seconds * 1000, signal),
      })
    })
  }

  stats(): SecretsStats {
    const { cache, sources } = this.#graph
    return {
      cache: cache.stats(),
      sources: Object.fromEntries(sources.map((source) => [source.id, source.counters()])),
    }
  }

  /** How each provider is, and all of them together. Never rejects. */
  health(op?: Op): Promise<Health> {
    return healthOfAll('secrets', this.#graph.sources, op)
  }

  /** Why a name gives what it gives: reads it past the cache, tells the way it went, and never the value. */
  explain(ref: SecretRef, op?: Op): Promise<Explanation> {
    return explain(this.#graph, this.#options.decisions ?? [], ref, op)
  }

  /** What this is made of, as plain data. */
  describe(): GraphDescription {
    return this.#graph.description
  }

  /** Ends every watch, waits for reads under way, and closes the providers. May be called again. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#graph.cache.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Reads each by itself, in one tick and so in one call: what is late or broken does not hide what the others are. */
  #each(refs: readonly SecretRef[], op: Op | undefined): Promise<Answer[]> {
    return Promise.all(
      refs.map((ref) =>
        this.#graph.cache.get(ref, op).catch((error: SecretsError) => {
          if (endsAll(error)) throw error
          return error
        }),
      ),
    )
  }

  #defaultValue(ref: SecretRef, fallback: SecretInput, { tried = [] }: SecretsError): SecretValue {
    const { name } = parseRef(ref, this.provider.capabilities.limits.name)
    const { clock = systemClock } = this.#options
    return new SecretValue(fallback, {
      name,
      versionId: defaultVersion,
      labels: [],
      createdAt: new Date(clock.now()),
      provider: 'default',
      provenance: { provider: 'default', tried, default: true },
    })
  }
}

/** More often than this nothing is polled: it would be a busy loop. */
const minPollSeconds = 0.1

function requireDefault(fallback: unknown): void {
  if (fallback === undefined || isInput(fallback)) return
  throw new SecretsError('INVALID_ARGUMENT', 'a default is a string or a Uint8Array')
}

/** Puts providers together into what an application holds. Does no I/O: whatever can fail fails at the first read. */
export function createSecrets(options: GraphOptions): Secrets {
  return new Secrets(options)
}

function requireAll(operation: string, answers: readonly (Answer | undefined)[]): void {
  const errors = answers.filter((answer) => SecretsError.is(answer))
  const telling = errors.find(({ retryable }) => !retryable) ?? errors[0]
  if (telling === undefined) return
  const lines = errors.map(({ code, secretName, message, hint }) =>
    [`  ${code}${secretName === undefined ? '' : ` ${secretName}`}: ${message}`, hint].join(' ').trimEnd(),
  )
  const count = `${errors.length} of ${answers.length} secrets cannot be had`
  throw new SecretsError(telling.code, [`${count}:`, ...lines].join('\n'), { operation, errors })
}
