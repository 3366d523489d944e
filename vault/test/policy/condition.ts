import { conditionsOf, holds as holdsFor } from '#policy/conditions'
import { factsOf } from '#policy/facts'
import { templateOf } from '#policy/template'
import { here, user } from './matrix.js'

/** Whether a Condition holds for a request of alice with these values of keys. */
export function holds(
  Condition: unknown,
  given: Readonly<Record<string, string | readonly string[]>> = {},
): boolean {
  const context = new Map(Object.entries(given).map(([key, value]) => [key, [value].flat()]))
  const request = { principal: user('alice'), action: 'a:B', resource: '*', resourceAccount: here, context }
  return conditionsOf(Condition, 'Condition', templateOf).every((each) => holdsFor(each, factsOf(request)))
}
