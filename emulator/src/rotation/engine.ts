import type { Attempt, Rotating, SecretKey } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import type { Rounds } from '../time/agenda.js'
import type { OnRotation, RotationEvent } from './events.js'
import { type Invoker, type Outcome, type Step, steps } from './invoker.js'

export interface EngineOptions {
  readonly rotating: Rotating
  readonly invoker: Invoker
  readonly onRotation: OnRotation
  readonly log: RequestLog
  /** How long one invocation takes at most. */
  readonly timeoutMs: number
}

/** Rotates what is due, and can be made to stop. */
export interface Engine extends Rounds {
  /** Gives up what is under way: an emulator on the same data will try it again. Nothing begins any more. */
  close(): Promise<void>
}

/** How many rounds are under way at once: those that wait for their turn must not look like lost ones. */
const mostAtOnce = 8

/** Before an attempt counts as lost, each step may have waited for another one, and the function has been loaded. */
const mostMs = (timeoutMs: number) => steps.length * 2 * timeoutMs + 60_000

/** Walks secrets through the steps of their rotations, several at a time, each from outside as the function sees it. */
export function rotationEngine(options: EngineOptions): Engine {
  const { rotating, invoker, onRotation, log, timeoutMs } = options
  const underWay = new Set<Promise<void>>()
  const closed = new AbortController()
  const { signal } = closed

  async function walk(attempt: Attempt): Promise<void> {
    const tell = teller(attempt, onRotation)
    tell('Started')
    for (const step of attempt.kind === 'test' ? (['testSecret'] as const) : steps) {
      if (!(await rotating.stands(attempt))) return
      const outcome = await invoked(attempt, step)
      if (signal.aborted) return rotating.giveUp(attempt)
      if (outcome.kind === 'ok') continue
      if ((await rotating.end(attempt, 'failed')) === 'failed') tell('Failed', { step, failure: outcome })
      return
    }
    const end = await rotating.end(attempt, 'done')
    if (end === 'succeeded') tell('Succeeded')
    if (end === 'unfinished') tell('Failed', { failure: { kind: 'unfinished' } })
  }

  async function invoked({ functionArn, key, arn, versionId, token }: Attempt, step: Step): Promise<Outcome> {
    // Whom a partner's secret is a secret of cannot be emulated: it is as if nobody could be reached there.
    if (functionArn === undefined) return { kind: 'unreachable', reason: 'no partner is called' }
    const event = { Step: step, SecretId: arn, ClientRequestToken: versionId, RotationToken: token }
    return invoker.invoke({ functionArn, realm: key.realm, event }, signal)
  }

  const isFull = () => underWay.size >= mostAtOnce
  const room = async () => {
    if (isFull()) await Promise.race(underWay)
  }

  return {
    get isFull() {
      return isFull()
    },
    room,
    async begin(key: SecretKey) {
      while (isFull()) await room()
      if (signal.aborted) return
      const attempt = await rotating.begin(key, mostMs(timeoutMs))
      if (attempt === undefined) return
      const walked: Promise<void> = walk(attempt)
        .catch((error: unknown) => {
          // What it was at is in the store, and is tried again.
          log.error('a rotation could not go on', error, { secretName: key.name })
        })
        .finally(() => underWay.delete(walked))
      underWay.add(walked)
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async close() {
      closed.abort()
      await invoker.close()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

function teller({ kind, key, versionId }: Attempt, onRotation: OnRotation) {
  return (
    what: 'Started' | 'Succeeded' | 'Failed',
    more: Pick<RotationEvent, 'step' | 'failure'> = {},
  ): void => {
    const name = kind === 'test' ? (`TestRotation${what}` as const) : (`Rotation${what}` as const)
    onRotation({ name, key, versionId, ...more })
  }
}
