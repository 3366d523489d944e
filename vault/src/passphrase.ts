import { createSecretKey, type KeyObject, randomBytes, scrypt } from 'node:crypto'
import { decrypted, encrypted } from './aes.js'

const saltBytes = 16

/** What guessing costs: 128 MiB and some tenths of a second for each guess. It is part of the format. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 } as const

/**
 * Bytes that only open with the passphrase and in the same `context`: a salt, and what AES-256-GCM makes under the key that
 * scrypt makes of both.
 */
export async function sealedWith(
  passphrase: string,
  plain: Uint8Array,
  context: Uint8Array,
): Promise<Uint8Array> {
  const salt = randomBytes(saltBytes)
  return Buffer.concat([salt, encrypted(await keyOf(passphrase, salt), plain, context)])
}

/** The plain bytes; undefined if passphrase or context are others, or a bit has changed. */
export async function openedWith(
  passphrase: string,
  sealed: Uint8Array,
  context: Uint8Array,
): Promise<Uint8Array | undefined> {
  const salt = sealed.subarray(0, saltBytes)
  return decrypted(await keyOf(passphrase, salt), sealed.subarray(saltBytes), context)
}

/** Of the passphrase as it is composed in Unicode, whichever keyboard it was typed on. */
function keyOf(passphrase: string, salt: Uint8Array): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, cost, (error, bytes) => {
      if (error !== null) return reject(error)
      resolve(createSecretKey(bytes))
      bytes.fill(0)
    })
  })
}
