import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/** How much longer what is encrypted is than the plain bytes. */
const overhead = nonceBytes + tagBytes

/**
 * AES-256-GCM under a random nonce: the nonce, the tag, the ciphertext, after `room` bytes for the caller to fill.
 * `context` is not in it, and must be the same when it is decrypted. A KeyObject, since making one of bytes each time
 * costs more than all the rest.
 */
export function encrypted(key: KeyObject, plain: Uint8Array, context: Uint8Array, room = 0): Buffer {
  const sealed = Buffer.allocUnsafeSlow(room + overhead + plain.length)
  const nonce = sealed.subarray(room, room + nonceBytes)
  nonce.set(nextNonce())
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(context)
  cipher.update(plain).copy(sealed, room + overhead)
  cipher.final()
  cipher.getAuthTag().copy(sealed, room + nonceBytes)
  return sealed
}

let drawn = randomBytes(0)

/** Random bytes that nobody has had. They are drawn for many at once, for each draw costs as much as to encrypt. */
function nextNonce(): Uint8Array {
  if (drawn.length < nonceBytes) drawn = randomBytes(256 * nonceBytes)
  const nonce = drawn.subarray(0, nonceBytes)
  drawn = drawn.subarray(nonceBytes)
  return nonce
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
