/** An operation that the emulator knows and cannot do. On the wire it is NotImplementedException, with HTTP 501. */
export class NotYetServed extends Error {
  override readonly name = 'NotYetServed'

  constructor(operation: string) {
    super(`${operation} is not served by this emulator yet.`)
  }
}

/** A `run` that always refuses. */
export function notYet(operation: string): () => Promise<never> {
  return async () => {
    throw new NotYetServed(operation)
  }
}
