import { createHmac, createSecretKey } from 'node:crypto'
import { SecretsError } from '@strongroom/core/parts'
import { decrypted, encrypted } from './aes.js'

/** The key that stays with the user: it wraps the data keys, which are kept beside the secrets. */
export interface UserKey {
  /** Tells this key from others, and tells nothing about it. */
  readonly id: string
  wrap(dataKey: Uint8Array): Promise<Uint8Array>
  /** Rejects with DECRYPTION_FAILED for what this key has not wrapped, or what has changed since. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}

/** How many bytes a key has, the user's and those it wraps. */
export const keyBytes = 32

const context = Buffer.from('strongroom data key 1')

/** A key of 32 random bytes, which are copied. Throws a TypeError if there are more or fewer. */
export function userKey(bytes: Uint8Array): UserKey {
  if (bytes.length !== keyBytes) {
    throw new TypeError(`userKey: a key must be ${keyBytes} bytes long, got ${bytes.length}`)
  }
  const key = createSecretKey(bytes)
  const id = createHmac('sha256', key).update('strongroom key id').digest('hex').slice(0, 16)
  return {
    id,
    async wrap(dataKey) {
      return encrypted(key, dataKey, context)
    },
    async unwrap(wrapped) {
      const dataKey = decrypted(key, wrapped, context)
      if (dataKey === undefined) {
        throw new SecretsError('DECRYPTION_FAILED', `a data key cannot be unwrapped with the key ${id}`)
      }
      return dataKey
    },
  }
}
