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

/** The code that a promise rejects with, or `fulfilled`. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'fulfilled'
  } catch (error) {
    return SecretsError.is(error) ? error.code : `not a SecretsError: ${error}`
  }
}
