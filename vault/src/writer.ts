import type { Clock } from '@strongroom/core/parts'
import { Draft } from './draft.js'
import { mirror } from './mirroring.js'
import type { Instant, SecretKey } from './model.js'
import { placeOf } from './rules/names.js'
import { abandonedVersion } from './rules/rotation.js'
import type { Change, Store } from './store.js'

/** What is to happen to one secret: decides on the draft, and may be asked again if somebody else was first. */
type Verb<T> = (draft: Draft) => Promise<T>

/** Is told of a rotation that a change of the value by somebody else has ended, and its version. */
export type OnAbandoned = (key: SecretKey, versionId: string) => void

export type Write = <T>(key: SecretKey, verb: Verb<T>) => Promise<T>

interface Pending {
  readonly verb: Verb<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** What became of a verb on a draft that is not committed yet. */
type Outcome = () => void

/** How many verbs are committed together: each is a little slower than the one before it, and all wait for the last. */
const mostAtOnce = 100

/**
 * Changes secrets: load, decide, commit, and again on a conflict. Nothing is locked meanwhile.
 *
 * Verbs about one secret that arrive while a commit of it is under way decide one after another on one draft and are
 * committed together, so that a thousand writers of one secret cost eleven commits and not a thousand.
 *
 * What they decided, the secret's replicas follow: that is in the same commit, so that no verb has to think of it.
 *
 * `onDue` is told when something will happen to a secret by itself, and `onAbandoned` which version no rotation goes on
 * with, once that is committed.
 */
export function writer(
  store: Store,
  clock: Clock,
  onDue: (at: Instant) => void = () => {},
  onAbandoned: OnAbandoned = () => {},
): Write {
  const queues = new Map<string, Pending[]>()

  async function drain(id: string, key: SecretKey, queue: Pending[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, mostAtOnce)
      try {
        for (const settle of await decided(key, batch)) settle()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    queues.delete(id)
  }

  /** Commits what the verbs decide, however often others are first: with each conflict somebody got on. */
  async function decided(key: SecretKey, batch: readonly Pending[]): Promise<readonly Outcome[]> {
    for (;;) {
      const draft = new Draft(store, key, await store.find(key), clock.now())
      const outcomes: Outcome[] = []
      for (const { verb, resolve, reject } of batch) {
        try {
          const result = await draft.attempt(verb)
          outcomes.push(() => resolve(result))
        } catch (error) {
          outcomes.push(() => reject(error))
        }
      }
      await mirror(draft)
      const changes = draft.toChanges()
      if (changes.length > 0 && !(await store.commit(changes))) continue
      for (const change of changes) announce(change)
      return outcomes
    }
  }

  function announce({ key, expected, record }: Change): void {
    const abandoned = abandonedVersion(expected, record)
    if (abandoned !== undefined) onAbandoned(key, abandoned)
    if (record?.dueAt !== undefined && record.dueAt !== expected?.dueAt) onDue(record.dueAt)
  }

  return <T>(key: SecretKey, verb: Verb<T>) =>
    new Promise<T>((resolve, reject) => {
      const id = placeOf(key)
      const pending: Pending = { verb, resolve: (result) => resolve(result as T), reject }
      const queue = queues.get(id)
      if (queue !== undefined) {
        queue.push(pending)
        return
      }
      const started = [pending]
      queues.set(id, started)
      void drain(id, key, started)
    })
}
