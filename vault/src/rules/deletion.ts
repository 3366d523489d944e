import { limits } from '../limits.js'
import type { Deletion, Instant, SecretRecord } from '../model.js'
import { forcedWithWindow, markedForDeletion, recoveryWindow } from '../refusals.js'
import { day } from './days.js'

export interface DeletionRequest {
  readonly recoveryDays?: number | undefined
  readonly force?: boolean | undefined
}

/** Refuses a window that there is none of, and one for what is to go at once. */
export function checkDeletion({ recoveryDays, force }: DeletionRequest): void {
  const { min, max } = limits.recoveryWindowInDays
  if (recoveryDays !== undefined && !(recoveryDays >= min && recoveryDays <= max)) throw recoveryWindow()
  if (force && recoveryDays !== undefined) throw forcedWithWindow()
}

export function schedule(now: Instant, days: number = limits.recoveryWindowInDays.default): Deletion {
  return { requestedAt: now, dueAt: now + days * day }
}

/** The secret, unless its recovery window has ended: then it is gone, whether or not somebody has swept it away. */
export function unlessGone(record: SecretRecord | undefined, now: Instant): SecretRecord | undefined {
  return record?.deletion !== undefined && record.deletion.dueAt <= now ? undefined : record
}

/** Refuses a secret that is scheduled for deletion. */
export function requireLive(record: SecretRecord): SecretRecord {
  if (record.deletion !== undefined) throw markedForDeletion()
  return record
}
