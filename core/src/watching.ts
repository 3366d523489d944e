import { SecretsError, type SecretsErrorCode } from './errors.js'
import { endsAll } from './get-many.js'
import { told } from './lifecycle.js'
import type { SecretChange, SecretInfo, SecretsProvider } from './provider.js'
import { pour, stream } from './stream.js'

/** What the watcher knows of a secret: its version, null where there is none, undefined where nobody has looked. */
interface Known {
  readonly versionId: string | null | undefined
  /** Why it could not be read when somebody last looked. */
  readonly failure?: SecretsErrorCode
  /** The watcher has not been told of this: it was there at the first look. */
  readonly untold?: true
}

export interface Watching {
  /** The version of a secret that is current now, read anew; rejects where there is none or it cannot be read. */
  readonly current: (name: string, signal: AbortSignal) => Promise<string>
  /** The version that the watcher is known to have seen; undefined where nothing is known. */
  readonly baseline?: (name: string) => string | undefined
  /** Those whose own events say that it is worth looking. */
  readonly sources: readonly SecretsProvider[]
  /** Settles when it is time to look although no source said so. */
  readonly tick?: (signal: AbortSignal) => Promise<void>
}

/**
 * Watches names through several sources: whatever they announce is only a reason to look what is current, and only what
 * differs from what was told before is told. So a change that another source hides is no event, and none comes twice.
 */
export function watching(
  names: readonly string[],
  signal: AbortSignal | undefined,
  { current, baseline, sources, tick }: Watching,
): AsyncIterable<SecretChange> {
  return stream(signal, (feed) => {
    const known = new Map<string, Known>(names.map((name) => [name, { versionId: baseline?.(name) }]))
    const queues = new Map<string, Promise<void>>()
    /** One look at a time for each name: an older answer must not be told after a newer one. */
    const look = (name: string, announced?: SecretChange): Promise<void> => {
      const next = (queues.get(name) ?? Promise.resolve()).then(() => lookNow(name, announced))
      queues.set(name, next)
      return next
    }

    async function lookNow(name: string, announced: SecretChange | undefined): Promise<void> {
      if (feed.signal.aborted) return
      try {
        tell(name, await current(name, feed.signal), announced)
      } catch (error) {
        const refusal = told(error, { operation: 'watch', secretName: name })
        if (feed.signal.aborted) return
        if (endsAll(refusal)) feed.fail(refusal)
        else tell(name, refusal, announced)
      }
    }

    function tell(name: string, seen: string | SecretsError, announced: SecretChange | undefined): void {
      const before = known.get(name) ?? { versionId: undefined }
      const after = knownAfter(before, seen)
      known.set(name, after)
      if (after.failure !== undefined) {
        if (after.failure !== before.failure) feed.push({ kind: 'failed', name, code: after.failure })
        return
      }
      const announcedThis = announced !== undefined && versionIn(announced) === after.versionId
      const isFirstLook = before.versionId === undefined
      const isOther = !isFirstLook && after.versionId !== before.versionId
      if (isOther || (announcedThis && (isFirstLook || before.untold)))
        feed.push(changeTo(name, after.versionId))
      else if (isFirstLook || before.untold) known.set(name, { ...after, untold: true })
    }

    for (const source of sources) {
      pour(source.watch(names, { signal: feed.signal }), feed, (change) => look(change.name, change))
    }
    for (const name of names) if (known.get(name)?.versionId === undefined) look(name)
    if (tick !== undefined) repeat(tick, feed.signal, () => Promise.all(names.map((name) => look(name))))
  })
}

function knownAfter(before: Known, seen: string | SecretsError): Known {
  if (typeof seen === 'string') return { versionId: seen }
  if (SecretsError.is(seen, 'NOT_FOUND', 'INVALID_STATE')) return { versionId: null }
  return { ...before, failure: seen.code }
}

/** The version that a change leads to; null where the secret is gone, undefined where nobody could tell. */
function versionIn(change: SecretChange): Known['versionId'] {
  if (change.kind === 'failed') return undefined
  return change.kind === 'changed' ? change.versionId : null
}

function changeTo(name: string, versionId: Known['versionId']): SecretChange {
  return versionId ? { kind: 'changed', name, versionId } : { kind: 'deleted', name }
}

async function repeat(
  tick: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    await tick(signal)
    if (signal.aborted) return
    await work()
  }
}

/** The version that a plain read gives; rejects as that read does where there is none. */
export function currentVersion({ name, deletesAt, versions }: SecretInfo): string {
  if (deletesAt !== undefined) throw new SecretsError('INVALID_STATE', `"${name}" is scheduled for deletion`)
  const current = versions.find(({ labels }) => labels.includes('AWSCURRENT'))
  if (current === undefined) throw new SecretsError('NOT_FOUND', `"${name}" has no current version`)
  return current.versionId
}
