import { limits } from '../limits.js'
import type { Content } from '../model.js'
import { bothValues, valueTooLong } from '../refusals.js'

/** A value as a request gives it: text, bytes, or neither. */
export interface ValueGiven {
  readonly text?: string | undefined
  readonly binary?: Uint8Array | undefined
}

/** What is kept of a value; undefined if there was none. Refuses both kinds at once, and more bytes than a value can have. */
export function contentOf({ text, binary }: ValueGiven = {}): Content | undefined {
  if (text !== undefined && binary !== undefined) throw bothValues()
  if (binary !== undefined) return limited({ kind: 'binary', bytes: binary })
  return text === undefined ? undefined : limited({ kind: 'text', bytes: Buffer.from(text, 'utf8') })
}

/** The model counts the characters of a text, and the quota its bytes. */
function limited(content: Content): Content {
  if (content.bytes.byteLength > limits.secretString.max) throw valueTooLong()
  return content
}

export function sameContent(one: Content, other: Content): boolean {
  return one.kind === other.kind && Buffer.compare(one.bytes, other.bytes) === 0
}
