import { SecretsError } from '@strongroom/core'

/** The SecretsError that a promise rejects with. */
export async function refusalOf(attempt: Promise<unknown>): Promise<SecretsError> {
  try {
    await attempt
  } catch (error) {
    if (SecretsError.is(error)) return error
    throw error
  }
  throw new Error('expected a refusal, and there was none')
}
