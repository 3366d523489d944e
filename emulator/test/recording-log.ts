import type { ElsewhereEntry, Facts, RequestEntry, RequestLog } from '#request-log'

/** A log that keeps what it is told. */
export interface RecordingLog extends RequestLog {
  readonly requests: readonly RequestEntry[]
  readonly elsewheres: readonly ElsewhereEntry[]
  readonly errors: readonly {
    readonly message: string
    readonly cause: unknown
    readonly facts: Facts | undefined
  }[]
  /** Everything, in order. */
  readonly told: readonly unknown[]
}

export function recordingLog(): RecordingLog {
  const requests: RequestEntry[] = []
  const elsewheres: ElsewhereEntry[] = []
  const errors: RecordingLog['errors'][number][] = []
  const told: unknown[] = []
  const keep = <T>(list: T[], entry: T) => {
    list.push(entry)
    told.push(entry)
  }
  return {
    requests,
    elsewheres,
    errors,
    told,
    request: (entry) => keep(requests, entry),
    elsewhere: (entry) => keep(elsewheres, entry),
    error: (message, cause, facts) => keep(errors, { message, cause, facts }),
    warn: (message, facts) => void told.push([message, facts]),
    debug: (message, facts) => void told.push([message, facts]),
    async close() {},
  }
}
