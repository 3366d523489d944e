import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/** How much longer what is encrypted is than the plain bytes. */
const overhead = nonceBytes + tagBytes

/**
 * AES-256-GCM under a random nonce: the nonce, the tag, the ciphertext. `context` is not in it, and must be the same
 * when it is decrypted. A KeyObject, since making one of bytes each time costs more than all the rest.
 */
export function encrypted(key: KeyObject, plain: Uint8Array, context: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafeSlow(overhead + plain.length)
  const nonce = randomFillSync(sealed.subarray(0, nonceBytes))
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(context)
  cipher.update(plain).copy(sealed, overhead)
  cipher.final()
  cipher.getAuthTag().copy(sealed, nonceBytes)
  return sealed
}

/** The plain bytes; undefined if key or context are others, or a bit has changed. */
export function decrypted(key: KeyObject, sealed: Uint8Array, context: Uint8Array): Buffer | undefined {
  if (sealed.length < overhead) return undefined
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(context).setAuthTag(sealed.subarray(nonceBytes, overhead))
  const plain = decipher.update(sealed.subarray(overhead))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    return undefined
  }
  return plain
}
