import type { Realm } from '@strongroom/vault'

/** The steps of a rotation, in their order. */
export const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const

export type Step = (typeof steps)[number]

/** What Secrets Manager tells a rotation function. */
export interface StepEvent {
  readonly Step: Step
  /** The secret's full ARN. */
  readonly SecretId: string
  readonly ClientRequestToken: string
  readonly RotationToken: string
}

interface Invocation {
  readonly functionArn: string
  /** Where the secret is: the function is given credentials for it, if it is given any. */
  readonly realm: Realm
  readonly event: StepEvent
}

/** What became of an invocation. What a function answered means nothing, and what its error says may hold a value. */
export type Outcome =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'function error'
      /** The name of the error, if it looks like one. */
      readonly errorType?: string | undefined
      /** The file, line and column that it comes from, where that is known. */
      readonly at?: string | undefined
    }
  | { readonly kind: 'time-out' }
  | { readonly kind: 'missing'; readonly reason?: string | undefined }
  | { readonly kind: 'unreachable'; readonly reason?: string | undefined }

export type Failure = Exclude<Outcome, { readonly kind: 'ok' }>

/** Invokes rotation functions. Nothing here rejects for what a function does. */
export interface Invoker {
  /** Whether there is a function that can be invoked, as far as that can be told without running it. */
  usable(functionArn: string, realm: Realm): Promise<boolean>
  /** Invokes it and waits for its end; for no longer than a time-out, or until `signal` aborts. */
  invoke(invocation: Invocation, signal: AbortSignal): Promise<Outcome>
  /** Ends what runs, without waiting for it. */
  close(): Promise<void>
}

/** The name of an error, for the log, unless it could be something else. */
export function errorTypeOf(name: unknown): string | undefined {
  return typeof name === 'string' && /^[A-Za-z][\w.$:]{0,80}$/.test(name) ? name : undefined
}
