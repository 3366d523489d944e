import { SecretsError } from './errors.js'
import { ask } from './get-many.js'
import type { SecretsProvider } from './provider.js'
import type { ParsedRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

interface Read extends PromiseWithResolvers<SecretValue> {
  readonly ref: ParsedRef
  readonly signal: AbortSignal
}

/**
 * Reads that gather: all that are asked for in one tick, whichever promise they come from, go to the provider as one
 * call. Who gives up in that time is left out, and the call is aborted once nobody waits for any part of it.
 */
export function batched(
  provider: SecretsProvider,
): (ref: ParsedRef, signal: AbortSignal) => Promise<SecretValue> {
  let gathered: Read[] = []

  async function flush(): Promise<void> {
    const reads = gathered.filter(({ signal }) => !signal.aborted)
    for (const { signal, reject } of gathered) {
      if (signal.aborted) reject(new SecretsError('ABORTED', 'nobody waits for this read any more'))
    }
    gathered = []

    const signal = whenAllAbort(reads.map((read) => read.signal))
    try {
      const refs = reads.map(({ ref }) => ref)
      const answers = await ask(provider, refs, { signal })
      for (const [i, answer] of answers.entries()) {
        if (SecretsError.is(answer)) reads[i]?.reject(answer)
        else reads[i]?.resolve(answer)
      }
    } catch (error) {
      for (const { reject } of reads) reject(error)
    }
  }

  return (ref, signal) => {
    if (gathered.length === 0) afterThisTick(flush)
    const read = { ref, signal, ...Promise.withResolvers<SecretValue>() }
    gathered.push(read)
    return read.promise
  }
}

/** Once every promise that can settle now has been followed up. */
function afterThisTick(work: () => void): void {
  Promise.resolve().then(() => process.nextTick(work))
}

function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController()
  let left = signals.length
  for (const signal of signals) {
    const abort = () => {
      left -= 1
      if (left === 0) all.abort()
    }
    signal.addEventListener('abort', abort, { once: true })
  }
  return all.signal
}
