import type { SecretKey } from '@strongroom/vault'
import type { Recorder } from '../calls/recorder.js'
import type { RequestLog } from '../request-log.js'
import type { Failure, Step } from './invoker.js'

/** Something that happened to a rotation, by the name that CloudTrail has for it. */
export interface RotationEvent {
  readonly name:
    | 'RotationStarted'
    | 'RotationSucceeded'
    | 'RotationFailed'
    | 'RotationAbandoned'
    | 'TestRotationStarted'
    | 'TestRotationSucceeded'
    | 'TestRotationFailed'
  readonly key: SecretKey
  readonly versionId: string
  /** The step that failed. */
  readonly step?: Step | undefined
  /** Why; `unfinished` is for a function that did not fail, and did not make the version the current one. */
  readonly failure?: Failure | { readonly kind: 'unfinished' } | undefined
}

/** Is told of each as it happens. */
export type OnRotation = (event: RotationEvent) => void

/** Tells the log. Nothing of what a function said is in it. */
export function loggedTo(log: RequestLog): OnRotation {
  return ({ name, key, versionId, step, failure }) => {
    const { account, region } = key.realm
    const { kind, ...more } = failure ?? {}
    log.rotation({
      event: name,
      secretName: key.name,
      versionId,
      account,
      region,
      step,
      failure: kind,
      ...more,
    })
  }
}

/** Puts them among the calls, as CloudTrail does. */
export function recordedBy(recorder: Recorder): OnRotation {
  return ({ name: operation, key, step, failure }) => {
    const { account, region } = key.realm
    const errorMessage = step && `The rotation failed in ${step}.`
    recorder.note({ operation, secretName: key.name, account, region, outcome: failure?.kind, errorMessage })
  }
}
