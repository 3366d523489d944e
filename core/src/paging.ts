import { SecretsError } from './errors.js'

const largestPage = 100

/** The page size to use; throws INVALID_ARGUMENT outside 1–100. */
export function checkedLimit(limit: number = largestPage): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= largestPage) return limit
  throw new SecretsError(
    'INVALID_ARGUMENT',
    `"limit" must be a whole number from 1 to ${largestPage}, got ${limit}`,
  )
}

/** A cursor that only the list it was made for takes back: `scope` says which list that is. */
export function toCursor(scope: string, position: unknown): string {
  return Buffer.from(JSON.stringify([scope, position])).toString('base64url')
}

/** Where a cursor points; throws INVALID_CURSOR if it is broken, of another list, or no position by `is`. */
export function fromCursor<T>(scope: string, cursor: string, is: (position: unknown) => position is T): T {
  try {
    const [madeFor, position]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (madeFor === scope && is(position)) return position
  } catch {
    // Told below, with every other way of being broken.
  }
  throw new SecretsError('INVALID_CURSOR', 'this cursor is broken, or belongs to another list')
}
