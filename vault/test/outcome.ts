import { VaultError } from '#refusals'

/** What becomes of a verb, in a line: `ok`, or the exception and the sentence that it is refused with. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  const [settled] = await Promise.allSettled([promise])
  return settled.status === 'fulfilled' ? 'ok' : told(settled.reason)
}

/** The same for a rule, which answers at once. */
export function outcomeOf(rule: () => unknown): string {
  try {
    rule()
    return 'ok'
  } catch (error) {
    return told(error)
  }
}

function told(error: unknown): string {
  if (error instanceof VaultError) return `${error.type}: ${error.message}`
  throw error
}
