import type { KeyObject } from 'node:crypto'
import { SecretsError } from '@strongroom/core/parts'
import { decrypted, encrypted } from './aes.js'
import { obtained, unwrapped } from './data-keys.js'
import type { Content } from './model.js'
import type { KeyringStore } from './store.js'
import type { UserKey } from './user-key.js'

/** Where a content belongs: sealed for one version, it opens for no other. */
export interface ContentPlace {
  readonly secretId: string
  readonly versionId: string
}

/**
 * Seals contents before a store sees them, each bound to its version and its kind, with AES-256-GCM under the current
 * data key of a keyring. Both directions answer at once.
 */
export interface Sealer {
  seal(content: Content, at: ContentPlace): Content
  /**
   * Throws CORRUPT for what was changed, cut short or sealed for another place, and DECRYPTION_FAILED if it was sealed
   * with a data key that is not known here: another process may have made it since, and then `refresh` gets it.
   */
  open(sealed: Content, at: ContentPlace): Content
  /** Reads the keyring again. Answers whether it had changed: if so, what could not be opened may be tried again. */
  refresh(): Promise<boolean>
}

/** The first byte of what is sealed: the format that follows. Then come the id of the data key and what `aes` makes. */
const format = 1
const headBytes = 5

/**
 * Opens the keyring of a store with the keys of the user; where there is none yet, makes one with a new data key,
 * wrapped in the first of them. Those who open at the same time end up with the same data key.
 *
 * Rejects with DECRYPTION_FAILED if a data key is wrapped in none of these keys.
 */
export async function openSealer(keyring: KeyringStore, keys: readonly UserKey[]): Promise<Sealer> {
  const [first] = keys
  if (first === undefined) throw new TypeError('openSealer: "keys" must hold a key at least')
  let dataKeys = await unwrapped(await obtained(keyring, first), keys)

  function keyOf(id: number): KeyObject {
    const key = dataKeys.byId.get(id)
    if (key !== undefined) return key
    throw new SecretsError(
      'DECRYPTION_FAILED',
      `the value is sealed with data key ${id}, which is not known here`,
      {
        hint: 'If another process has just made that data key, reading the keyring again gets it.',
      },
    )
  }

  return {
    seal({ kind, bytes }, at) {
      const { current } = dataKeys
      const sealed = encrypted(keyOf(current), bytes, context(kind, at), headBytes)
      sealed.writeUInt8(format)
      sealed.writeUInt32BE(current, 1)
      return { kind, bytes: sealed }
    },

    open({ kind, bytes }, at) {
      if (bytes.length < headBytes || bytes[0] !== format) throw corrupt(at)
      const id = Buffer.from(bytes.buffer, bytes.byteOffset, headBytes).readUInt32BE(1)
      const plain = decrypted(keyOf(id), bytes.subarray(headBytes), context(kind, at))
      if (plain === undefined) throw corrupt(at)
      return { kind, bytes: plain }
    },

    async refresh() {
      const there = await keyring.read()
      if (there === undefined || there.revision === dataKeys.revision) return false
      const next = await unwrapped(there, keys)
      // A refresh that began later may have ended before this one.
      if (next.revision > dataKeys.revision) dataKeys = next
      return true
    },
  }
}

/** What a content is bound to, written so that no two places look alike. */
function context(kind: Content['kind'], { secretId, versionId }: ContentPlace): Buffer {
  return Buffer.from(JSON.stringify(['strongroom content', kind, secretId, versionId]))
}

function corrupt({ secretId, versionId }: ContentPlace): SecretsError {
  const what = `version ${versionId} of the secret with the id ${secretId}`
  return new SecretsError('CORRUPT', `the value of ${what} is not what was sealed for it`)
}
