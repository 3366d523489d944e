import { type SecretKey, VaultError } from '@strongroom/vault'
import type { Caller } from '../auth/caller.js'
import type { RequestEntry } from '../request-log.js'

/** What becomes known of a request on its way, for the log. */
export class Trace {
  readonly requestId: string
  readonly #startedAt: number
  readonly #missing: SecretKey[] = []
  operation: string | undefined
  caller: Caller | undefined
  secretName: string | undefined

  constructor(requestId: string, startedAt: number) {
    this.requestId = requestId
    this.#startedAt = startedAt
  }

  /** The secrets that were asked for and are not there. */
  get missing(): readonly SecretKey[] {
    return this.#missing
  }

  /** Takes note of a secret that was not found, if that is what the error says. */
  missed(error: unknown): void {
    if (error instanceof VaultError && error.missing !== undefined) this.#missing.push(error.missing)
  }

  entry(outcome: string, status: number): RequestEntry {
    const { requestId, operation, caller, secretName } = this
    return {
      requestId,
      operation,
      secretName,
      outcome,
      status,
      durationMs: performance.now() - this.#startedAt,
      account: caller?.realm.account,
      region: caller?.realm.region,
      caller: caller?.accessKeyId,
    }
  }
}
