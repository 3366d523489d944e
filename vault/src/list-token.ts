import { createHash } from 'node:crypto'
import { fromCursor, toCursor } from '@strongroom/core/parts'
import { invalidNextToken } from './refusals.js'

/** A NextToken, which only the same question takes back: `scope` is the question, and cannot be read from the token. */
export function toToken(scope: unknown, position: unknown): string {
  return toCursor(digestOf(scope), position)
}

/** Where a NextToken points; refuses one that is broken or belongs to another question. */
export function fromToken<T>(scope: unknown, token: string, is: (position: unknown) => position is T): T {
  try {
    return fromCursor(digestOf(scope), token, is)
  } catch {
    throw invalidNextToken()
  }
}

function digestOf(scope: unknown): string {
  return createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, 22)
}
