import { type SecretKey, VaultError } from '@strongroom/vault'
import type { Caller } from '../auth/caller.js'
import { type Refusal, refusalOf } from '../refusal.js'
import type { RequestEntry } from '../request-log.js'

/** What becomes known of a request on its way, for the log. */
export class Trace {
  readonly requestId: string
  readonly #startedAt: number
  readonly #missing: SecretKey[] = []
  readonly #bugs: unknown[] = []
  operation: string | undefined
  caller: Caller | undefined
  /** The id of the access key that the request names, whether or not it is signed with that. */
  claimedKeyId: string | undefined
  secretName: string | undefined
  /** Whether only half of the answer goes out, and then the connection ends. */
  isHalved = false
  /** What AWS would have said, where that is only looked at. */
  refusedByAws: Refusal | undefined

  constructor(requestId: string, startedAt: number) {
    this.requestId = requestId
    this.#startedAt = startedAt
  }

  /** The secrets that were asked for and are not there. */
  get missing(): readonly SecretKey[] {
    return this.#missing
  }

  /** What nobody can explain. */
  get bugs(): readonly unknown[] {
    return this.#bugs
  }

  /** Takes note of what went wrong with the request, or with one of the secrets that it is about. */
  missed(error: unknown): void {
    if (error instanceof VaultError && error.missing !== undefined) this.#missing.push(error.missing)
    if (refusalOf(error).bug) this.#bugs.push(error)
  }

  entry(outcome: string, status: number): RequestEntry {
    const { requestId, operation, caller, claimedKeyId, secretName } = this
    return {
      requestId,
      operation,
      secretName,
      outcome,
      status,
      durationMs: performance.now() - this.#startedAt,
      account: caller?.realm.account,
      region: caller?.realm.region,
      caller: caller?.accessKeyId ?? claimedKeyId,
    }
  }
}
