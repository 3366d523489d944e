import { limits } from '../limits.js'
import type { Instant, Rotation, Round, SecretRecord, Tag } from '../model.js'
import { noRotationFunction } from '../refusals.js'
import { day, dayOf } from './days.js'
import { checkRules, nextWindow, type RotationRules, shownDays } from './schedule.js'

export interface RotationRequest {
  readonly token: string
  readonly functionArn?: string | undefined
  readonly rules?: RotationRules | undefined
  readonly externalMetadata?: readonly Tag[] | undefined
  readonly externalRoleArn?: string | undefined
  /** Whether it is rotated at once, and not only in its next window; true where absent. */
  readonly immediately?: boolean | undefined
}

/** The function that a secret is rotated by; none for managed external secrets. Refuses where there must be one. */
export function functionFor(
  { type, rotation }: SecretRecord,
  request: Pick<RotationRequest, 'functionArn' | 'externalMetadata' | 'externalRoleArn'>,
): string | undefined {
  const functionArn = request.functionArn || rotation?.functionArn
  const external = [request, rotation ?? {}].some(
    ({ externalMetadata, externalRoleArn }) =>
      externalMetadata !== undefined || externalRoleArn !== undefined,
  )
  if (functionArn === undefined && type === undefined && !external) throw noRotationFunction()
  return functionArn
}

/** The settings as they are after a request: what it does not speak of stays. Refuses rules that cannot be. */
export function settingsAfter(
  before: Rotation | undefined,
  request: RotationRequest,
  now: Instant,
): Rotation {
  const { token, functionArn, rules, externalMetadata, externalRoleArn } = request
  const settings: Rotation = {
    ...before,
    functionArn: functionArn || before?.functionArn,
    externalMetadata: externalMetadata ?? before?.externalMetadata,
    externalRoleArn: externalRoleArn ?? before?.externalRoleArn,
    rules: rulesAfter(before?.rules, rules),
    enabled: true,
    setAt: now,
    setWith: token,
  }
  return { ...settings, window: windowAfter(settings, now) }
}

/** A new schedule comes with a Duration of its own; where only that is given, the schedule stays. Refuses rules that cannot be. */
export function rulesAfter(
  before: RotationRules | undefined,
  given: RotationRules | undefined,
): RotationRules | undefined {
  const { afterDays, expression, duration } = given ?? {}
  const isSchedule = afterDays !== undefined || expression !== undefined
  if (!isSchedule && duration === undefined) return before
  const rules = isSchedule ? { afterDays, expression, duration } : { ...before, duration }
  checkRules(rules)
  return rules
}

/** No rotation and nothing of one: what a cancellation leaves. */
export function cancelled(rotation: Rotation): Rotation {
  return { ...rotation, enabled: false, setWith: undefined, window: undefined, round: undefined }
}

/** The version of a rotation that has not ended: as long as it carries AWSPENDING and is not the current one. */
export function pendingVersion({ labels }: SecretRecord): string | undefined {
  const pending = labels.get('AWSPENDING')
  return pending === labels.get('AWSCURRENT') ? undefined : pending
}

/** A round that is asked for now. Not recorded: it is tried until the day ends, in UTC. */
export function newRound(id: Pick<Round, 'kind' | 'versionId' | 'token'>, now: Instant): Round {
  return { ...id, at: now, until: endOfDay(now), attempts: 0, underWay: false }
}

/** When an attempt to rotate it is due. */
export function attemptedAt({ rotation }: SecretRecord): Instant | undefined {
  if (rotation === undefined || !rotation.enabled) return undefined
  return rotation.round === undefined ? rotation.window?.startsAt : rotation.round.at
}

/**
 * A rotation that is due, with the round that is to be attempted now; without one where the time for it has passed and
 * comes again.
 */
export function arranged(
  secret: SecretRecord,
  rotation: Rotation,
  now: Instant,
  identify: () => Pick<Round, 'kind' | 'versionId' | 'token'>,
): Rotation {
  const { round } = rotation
  if (round !== undefined && isStillPending(secret, round)) return inWindow(rotation, round, now)
  const isOver = rotation.window !== undefined && isPast(rotation.window.endsAt, now)
  const window = isOver ? windowAfter(rotation, now) : rotation.window
  if (window === undefined || window.startsAt > now) return { ...rotation, window, round: undefined }
  return { ...rotation, window, round: { ...newRound(identify(), now), until: window.endsAt } }
}

/** Whoever takes AWSPENDING from the version of a round that failed has given it up. */
function isStillPending({ labels }: SecretRecord, { versionId }: Round): boolean {
  return labels.get('AWSPENDING') === versionId || labels.get('AWSCURRENT') === versionId
}

/** A round goes on in the next window if its own has ended. One that was never attempted has waited long enough. */
function inWindow(rotation: Rotation, round: Round, now: Instant): Rotation {
  const isTried = round.kind === 'rotation' && round.attempts > 0
  if (!isTried || !isPast(round.until, now)) return { ...rotation, round }
  const next = windowAfter(rotation, now)
  if (next !== undefined && next.startsAt > now) return { ...rotation, round: waiting(round, next) }
  return { ...rotation, round: { ...round, at: now, until: next?.endsAt ?? endOfDay(now) } }
}

/** The round with an attempt that was just begun. If nothing is heard of it, another one is due when it must have ended. */
export function attempted(round: Round, now: Instant, mostMs: number): Round {
  const at = now + Math.max(mostMs, limits.rotationPauseMs.min)
  return { ...round, attempts: round.attempts + 1, underWay: true, at }
}

/** The round after an attempt that failed: it is tried again in its window, with longer and longer pauses, then in the next one. */
export function failed(rotation: Rotation, round: Round, now: Instant): Round {
  const at = now + pauseAfter(round.attempts)
  if (!isPast(round.until, at)) return { ...round, underWay: false, at }
  const next = windowAfter(rotation, Math.max(now, round.until + second))
  return next === undefined ? { ...round, underWay: false, at: undefined } : waiting(round, next)
}

function pauseAfter(attempts: number): number {
  const { min, max } = limits.rotationPauseMs
  return Math.min(min * 2 ** (attempts - 1), max)
}

function waiting(round: Round, { startsAt, endsAt }: NonNullable<Rotation['window']>): Round {
  return { ...round, underWay: false, at: startsAt, until: endsAt, attempts: 0 }
}

/** A rotation that has just succeeded. */
export function succeeded(rotation: Rotation, now: Instant): Rotation {
  return withWindow({ ...rotation, lastRotatedAt: now, round: undefined }, now)
}

/**
 * The secret after it got a version with a value. If that became the current one and was no rotation's doing, the next
 * window is counted from now, and a rotation that had begun is abandoned; the test of a function is not, since it changes
 * nothing. A rotation is abandoned, too, for a version that takes AWSPENDING from its own.
 */
export function afterValueChange(before: SecretRecord, secret: SecretRecord, now: Instant): SecretRecord {
  const { rotation, labels } = secret
  const current = labels.get('AWSCURRENT')
  if (rotation === undefined) return secret
  const { round } = rotation
  if (current === before.labels.get('AWSCURRENT')) {
    return hasLostPending(round, before, secret)
      ? { ...secret, rotation: { ...rotation, round: undefined } }
      : secret
  }
  if (current === round?.versionId) return secret
  const changed = withWindow({ ...rotation, valueChangedAt: now }, now)
  if (round?.kind !== 'rotation') return { ...secret, rotation: changed }
  const isPending = labels.get('AWSPENDING') === round.versionId
  const left = isPending ? new Map([...labels].filter(([label]) => label !== 'AWSPENDING')) : labels
  return { ...secret, labels: left, rotation: { ...changed, round: undefined } }
}

function hasLostPending(round: Round | undefined, before: SecretRecord, after: SecretRecord): boolean {
  if (round?.kind !== 'rotation' || before.labels.get('AWSPENDING') !== round.versionId) return false
  return after.labels.get('AWSPENDING') !== round.versionId
}

/** The version whose rotation another version has ended. */
export function abandonedVersion(
  before: SecretRecord | undefined,
  after: SecretRecord | undefined,
): string | undefined {
  const [was, is] = [before?.rotation, after?.rotation]
  if (before === undefined || after === undefined || was?.round?.kind !== 'rotation' || !is?.enabled)
    return undefined
  if (is.round?.token === was.round.token || is.lastRotatedAt !== was.lastRotatedAt) return undefined
  const byHand = is.valueChangedAt !== was.valueChangedAt || hasLostPending(was.round, before, after)
  return byHand ? was.round.versionId : undefined
}

/** The rules as they are shown: those that were given, and how many days that is. */
export function shownRules(rotation: Rotation): RotationRules | undefined {
  const { rules } = rotation
  return rules && { ...rules, afterDays: shownDays(rules, baseOf(rotation)) }
}

function withWindow(rotation: Rotation, now: Instant): Rotation {
  return rotation.enabled ? { ...rotation, window: windowAfter(rotation, now) } : rotation
}

/** The first window that has not ended. */
function windowAfter(rotation: Rotation, now: Instant): Rotation['window'] {
  return rotation.rules && nextWindow(rotation.rules, baseOf(rotation), now)
}

/** What the days until the next rotation are counted from. */
function baseOf({ lastRotatedAt, valueChangedAt, setAt }: Rotation): Instant {
  const changes = [lastRotatedAt, valueChangedAt].filter((at) => at !== undefined)
  return changes.length === 0 ? setAt : Math.max(...changes)
}

const second = 1000

/** Whether a last second is over. */
function isPast(lastSecond: Instant, now: Instant): boolean {
  return now >= lastSecond + second
}

function endOfDay(now: Instant): Instant {
  return dayOf(now) + day - second
}
