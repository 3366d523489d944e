import { told } from './lifecycle.js'

/** What feeds a stream: items, an error that ends it, and a signal that says when nobody listens any more. */
export interface Feed<T> {
  push(item: T): void
  fail(error: unknown): void
  readonly signal: AbortSignal
}

/**
 * An async iterable that is fed: `start` runs at once, and what it pushes waits until it is asked for. Ends at once when
 * `outer` aborts or the iteration is left. It can be iterated once.
 */
export function stream<T>(outer: AbortSignal | undefined, start: (feed: Feed<T>) => void): AsyncIterable<T> {
  const ended = new AbortController()
  const waiting: PromiseWithResolvers<IteratorResult<T>>[] = []
  const items: T[] = []
  let failure: { readonly error: unknown } | undefined

  /** Ends it and forgets what nobody will ask for any more. */
  function leave(): void {
    items.length = 0
    failure = undefined
    end()
  }

  function end(): void {
    outer?.removeEventListener('abort', leave)
    ended.abort()
    for (const { resolve } of waiting.splice(0)) resolve({ done: true, value: undefined })
  }

  function answer(): Promise<IteratorResult<T>> {
    if (items.length > 0) return Promise.resolve({ done: false, value: items.shift() as T })
    if (failure !== undefined) {
      const { error } = failure
      failure = undefined
      return Promise.reject(error)
    }
    if (ended.signal.aborted) return Promise.resolve({ done: true, value: undefined })
    const next = Promise.withResolvers<IteratorResult<T>>()
    waiting.push(next)
    return next.promise
  }

  if (outer?.aborted) leave()
  else {
    outer?.addEventListener('abort', leave)
    start({
      push(item) {
        if (ended.signal.aborted) return
        const next = waiting.shift()
        if (next === undefined) items.push(item)
        else next.resolve({ done: false, value: item })
      },
      fail(error) {
        if (ended.signal.aborted) return
        const next = waiting.shift()
        if (next === undefined) failure = { error }
        else next.reject(error)
        end()
      },
      signal: ended.signal,
    })
  }

  const iterator: AsyncIterator<T> = {
    next: answer,
    return() {
      leave()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}

/** The same items, seen through `see`; the source is asked and left as this is. Errors are told as SecretsErrors. */
export function mapped<T, U>(
  source: AsyncIterable<T>,
  see: (item: T) => U,
  provider?: string,
): AsyncIterable<U> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]()
      return {
        async next() {
          try {
            const { done, value } = await iterator.next()
            return done ? { done, value: undefined } : { done: false, value: see(value) }
          } catch (error) {
            throw told(error, { provider, operation: 'watch' })
          }
        },
        async return() {
          await iterator.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}

/** What `start` gives, or a stream that fails as it did, told as a SecretsError. */
export function attempted<T>(start: () => AsyncIterable<T>, provider?: string): AsyncIterable<T> {
  try {
    return start()
  } catch (error) {
    return stream<T>(undefined, ({ fail }) => fail(told(error, { provider, operation: 'watch' })))
  }
}

/** Hands on what a source gives, to `take` or as it is, until nobody listens any more. */
export async function pour<T, U>(
  source: AsyncIterable<T>,
  feed: Feed<U>,
  take: (item: T) => void | Promise<void>,
): Promise<void> {
  try {
    for await (const item of source) await take(item)
  } catch (error) {
    feed.fail(told(error, { operation: 'watch' }))
  }
}
