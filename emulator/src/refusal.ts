import { SecretsError } from '@strongroom/core/parts'
import { VaultError } from '@strongroom/vault'
import { ConstraintFault } from './shapes/input.js'
import { TypeFault } from './shapes/type-fault.js'

/** An error as it goes over the wire. */
export interface Refusal {
  /** 400 for whatever the client did wrong, as on AWS; other numbers where AWS has no answer to follow, or is at fault. */
  readonly status: number
  readonly type: string
  readonly message?: string | undefined
  /** Refused by the framework in front of the service, which writes `message` where the service writes `Message`. */
  readonly framework?: boolean | undefined
  /** What nobody can explain, and the log has to tell. */
  readonly bug?: boolean | undefined
}

/** A refusal that is thrown: of a request that does not get as far as an operation. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message ?? refusal.type)
    this.refusal = refusal
  }
}

/** The framework's refusal, for throwing. */
export function refused(type: string, message?: string, status?: number): Refused {
  return new Refused(framework(type, message, status))
}

/** What the wire answers to an error. What is not known to be a refusal is InternalServiceError, and is not softened. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof VaultError) {
    const { type, message } = error
    return { status: 400, type, message, framework: type === 'ValidationException' }
  }
  if (error instanceof Refused) return error.refusal
  if (error instanceof ConstraintFault) return framework('ValidationException', error.message)
  if (error instanceof TypeFault) {
    // The one error of the framework that says `Message` on AWS, as other services of this protocol show.
    return { status: 400, type: 'SerializationException', message: error.text }
  }
  if (SecretsError.is(error, 'DECRYPTION_FAILED')) {
    const message = "Secrets Manager can't decrypt the protected secret text using the provided KMS key."
    return { status: 400, type: 'DecryptionFailure', message, bug: true }
  }
  return {
    status: 500,
    type: 'InternalServiceError',
    message: 'An error occurred on the server side.',
    bug: true,
  }
}

function framework(type: string, message: string | undefined, status = 400): Refusal {
  return { status, type, message, framework: true }
}
