import type { Clock } from '@strongroom/core/parts'
import type { Draft } from './draft.js'
import type { Ids } from './ids.js'
import type { Content, Realm, Rotation, Round, SecretKey, SecretRecord } from './model.js'
import {
  functionNotInvokable,
  rotationIncomplete,
  rotationNeverSet,
  tokenInUse,
  type VaultError,
} from './refusals.js'
import { unlessGone } from './rules/deletion.js'
import { arnOf } from './rules/names.js'
import {
  arranged,
  attempted,
  attemptedAt,
  cancelled,
  failed,
  functionFor,
  newRound,
  pendingVersion,
  type RotationRequest,
  rulesAfter,
  settingsAfter,
  succeeded,
} from './rules/rotation.js'
import { withVersion } from './rules/versions.js'
import type { Store } from './store.js'
import type { Write } from './writer.js'

/** Whether a function can be invoked for a secret of that realm. */
export type Usable = (functionArn: string, realm: Realm) => Promise<boolean>

/** A secret with the version that its rotation makes. */
export interface Rotated {
  readonly secret: SecretRecord
  /** Absent where there is no version. */
  readonly versionId: string | undefined
}

/** One attempt to rotate a secret, or to test its function: what somebody outside has to do. */
export interface Attempt {
  readonly key: SecretKey
  /** The secret's, which tells it from one that takes its name. */
  readonly id: string
  readonly arn: string
  readonly kind: Round['kind']
  /** Absent for a managed external secret, which a partner rotates. */
  readonly functionArn: string | undefined
  readonly versionId: string
  readonly token: string
  readonly number: number
}

/**
 * What an attempt came to: `unfinished` if AWSCURRENT is not on the version after all steps, `over` if the round had
 * ended before, abandoned or cancelled, or the secret is gone.
 */
export type AttemptEnd = 'succeeded' | 'failed' | 'unfinished' | 'over'

type Change = <T>(
  realm: Realm,
  secretId: string,
  verb: (draft: Draft, secret: SecretRecord) => Promise<T>,
) => Promise<T>

/** What rotating needs of the vault that it belongs to. */
export interface RotatingOptions {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly write: Write
  /** Decides about a secret that is there and may be changed. */
  readonly change: Change
}

/**
 * The rotation of secrets, but for what rotation functions do. An attempt that is due is begun, goes on as long as it
 * stands, and is ended: by whoever invokes the function, and with no lock held meanwhile.
 */
export class Rotating {
  readonly #store: Store
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #write: Write
  readonly #change: Change

  constructor({ store, clock, ids, write, change }: RotatingOptions) {
    this.#store = store
    this.#clock = clock
    this.#ids = ids
    this.#write = write
    this.#change = change
  }

  /** Sets up the rotation of a secret, and makes it due: at once, or with its next window, and then a test of it is. */
  async rotate(realm: Realm, secretId: string, request: RotationRequest, usable: Usable): Promise<Rotated> {
    for (;;) {
      const plan = await this.#change(realm, secretId, async (draft, secret) => {
        if (await isRepeated(draft, secret, request.token)) return { secret, isRepeated: true }
        // Not recorded: what is wrong with the request itself is told before anything is asked outside.
        rulesAfter(secret.rotation?.rules, request.rules)
        return { secret, functionArn: functionFor(secret, request) }
      })
      if (plan.isRepeated) return { secret: plan.secret, versionId: request.token }
      const { functionArn } = plan
      if (functionArn !== undefined && !(await usable(functionArn, plan.secret.realm)))
        throw functionNotInvokable()
      const decided = await this.#change(realm, secretId, async (draft, secret) => {
        // The same request may have been decided while this one waited to hear of the function.
        if (await isRepeated(draft, secret, request.token)) return { secret, refusal: undefined }
        if (functionFor(secret, request) !== functionArn) return undefined
        return this.#decide(draft, secret, request)
      })
      if (decided?.refusal !== undefined) throw decided.refusal
      if (decided !== undefined) return { secret: decided.secret, versionId: request.token }
    }
  }

  /** Turns rotation off, and gives up what is under way. The version with AWSPENDING stays, and so do the settings. */
  cancel(realm: Realm, secretId: string): Promise<Rotated> {
    return this.#change(realm, secretId, async (draft, before) => {
      const { rotation } = before
      if (rotation === undefined) throw rotationNeverSet()
      const secret = rotation.round?.kind === 'test' ? withoutTest(draft, before, rotation.round) : before
      draft.change({ ...secret, rotation: cancelled(rotation) })
      return { secret: draft.secret ?? secret, versionId: pendingVersion(secret) }
    })
  }

  /**
   * Begins an attempt if one is due, and answers it: it is nobody else's then. Within `mostMs` somebody has to end it,
   * or it counts as lost, and another one is due.
   */
  begin(key: SecretKey, mostMs: number): Promise<Attempt | undefined> {
    return this.#write(key, async (draft) => {
      const { secret, now } = draft
      if (secret?.rotation === undefined || secret.deletion !== undefined) return undefined
      if ((attemptedAt(secret) ?? Number.POSITIVE_INFINITY) > now) return undefined
      const rotation = arranged(secret, secret.rotation, now, () => ({
        kind: 'rotation',
        versionId: pendingVersion(secret) ?? this.#ids.version(),
        token: this.#ids.version(),
      }))
      const { round } = rotation
      if (round?.at === undefined || round.at > now) {
        draft.note({ ...secret, rotation })
        return undefined
      }
      const begun = attempted(round, now, mostMs)
      await pend(draft, { ...secret, rotation: { ...rotation, round: begun } }, round.versionId)
      return attemptOf(secret, rotation, begun)
    })
  }

  /** Whether what an attempt is about is still to be done. */
  async stands(attempt: Attempt): Promise<boolean> {
    const secret = unlessGone(await this.#store.find(attempt.key), this.#clock.now())
    return standingRound(secret, attempt) !== undefined
  }

  /** Ends an attempt after all of its steps, or after one that failed. */
  end(attempt: Attempt, steps: 'done' | 'failed'): Promise<AttemptEnd> {
    return this.#write(attempt.key, async (draft) => {
      const { secret, now } = draft
      const round = standingRound(secret, attempt)
      const rotation = secret?.rotation
      if (secret === undefined || rotation === undefined || round === undefined) return 'over'
      if (round.kind === 'test') {
        draft.change({
          ...withoutTest(draft, secret, round),
          rotation: { ...rotation, round: undefined },
        })
        return steps === 'done' ? 'succeeded' : 'failed'
      }
      const isCurrent = secret.labels.get('AWSCURRENT') === round.versionId
      if (steps === 'done' && isCurrent) {
        draft.change({ ...secret, rotation: succeeded(rotation, now) })
        return 'succeeded'
      }
      draft.note({ ...secret, rotation: { ...rotation, round: failed(rotation, round, now) } })
      return steps === 'done' ? 'unfinished' : 'failed'
    })
  }

  /** Gives an attempt up that nobody will end: another one is due at once. */
  giveUp(attempt: Attempt): Promise<void> {
    return this.#write(attempt.key, async (draft) => {
      const { secret, now } = draft
      const round = standingRound(secret, attempt)
      if (secret?.rotation === undefined || round === undefined) return
      const waiting = { ...round, underWay: false, at: now }
      draft.note({ ...secret, rotation: { ...secret.rotation, round: waiting } })
    })
  }

  async #decide(
    draft: Draft,
    secret: SecretRecord,
    request: RotationRequest,
  ): Promise<{ readonly secret: SecretRecord; readonly refusal?: VaultError }> {
    const pending = pendingVersion(secret)
    if (pending !== undefined) {
      this.#reattempt(draft, secret, pending)
      return { secret, refusal: rotationIncomplete() }
    }
    const rotation = settingsAfter(secret.rotation, request, draft.now)
    const { token: versionId, immediately = true } = request
    const round = (kind: Round['kind']) =>
      newRound({ kind, versionId, token: this.#ids.version() }, draft.now)
    const current = secret.labels.get('AWSCURRENT')
    const content = immediately || current === undefined ? undefined : await draft.content(current)
    // What has no value yet, and what a partner rotates, leaves a function nothing to test.
    const isTested = content !== undefined && rotation.functionArn !== undefined
    if (immediately) {
      await pend(draft, { ...secret, rotation: { ...rotation, round: round('rotation') } }, versionId)
    } else if (isTested) {
      const testing = { ...secret, rotation: { ...rotation, round: round('test') } }
      await pend(draft, testing, versionId, content)
    } else draft.change({ ...secret, rotation: { ...rotation, round: undefined } })
    return { secret: draft.secret ?? secret }
  }

  /** As the refusal says: what has not ended is tried again, at once, unless that is under way or rotation was cancelled. */
  #reattempt(draft: Draft, secret: SecretRecord, versionId: string): void {
    const { rotation } = secret
    if (rotation === undefined || !rotation.enabled || rotation.round?.underWay) return
    const { kind = 'rotation', token = this.#ids.version(), attempts = 0 } = rotation.round ?? {}
    const round = { ...newRound({ kind, versionId, token }, draft.now), attempts }
    draft.note({ ...secret, rotation: { ...rotation, round } })
  }
}

/** Whether this very RotateSecret was answered before. Refuses a token that another version has. */
async function isRepeated(draft: Draft, secret: SecretRecord, token: string): Promise<boolean> {
  if (secret.rotation?.setWith === token) return true
  // Not recorded for RotateSecret: this is how other operations answer.
  if ((await draft.content(token)) !== undefined) throw tokenInUse(token, arnOf(secret))
  return false
}

/**
 * Puts AWSPENDING on a version, and makes that if it is not there: with a content, or as a placeholder, which can be seen
 * before the function is called, and not read.
 *
 * Not recorded: a secret that has all the labels it can have is rotated all the same. LimitExceededException is no error of
 * RotateSecret, and a rotation that comes by itself has nobody to refuse.
 */
async function pend(draft: Draft, secret: SecretRecord, versionId: string, content?: Content): Promise<void> {
  const { labels } = secret
  const isUnderWay = [labels.get('AWSPENDING'), labels.get('AWSCURRENT')].includes(versionId)
  if (isUnderWay && (await draft.version(versionId)) !== undefined) return draft.note(secret)
  const pending = new Map(labels).set('AWSPENDING', versionId)
  draft.change(await withVersion(draft, { ...secret, labels: pending }, versionId, content))
}

/** Takes the version of a test away, unless somebody has given it another label: then that says what it is for. */
function withoutTest(draft: Draft, secret: SecretRecord, { versionId }: Round): SecretRecord {
  const labels = new Map(secret.labels)
  if (labels.get('AWSPENDING') === versionId) labels.delete('AWSPENDING')
  if ([...labels.values()].includes(versionId)) return { ...secret, labels }
  draft.removeVersions([versionId])
  return { ...secret, labels, versionCount: secret.versionCount - 1 }
}

function attemptOf(secret: SecretRecord, { functionArn }: Rotation, round: Round): Attempt {
  const { id, realm, name } = secret
  const { kind, versionId, token, attempts } = round
  return {
    key: { realm, name },
    id,
    arn: arnOf(secret),
    kind,
    functionArn,
    versionId,
    token,
    number: attempts,
  }
}

/** The round of an attempt, unless it has ended or another attempt has begun. */
function standingRound(secret: SecretRecord | undefined, { id, token, number }: Attempt): Round | undefined {
  const round = secret?.id === id && secret.deletion === undefined ? secret.rotation?.round : undefined
  return round?.token === token && round.attempts === number && round.underWay ? round : undefined
}
