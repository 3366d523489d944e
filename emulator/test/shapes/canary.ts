import { randomInt } from 'node:crypto'
import { inspect } from 'node:util'
import { AssertionError } from 'chai'

/** A secret for one test: letters that occur nowhere by chance. */
export function newCanary(): string {
  return Array.from({ length: 40 }, () => String.fromCharCode(97 + randomInt(26))).join('')
}

/** Fails if eight letters in a row of the canary are anywhere in an error, hidden properties too; never says which. */
export function expectNoTrace(canary: string, error: unknown): void {
  const said = [inspect(error, { depth: 20, showHidden: true, maxStringLength: null }), String(error)].join(
    '\n',
  )
  const pieces = Array.from({ length: canary.length - 7 }, (_, at) => canary.slice(at, at + 8))
  if (pieces.some((piece) => said.includes(piece))) throw new AssertionError('the value is in the error')
}
