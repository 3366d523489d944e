/**
 * Every code a SecretsError can carry, and whether trying the same call again later can help. Programs act on codes;
 * messages are for people and may change.
 */
const retryableByCode = {
  /** The provider is sure that it has no such secret, version or label. */
  NOT_FOUND: false,
  /** The secret is there and is JSON, but has no such key. */
  KEY_NOT_FOUND: false,
  ACCESS_DENIED: false,
  /** The credentials are missing, wrong or expired. */
  UNAUTHENTICATED: false,
  ALREADY_EXISTS: false,
  /** Somebody else was first: another version is current, or the token belongs to another value. */
  CONFLICT: false,
  /** The secret is in a state that does not allow this, such as scheduled for deletion. */
  INVALID_STATE: false,
  INVALID_NAME: false,
  INVALID_VALUE: false,
  INVALID_ARGUMENT: false,
  INVALID_CURSOR: false,
  NOT_JSON: false,
  /** Text was asked of bytes that are not UTF-8. */
  INVALID_ENCODING: false,
  /** The value is JSON but does not fit the schema. */
  SCHEMA: false,
  DECRYPTION_FAILED: false,
  CORRUPT: false,
  THROTTLED: true,
  LIMIT_EXCEEDED: false,
  /** The provider could not find out: refused, no route, no DNS, no TLS, out of order. */
  UNAVAILABLE: true,
  TIMEOUT: true,
  ABORTED: false,
  /** The provider does not declare this in its capabilities. */
  UNSUPPORTED: false,
  CLOSED: false,
  CONFIG: false,
  /** What nobody could explain: a bug, here or in a provider. */
  INTERNAL: false,
} as const

export type SecretsErrorCode = keyof typeof retryableByCode

export const secretsErrorCodes = Object.keys(retryableByCode) as readonly SecretsErrorCode[]

/** What one provider answered on the way to a value or to an error. */
export interface Attempt {
  readonly provider: string
  readonly outcome: 'FOUND' | SecretsErrorCode
}

export interface SecretsErrorOptions {
  /** The id of the provider that refused. */
  readonly provider?: string | undefined
  readonly secretName?: string | undefined
  /** The member that was called: `get`, `put` … */
  readonly operation?: string | undefined
  /** What the reader can do about it, in a sentence. */
  readonly hint?: string | undefined
  /** Which providers were asked, where more than one could have been. */
  readonly tried?: readonly Attempt[] | undefined
  /** Every single error, where one stands for many: `ready`, `bundle`. */
  readonly errors?: readonly SecretsError[] | undefined
  /** What lies beneath. Must not hold a secret value: `sanitised()` makes a foreign error fit. */
  readonly cause?: unknown
}

const brand = Symbol.for('@strongroom/core/SecretsError')

/**
 * The one error that Strongroom rejects with. Neither its text nor its properties ever hold a secret value.
 *
 * Tell errors apart by `code`, through `SecretsError.is(error, 'NOT_FOUND')`, which also knows errors made by another
 * copy of this package; `instanceof` does the same.
 */
export class SecretsError extends Error {
  override get name(): string {
    return 'SecretsError'
  }

  readonly code: SecretsErrorCode
  /** Whether the same call can succeed later; fixed for each code. */
  readonly retryable: boolean
  declare readonly provider?: string
  declare readonly secretName?: string
  declare readonly operation?: string
  declare readonly hint?: string
  declare readonly tried?: readonly Attempt[]
  declare readonly errors?: readonly SecretsError[]

  constructor(code: SecretsErrorCode, message: string, options: SecretsErrorOptions = {}) {
    const { cause, ...facts } = options
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = retryableByCode[code]
    for (const [fact, value] of Object.entries(facts)) {
      if (value !== undefined) Object.defineProperty(this, fact, { value, enumerable: true })
    }
  }

  /** Whether `error` is a SecretsError, from this copy of the package or another, and has this code, if one is given. */
  static is(error: unknown): error is SecretsError
  static is<Code extends SecretsErrorCode>(
    error: unknown,
    ...codes: readonly Code[]
  ): error is SecretsError & { readonly code: Code }
  static is(error: unknown, ...codes: readonly SecretsErrorCode[]): boolean {
    if (typeof error !== 'object' || error === null || !(brand in error)) return false
    return codes.length === 0 || codes.includes((error as SecretsError).code)
  }

  static {
    recognise(SecretsError)
  }

  get [brand](): true {
    return true
  }

  /** The same error, told with other facts: wrappers use it, whose callers know a secret by another name. */
  with(facts: Omit<SecretsErrorOptions, 'cause'>): SecretsError {
    const { provider, secretName, operation, hint, tried, errors, cause } = this
    const before = { provider, secretName, operation, hint, tried, errors, cause }
    const copy = new SecretsError(this.code, this.message, { ...before, ...facts })
    if (this.stack !== undefined) copy.stack = this.stack
    return copy
  }

  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, provider, secretName, operation, hint, tried, errors } = this
    return { name, code, message, retryable, provider, secretName, operation, hint, tried, errors }
  }
}

/** NOT_FOUND, for those who write `instanceof`: true for every SecretsError with that code, however it was made. */
export class SecretNotFoundError extends SecretsError {
  constructor(message: string, options?: SecretsErrorOptions) {
    super('NOT_FOUND', message, options)
  }

  static {
    recognise(SecretNotFoundError, 'NOT_FOUND')
  }
}

/** ACCESS_DENIED, for those who write `instanceof`: true for every SecretsError with that code, however it was made. */
export class SecretAccessDeniedError extends SecretsError {
  constructor(message: string, options?: SecretsErrorOptions) {
    super('ACCESS_DENIED', message, options)
  }

  static {
    recognise(SecretAccessDeniedError, 'ACCESS_DENIED')
  }
}

/** Makes `instanceof` go by brand and code; for classes that extend this one, it goes by the prototype as ever. */
function recognise(
  known: typeof SecretsError | typeof SecretNotFoundError,
  ...codes: readonly SecretsErrorCode[]
): void {
  Object.defineProperty(known, Symbol.hasInstance, {
    value(this: unknown, error: unknown): boolean {
      return this === known
        ? SecretsError.is(error, ...codes)
        : Function.prototype[Symbol.hasInstance].call(this, error)
    },
  })
}

/**
 * A foreign error made fit to be a `cause`: its class, its code and where it happened. Its message stays behind, since
 * libraries quote their input (`JSON.parse` does, and the file system what it took for a path).
 */
export function sanitised(error: unknown): Error {
  if (!(error instanceof Error))
    return new Error(`a thrown ${error === null ? 'null' : typeof error}, withheld`)
  const { code, syscall } = error as NodeJS.ErrnoException
  const fromSystem = isWord(syscall) && isWord(code)
  const message = fromSystem ? `${code} in ${syscall}` : 'message withheld, for it could quote a value'
  const safe = new Error(message)
  Object.defineProperty(safe, 'name', { value: error.constructor.name, configurable: true })
  if (isWord(code)) Object.assign(safe, { code })
  safe.stack = [`${safe.name}: ${message}`, ...framesOf(error)].join('\n')
  return safe
}

/** Whether this is a name such as `ENOENT` or `open`, and no prose. */
function isWord(thing: unknown): thing is string {
  return typeof thing === 'string' && /^[A-Za-z][A-Za-z0-9_]*$/.test(thing)
}

const frame = /^\s+at (.*:\d+:\d+\)?|.*\(<anonymous>\)|.*\(index \d+\))$/

/**
 * The lines of a stack that tell where; none if the message, which may run over lines, cannot be told from them, as
 * when it was changed after the stack was written.
 */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const end = message === '' ? stack.search(/(?<=^[^:\n]*)\n/) : stack.indexOf(message) + message.length
  const written = message === '' || stack.includes(message)
  if (!written || stack[end] !== '\n') return []
  return stack
    .slice(end)
    .split('\n')
    .filter((line) => frame.test(line))
}
