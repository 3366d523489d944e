/** What can be made to go wrong. All of them happen before the operation has had any effect, but for `half-answer`. */
export type Fault =
  /** The answer comes later; several add up, and come before what else strikes. */
  { readonly kind: 'latency'; readonly ms: number } | PlainFault | { readonly kind: PlainFault }

/** ThrottlingException, InternalServiceError, AccessDeniedException of KMS, DecryptionFailure, and what happens to connections. */
type PlainFault = (typeof plainFaults)[number]

export const plainFaults = [
  'throttling',
  'internal-error',
  'kms-access-denied',
  'decryption-failure',
  /** The connection is reset instead of an answer. */
  'connection-reset',
  /** The operation takes effect; of its answer the first half comes, and then the connection ends. */
  'half-answer',
] as const

export type FaultKind = 'latency' | PlainFault

/** Which calls a fault strikes: all that fit everything that is said here. */
export interface FaultRule {
  /** One operation, by its name; any where absent. */
  readonly operation?: string | undefined
  /** A secret's name, in which `*` stands for anything; then only calls that name such a secret are struck. */
  readonly secretName?: string | undefined
  readonly fault: Fault
  /** How likely a call that fits is struck: 1 where absent. */
  readonly probability?: number | undefined
  /** Decides which of the calls that fit are struck: the same seed, the same ones. Any where absent, and listed. */
  readonly seed?: number | undefined
  /** How often it strikes before it is over. */
  readonly times?: number | undefined
  /** How long it lasts, on the emulator's clock: `10m`. */
  readonly for?: string | undefined
  /** When it is over, on the emulator's clock. */
  readonly until?: string | undefined
}

/** A fault that has been added. */
export interface StandingFault {
  readonly id: string
  readonly operation?: string | undefined
  readonly secretName?: string | undefined
  readonly fault: { readonly kind: FaultKind; readonly ms?: number | undefined }
  readonly probability: number
  readonly seed: number
  readonly times?: number | undefined
  readonly until?: string | undefined
  /** How often it has struck. */
  readonly struck: number
  /** Whether it strikes no more. */
  readonly over: boolean
}
