import { type Place, Problems } from '#config/place'
import { SecretsError } from '#errors'

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
