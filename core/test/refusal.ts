import { SecretsError } from '@strongroom/core'

/** The SecretsError that a promise, or a function, ends in. */
export async function refusalOf(attempt: Promise<unknown> | (() => unknown)): Promise<SecretsError> {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt)
  } catch (error) {
    if (SecretsError.is(error)) return error
    throw error
  }
  throw new Error('expected a refusal, and there was none')
}

/** The SecretsError that a function throws. */
export function thrownBy(attempt: () => unknown): SecretsError {
  try {
    attempt()
  } catch (error) {
    if (SecretsError.is(error)) return error
    throw error
  }
  throw new Error('expected a SecretsError, and nothing was thrown')
}

/** The code that a promise rejects with, or `fulfilled`. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'fulfilled'
  } catch (error) {
    return SecretsError.is(error) ? error.code : `not a SecretsError: ${error}`
  }
}
