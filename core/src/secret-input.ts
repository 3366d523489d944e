import { types } from 'node:util'
import { SecretsError } from './errors.js'
import type { SecretInput } from './provider.js'

/** Secrets Manager's own limit on a value, in bytes. */
export const maxValueBytes = 65_536

/** Whether a value can be of this at all: text or bytes, also bytes of another realm. */
export function isInput(input: unknown): input is SecretInput {
  return typeof input === 'string' || types.isUint8Array(input)
}

/** The value itself if it may be stored, bytes copied; throws INVALID_VALUE, telling sizes only. */
export function checkedInput(input: SecretInput, maxBytes = maxValueBytes): SecretInput {
  if (!isInput(input)) throw new SecretsError('INVALID_VALUE', 'a value is a string or a Uint8Array')
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength
  if (size === 0) throw new SecretsError('INVALID_VALUE', 'a value has at least one byte')
  if (size > maxBytes) {
    throw new SecretsError('INVALID_VALUE', `a value has at most ${maxBytes} bytes, and this one has ${size}`)
  }
  if (typeof input !== 'string') return new Uint8Array(input)
  if (!input.isWellFormed()) {
    throw new SecretsError('INVALID_VALUE', 'a text is whole characters, and this one holds a lone surrogate')
  }
  return input
}
