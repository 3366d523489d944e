import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { SecretsError } from '@strongroom/core/parts'
import type { Keyring, KeyringStore, WrappedKey } from './store.js'
import { keyBytes, type UserKey } from './user-key.js'

/** A keyring that has been unwrapped. */
export interface DataKeys {
  readonly revision: number
  /** The id of the key that new contents are sealed with. */
  readonly current: number
  readonly byId: ReadonlyMap<number, KeyObject>
}

/**
 * Unwraps every key of a keyring. Rejects with DECRYPTION_FAILED if one is wrapped in a key that is not among these,
 * and with CORRUPT if the current one is missing.
 */
export async function unwrapped(keyring: Keyring, keys: readonly UserKey[]): Promise<DataKeys> {
  const { revision, current } = keyring
  const byId = new Map<number, KeyObject>()
  for (const each of keyring.keys) {
    const bytes = await plain(each, keys)
    byId.set(each.id, createSecretKey(bytes))
    bytes.fill(0)
  }
  if (!byId.has(current))
    throw new SecretsError('CORRUPT', `the keyring lacks its current data key, ${current}`)
  return { revision, current, byId }
}

/** The keyring of a store, which gets one with a new data key if it has none. */
export async function obtained(store: KeyringStore, key: UserKey): Promise<Keyring> {
  for (;;) {
    const there = await store.read()
    if (there !== undefined) return there
    const first: Keyring = { revision: 1, current: 1, keys: [await newDataKey(1, key)] }
    // Where another process was first, its keyring is the one that counts.
    if (await store.write(first, undefined)) return first
  }
}

export interface RewrapOptions {
  /** Also makes a new data key, which later contents are sealed with; the others stay for those there are. */
  readonly newDataKey?: boolean
}

/**
 * Wraps every data key of a store in the key `to`, whichever of `keys` it is wrapped in now, so that the others can be
 * thrown away. It touches no content.
 *
 * Rejects with DECRYPTION_FAILED, and changes nothing, if one of them is wrapped in none of `keys`. Does nothing where
 * there are no data keys yet. Sealers that are open go on working; only `refresh` shows them a new data key.
 */
export async function rewrap(
  store: KeyringStore,
  keys: readonly UserKey[],
  to: UserKey,
  { newDataKey: withNew = false }: RewrapOptions = {},
): Promise<void> {
  for (;;) {
    const before = await store.read()
    if (before === undefined) return
    const { revision, current } = before
    const rewrapped: WrappedKey[] = []
    for (const each of before.keys) {
      const bytes = await plain(each, keys)
      rewrapped.push(await wrap(each.id, bytes, to))
    }
    const newest = Math.max(...before.keys.map(({ id }) => id))
    if (withNew) rewrapped.push(await newDataKey(newest + 1, to))
    const next = { revision: revision + 1, current: withNew ? newest + 1 : current, keys: rewrapped }
    if (await store.write(next, revision)) return
  }
}

async function newDataKey(id: number, key: UserKey): Promise<WrappedKey> {
  return wrap(id, randomBytes(keyBytes), key)
}

/** Wraps a data key, and wipes the bytes that were given. */
async function wrap(id: number, bytes: Uint8Array, key: UserKey): Promise<WrappedKey> {
  const wrapped = await key.wrap(bytes)
  bytes.fill(0)
  return { id, wrappedBy: key.id, wrapped }
}

async function plain({ id, wrappedBy, wrapped }: WrappedKey, keys: readonly UserKey[]): Promise<Uint8Array> {
  const key = keys.find((each) => each.id === wrappedBy)
  if (key === undefined) {
    const given = keys.map((each) => each.id).join(', ')
    throw new SecretsError(
      'DECRYPTION_FAILED',
      `the data key ${id} is wrapped in the key ${wrappedBy}, and that was not given`,
      { hint: `Give the key that the secrets were stored with; what was given is ${given || 'none'}.` },
    )
  }
  return key.unwrap(wrapped)
}
