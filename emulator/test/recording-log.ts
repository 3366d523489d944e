import type { AdminEntry, ElsewhereEntry, Facts, RequestEntry, RequestLog, RotationEntry } from '#request-log'

/** A log that keeps what it is told. */
export interface RecordingLog extends RequestLog {
  readonly requests: readonly RequestEntry[]
  readonly admins: readonly AdminEntry[]
  readonly elsewheres: readonly ElsewhereEntry[]
  readonly rotations: readonly RotationEntry[]
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
  const admins: AdminEntry[] = []
  const elsewheres: ElsewhereEntry[] = []
  const rotations: RotationEntry[] = []
  const errors: RecordingLog['errors'][number][] = []
  const told: unknown[] = []
  const keep = <T>(list: T[], entry: T) => {
    list.push(entry)
    told.push(entry)
  }
  return {
    requests,
    admins,
    elsewheres,
    rotations,
    errors,
    told,
    request: (entry) => keep(requests, entry),
    admin: (entry) => keep(admins, entry),
    elsewhere: (entry) => keep(elsewheres, entry),
    rotation: (entry) => keep(rotations, entry),
    error: (message, cause, facts) => keep(errors, { message, cause, facts }),
    warn: (message, facts) => void told.push([message, facts]),
    debug: (message, facts) => void told.push([message, facts]),
    async close() {},
  }
}
