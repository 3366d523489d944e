import { type Clock, systemClock } from './clock.js'
import { SecretsError, type SecretsErrorOptions, sanitised } from './errors.js'
import type { NameLimits, Op, SecretsProvider } from './provider.js'
import { type ParsedRef, parseRef, type SecretRef } from './ref.js'

/** Which call this is, for the error it may end in. */
export type CallFacts = Pick<SecretsErrorOptions, 'provider' | 'secretName' | 'operation'>

/**
 * Runs `work` for as long as the caller will wait: ABORTED as soon as `op.signal` aborts, TIMEOUT after `op.timeoutMs`.
 * `work` gets a signal that aborts in both cases; what becomes of it after that concerns nobody.
 */
export async function bounded<T>(
  op: Op | undefined,
  facts: CallFacts,
  work: (signal: AbortSignal | undefined) => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  const { signal, timeoutMs } = op ?? {}
  if (signal === undefined && timeoutMs === undefined) return work(undefined)
  if (timeoutMs !== undefined && !(timeoutMs > 0)) {
    throw new SecretsError(
      'INVALID_ARGUMENT',
      `"timeoutMs" must be a positive number, got ${timeoutMs}`,
      facts,
    )
  }

  const what = `${facts.operation}${facts.secretName === undefined ? '' : ` of "${facts.secretName}"`}`
  const aborted = () =>
    new SecretsError('ABORTED', `${what} was aborted`, {
      ...facts,
      cause: signal?.reason instanceof DOMException ? signal.reason : sanitised(signal?.reason),
    })
  if (signal?.aborted) throw aborted()

  const over = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const giveUp = (error: SecretsError) => {
    reject(error)
    over.abort(error)
  }
  const onAbort = () => giveUp(aborted())
  signal?.addEventListener('abort', onAbort)
  const timer = new AbortController()
  if (timeoutMs !== undefined && timeoutMs < Number.POSITIVE_INFINITY) {
    clock.sleep(timeoutMs, timer.signal).then(() => {
      if (!timer.signal.aborted) {
        giveUp(new SecretsError('TIMEOUT', `${what} took longer than ${timeoutMs} ms`, facts))
      }
    })
  }
  try {
    work(over.signal).then(resolve, reject)
    return await promise
  } finally {
    timer.abort()
    signal?.removeEventListener('abort', onAbort)
  }
}

export interface LifecycleOptions<Resource> {
  /** The provider's id. */
  readonly id: string
  readonly names?: NameLimits
  /** Opens what every call needs, when the first one comes: once for all that wait, and again after a failure. */
  readonly open?: () => Promise<Resource>
  readonly close?: (resource: Resource) => Promise<void> | void
  readonly clock?: Clock
}

type Work<Resource, T> = (resource: Resource, signal: AbortSignal | undefined) => Promise<T> | T

export interface Lifecycle<Resource> {
  /** Runs one call: opened, bounded by `op`, and with its errors told as SecretsErrors. */
  run<T>(operation: string, op: Op | undefined, work: Work<Resource, T>): Promise<T>
  /** The same for a call about one secret, whose name is checked first. */
  about<T>(operation: string, name: string, op: Op | undefined, work: Work<Resource, T>): Promise<T>
  /** The same for a call that takes a reference. */
  read<T>(
    operation: string,
    ref: SecretRef,
    op: Op | undefined,
    work: (ref: ParsedRef, ...rest: Parameters<Work<Resource, T>>) => Promise<T> | T,
  ): Promise<T>
  /** Lets no more calls in, waits for those that somebody still waits for, and closes what was opened. */
  close(): Promise<void>
}

/** What is the same in the life of every provider, so that each can keep to what it is about. */
export function lifecycle<Resource = undefined>(options: LifecycleOptions<Resource>): Lifecycle<Resource> {
  const { id, names, open, close, clock } = options
  const inside = new Set<Promise<unknown>>()
  let opened: Promise<Resource> | undefined
  let ready: { readonly it: Resource } | undefined
  let closing: Promise<void> | undefined

  async function call<T>(facts: CallFacts, op: Op | undefined, work: Work<Resource, T>): Promise<T> {
    if (closing !== undefined) throw new SecretsError('CLOSED', `provider "${id}" is closed`, facts)
    return tracked(bounded(op, facts, async (signal) => work(await resource(), signal), clock))
  }

  function resource(): Promise<Resource> {
    opened ??= openNow().then(
      (it) => {
        ready = { it }
        return it
      },
      (error) => {
        opened = undefined
        throw error
      },
    )
    return opened
  }

  async function openNow(): Promise<Resource> {
    return (await open?.()) as Resource
  }

  function tracked<T>(running: Promise<T>): Promise<T> {
    const leave = () => inside.delete(running)
    inside.add(running)
    running.then(leave, leave)
    return running
  }

  async function shut(): Promise<void> {
    await Promise.allSettled(inside)
    try {
      if (ready !== undefined) await close?.(ready.it)
      // Nobody waits for what is still opening: it is closed once it is there, whatever becomes of that.
      else opened?.then(close).catch(() => {})
    } catch (error) {
      throw told(error, { provider: id, operation: 'close' })
    }
  }

  const life: Lifecycle<Resource> = {
    async run(operation, op, work) {
      const facts = { provider: id, operation }
      try {
        return await call(facts, op, work)
      } catch (error) {
        throw told(error, facts)
      }
    },
    about: (operation, name, op, work) => life.read(operation, { name }, op, (_, ...rest) => work(...rest)),
    async read(operation, ref, op, work) {
      let facts: CallFacts = { provider: id, operation }
      try {
        const parsed = parseRef(ref, names)
        facts = { ...facts, secretName: parsed.name }
        return await call(facts, op, (it, signal) => work(parsed, it, signal))
      } catch (error) {
        throw told(error, facts)
      }
    },
    close() {
      closing ??= shut()
      return closing
    },
  }
  return life
}

/** The error as a SecretsError that says which call it ended; a foreign one is INTERNAL. */
export function told(error: unknown, facts: CallFacts): SecretsError {
  if (SecretsError.is(error)) {
    const missing = (Object.keys(facts) as (keyof CallFacts)[]).filter(
      (fact) => error[fact] === undefined && facts[fact] !== undefined,
    )
    return missing.length === 0
      ? error
      : error.with(Object.fromEntries(missing.map((fact) => [fact, facts[fact]])))
  }
  const cause = sanitised(error)
  const who = facts.provider === undefined ? 'a provider' : `provider "${facts.provider}"`
  const message = `${who} failed in ${facts.operation} with ${cause.name}`
  return new SecretsError('INTERNAL', message, { ...facts, cause })
}

/** Closes all of them, the last one first, whatever becomes of each; rejects with what went wrong first. */
export async function closeAll(providers: readonly SecretsProvider[]): Promise<void> {
  const failures: SecretsError[] = []
  for (const provider of providers.toReversed()) {
    try {
      await provider.close()
    } catch (error) {
      failures.push(told(error, { provider: provider.id, operation: 'close' }))
    }
  }
  const [first] = failures
  if (first !== undefined) throw failures.length === 1 ? first : first.with({ errors: failures })
}
