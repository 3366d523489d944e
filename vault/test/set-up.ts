import { manualClock } from '@strongroom/core'
import type { Ids } from '#ids'
import { memoryStore } from '#memory-store'
import type { Content, Realm } from '#model'
import type { Change, Store } from '#store'
import { Vault, type VaultOptions } from '#vault'

export const realm: Realm = { account: '123456789012', region: 'eu-central-1' }
export const elsewhere: Realm = { account: '123456789012', region: 'us-east-1' }
export const stranger: Realm = { account: '999999999999', region: 'eu-central-1' }

export const noon = Date.UTC(2026, 0, 1, 12)
export const hour = 60 * 60 * 1000
export const day = 24 * hour

/** Ids that tell which they are: secret-1, Suff01, version-1. */
export function countedIds(): Ids {
  let [secrets, suffixes, versions] = [0, 0, 0]
  return {
    secret: () => `secret-${++secrets}`,
    suffix: () => `Suff${String(++suffixes).padStart(2, '0')}`,
    version: () => `version-${++versions}`,
  }
}

/** A store that notes what is committed to it. */
export function notingStore(store: Store = memoryStore()): Store & { readonly commits: Change[][] } {
  const commits: Change[][] = []
  return {
    ...store,
    commits,
    commit(changes) {
      commits.push([...changes])
      return store.commit(changes)
    },
  }
}

/** A vault over an empty store, on a clock that is turned by hand: it is noon. */
export function setUp(options: Partial<VaultOptions> = {}) {
  const clock = manualClock(noon)
  const store = notingStore()
  const vault = new Vault(store, { clock, ids: countedIds(), ...options })
  const text = async (secretId: string, request = {}) =>
    textOf((await vault.read(realm, secretId, request)).content)
  return { clock, store, vault, text }
}

export function textOf({ bytes }: Content): string {
  return Buffer.from(bytes).toString()
}

/** What a map holds, to be compared with. */
export function plain<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries(map)
}
