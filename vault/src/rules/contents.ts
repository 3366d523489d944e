import { limits } from '../limits.js'
import type { Content } from '../model.js'
import { bothValues, valueTooLong } from '../refusals.js'

/** A value as a request gives it: text, bytes, or neither. The bytes are not copied, and must not change afterwards. */
export interface ValueGiven {
  readonly text?: string | undefined
  readonly binary?: Uint8Array | undefined
}

/** What is kept of a value; undefined if there was none. Refuses both kinds at once, and more bytes than a value can have. */
export function contentOf({ text, binary }: ValueGiven = {}): Content | undefined {
  if (text !== undefined && binary !== undefined) throw bothValues()
  if (binary !== undefined) {
    if (binary.byteLength > limits.secretBinary.max) throw valueTooLong('secretBinary')
    return { kind: 'binary', bytes: binary }
  }
  if (text === undefined) return undefined
  // The model counts the characters of a text, and the quota its bytes.
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.byteLength > limits.secretString.max) throw valueTooLong('secretString')
  return { kind: 'text', bytes }
}

export function sameContent(one: Content, other: Content): boolean {
  return one.kind === other.kind && Buffer.compare(one.bytes, other.bytes) === 0
}
