import { constraintSentence, violations } from './constraints.js'
import type { InputOf, Structure } from './shape.js'
import { readTypes } from './types.js'

/** An input whose types are in order, but which violates constraints. On the wire it is ValidationException. */
export class ConstraintFault extends Error {
  override readonly name = 'ConstraintFault'

  constructor(found: readonly string[]) {
    super(constraintSentence(found))
  }
}

/**
 * Reads an operation's input out of a body, parsed from JSON. Throws a TypeFault for a wrong type and, where all types
 * are in order, a ConstraintFault with everything that is not as it must be.
 */
export function readInput<S extends Structure>(shape: S, body: unknown): InputOf<S> {
  const draft = readTypes(shape, body)
  const found = violations(shape, draft)
  if (found.length > 0) throw new ConstraintFault(found)
  return draft as InputOf<S>
}
