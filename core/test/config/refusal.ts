import { type Place, Problems } from '#config/place'
import { SecretsError } from '#errors'

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

/** What is complained about at a place, line by line. */
export function complaintsOf(check: (place: Place, problems: Problems) => unknown): readonly string[] {
  const problems = new Problems()
  check(problems.at('config'), problems)
  try {
    problems.refuse()
  } catch (error) {
    if (SecretsError.is(error, 'CONFIG')) return error.message.split('\n').slice(1)
    throw error
  }
  return []
}
