import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Attempt, SecretsError, sanitised } from './errors.js'
import { frozen } from './frozen.js'
import { exactJson, type Json, keyOf } from './json.js'
import type { SecretInput } from './provider.js'
import { isInput } from './secret-input.js'
import { describeIssues, type OutputOf, type StandardSchema } from './standard-schema.js'

/** Where a value came from. */
export interface Provenance {
  /** The provider that gave it; `default` where nobody had it and the caller gave a default. */
  readonly provider: string
  /** Who was asked, in order. */
  readonly tried: readonly Attempt[]
  /** The value outlived its time in the cache, and is served since nothing newer could be had yet. */
  readonly stale?: true
  readonly default?: true
}

/** What a secret's value says about itself without being opened. */
export interface SecretFacts {
  readonly name: string
  readonly versionId: string
  readonly labels: readonly string[]
  readonly createdAt: Date
  /** The provider's id. */
  readonly provider: string
  /** Absent, the provider alone was asked. */
  readonly provenance?: Provenance | undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
const brand = Symbol.for('@strongroom/core/SecretValue')
const comparisonKey = randomBytes(32)

/**
 * A sealed secret: it prints, clones and serialises as a tag without its value, and opens only by `text()`, `bytes()`,
 * `json()`, `key()` and `use()`.
 */
export class SecretValue {
  readonly #content: string | Uint8Array
  readonly name: string
  readonly versionId: string
  readonly labels: readonly string[]
  readonly #createdAt: number
  /** The id of the provider it came from. */
  readonly provider: string
  readonly provenance: Provenance

  /** Seals a value. What is neither text nor bytes is INVALID_VALUE, and so is half a character (a lone surrogate). */
  constructor(content: SecretInput, facts: SecretFacts) {
    const { name, versionId, labels, createdAt, provider, provenance } = facts
    const refuse = (problem: string) => {
      throw new SecretsError('INVALID_VALUE', `the value of "${name}" ${problem}`, {
        provider,
        secretName: name,
      })
    }
    if (!isInput(content)) refuse('is neither a string nor a Uint8Array')
    if (typeof content === 'string' && !content.isWellFormed())
      refuse('holds half a character (a lone surrogate)')
    this.#content = typeof content === 'string' ? content : new Uint8Array(content)
    this.name = name
    this.versionId = versionId
    this.labels = frozen([...labels])
    this.#createdAt = Number(createdAt)
    this.provider = provider
    const { tried, ...rest } = provenance ?? { provider, tried: [{ provider, outcome: 'FOUND' }] }
    this.provenance = frozen({ ...rest, tried: tried.map((attempt) => ({ ...attempt })) })
    // A cache hands the same one to everybody.
    Object.freeze(this)
  }

  /** Whether this is a SecretValue, from this copy of the package or another. */
  static is(thing: unknown): thing is SecretValue {
    return typeof thing === 'object' && thing !== null && brand in thing
  }

  get [brand](): true {
    return true
  }

  get createdAt(): Date {
    return new Date(this.#createdAt)
  }

  /** Whether it was stored as bytes rather than as text. */
  get binary(): boolean {
    return typeof this.#content !== 'string'
  }

  /** The text, to the character. INVALID_ENCODING if it is bytes that are not UTF-8. */
  text(): string {
    if (typeof this.#content === 'string') return this.#content
    try {
      return decoder.decode(this.#content)
    } catch {
      // The decoder's error is left behind: it says no more than this one does.
      throw this.#error('INVALID_ENCODING', 'is not UTF-8 text', 'Read it with bytes().')
    }
  }

  /** A fresh copy of the bytes; of a text, its UTF-8. */
  bytes(): Uint8Array<ArrayBuffer> {
    return typeof this.#content === 'string' ? encoder.encode(this.#content) : new Uint8Array(this.#content)
  }

  /** The JSON in it. NOT_JSON, never quoting it. */
  json(): Json
  /** The JSON in it, as any Standard Schema (zod, valibot, arktype …) makes it. NOT_JSON, SCHEMA. */
  json<Schema extends StandardSchema>(schema: Schema): Promise<OutputOf<Schema>>
  json(schema?: StandardSchema): Json | Promise<unknown> {
    return schema === undefined ? this.#json() : this.#validated(schema)
  }

  /**
   * One part of a JSON secret, sealed too: an own key, or a JSON pointer if `path` starts with `/`. Text comes as it
   * is; anything else as the JSON it was written in. NOT_JSON, KEY_NOT_FOUND.
   */
  key(path: string): SecretValue {
    const found = keyOf(this.#json(exactJson), path)
    if (found === undefined) throw this.#error('KEY_NOT_FOUND', `has no key ${JSON.stringify(path)}`)
    return new SecretValue(typeof found === 'string' ? found : JSON.stringify(found), this)
  }

  /** Lends the bytes to `fn`, and overwrites them with zeros once it is done. */
  use<T>(fn: (bytes: Uint8Array) => T): T {
    const bytes = this.bytes()
    const wipe = () => bytes.fill(0)
    let result: T
    try {
      result = fn(bytes)
    } catch (error) {
      wipe()
      throw error
    }
    if (isPromiseLike(result)) return Promise.resolve(result).finally(wipe) as T
    wipe()
    return result
  }

  /** Whether the values are the same, byte for byte, in a time that does not tell where they differ. */
  equals(other: SecretValue | SecretInput): boolean {
    if (!SecretValue.is(other) && !isInput(other)) {
      throw new TypeError('equals: a value is compared with a SecretValue, a string or a Uint8Array')
    }
    // Its UTF-8 would be that of U+FFFD, which is another text.
    if (typeof other === 'string' && !other.isWellFormed()) return false
    const [mine, theirs] = [this, other].map((side) =>
      createHmac('sha256', comparisonKey)
        .update(SecretValue.is(side) ? side.bytes() : side)
        .digest(),
    )
    return timingSafeEqual(mine as Buffer, theirs as Buffer)
  }

  /** The same value under other facts: wrappers use it, whose callers know a secret by another name. */
  with(facts: Partial<SecretFacts>): SecretValue {
    return new SecretValue(this.#content, { ...this, createdAt: this.createdAt, ...facts })
  }

  toString(): string {
    return `[secret ${this.name}]`
  }

  toJSON(): string {
    return this.toString()
  }

  get [Symbol.toStringTag](): string {
    return `secret ${this.name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  #json(parse: (text: string) => Json = JSON.parse): Json {
    const text = this.text()
    try {
      return parse(text)
    } catch {
      // The parser's error is left behind: it quotes its input.
      throw this.#error('NOT_JSON', 'is not JSON')
    }
  }

  async #validated(schema: StandardSchema): Promise<unknown> {
    const value = this.#json()
    let places: readonly string[]
    try {
      const result = await schema['~standard'].validate(value)
      if (result.issues === undefined && 'value' in result) return result.value
      places = await describeIssues(schema, result.issues ?? [], value)
    } catch (error) {
      throw this.#error('SCHEMA', 'made its schema throw', undefined, sanitised(error))
    }
    throw this.#error('SCHEMA', `does not fit its schema ${places.join(', ')}`.trimEnd())
  }

  #error(
    code: 'INVALID_ENCODING' | 'NOT_JSON' | 'KEY_NOT_FOUND' | 'SCHEMA',
    problem: string,
    hint?: string,
    cause?: Error,
  ) {
    const { name: secretName, provider } = this
    return new SecretsError(code, `the value of "${secretName}" ${problem}`, {
      provider,
      secretName,
      hint,
      cause,
    })
  }
}

function isPromiseLike(thing: unknown): thing is PromiseLike<unknown> {
  return typeof (thing as { then?: unknown } | undefined)?.then === 'function'
}
