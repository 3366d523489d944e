import type { Content, Instant, Realm, SecretKey, SecretRecord, VersionRecord } from './model.js'

/** What a list can be ordered by; what ties is in the order in which the secrets were made. */
export type Order = 'created' | 'changed' | 'accessed' | 'name'

/** A place in an order: plain JSON that only the store reads. */
export type Position = readonly [by: number | string, sequence: number]

export interface Scan {
  readonly order: Order
  readonly descending: boolean
  /** Where the scan before ended; what stood there may be gone by now. */
  readonly after?: Position | undefined
  readonly limit: number
}

export interface Scanned {
  /** Each with its place, after which another scan can go on. */
  readonly entries: readonly { readonly record: SecretRecord; readonly position: Position }[]
  /** Whether there are others after these. */
  readonly more: boolean
}

export interface VersionScan {
  /** Only versions with a higher number. */
  readonly after?: number | undefined
  readonly limit: number
}

/** What becomes of one secret. */
export interface Change {
  readonly key: SecretKey
  /** The secret that was read there, or undefined if there was none: a store compares its id and revision. */
  readonly expected: SecretRecord | undefined
  /**
   * What stands there now. With another id than the one expected it takes that one's place, whose versions and values go.
   * Undefined removes the secret with all of them.
   */
  readonly record: SecretRecord | undefined
  /** Versions that are new or have changed. */
  readonly versions: readonly VersionRecord[]
  /** Contents that are new or have changed, by version id. */
  readonly contents: ReadonlyMap<string, Content>
  /** Ids of versions that go, with their contents. */
  readonly removed: readonly string[]
}

/**
 * Where secrets are kept: small, asynchronous and optimistic, so that a map, SQLite, an encrypted file or a distributed
 * database can be one.
 *
 * It knows no rules of Secrets Manager. What it hands out and what it takes is never changed afterwards by either side.
 * Times are compared with no clock of its own. Text is well-formed Unicode. In which order a map of labels tells them
 * means nothing, nor does whether a field is absent or undefined.
 *
 * What it cannot do it rejects with a SecretsError: UNAVAILABLE, CORRUPT, CONFIG; after `close`, CLOSED.
 */
export interface Store {
  /** What kind of store this is, in a word for people: `memory`, `sqlite`. */
  readonly kind: string
  /** Where the data keys are kept, if contents must be sealed before this store sees them. */
  readonly keyring?: KeyringStore

  find(key: SecretKey): Promise<SecretRecord | undefined>
  version(secretId: string, versionId: string): Promise<VersionRecord | undefined>
  content(secretId: string, versionId: string): Promise<Content | undefined>
  /** A secret's versions in the order of their numbers. */
  versions(secretId: string, scan: VersionScan): Promise<readonly VersionRecord[]>
  /** The secrets of a realm, each once while nothing changes; a page costs the same wherever it lies. */
  scan(realm: Realm, scan: Scan): Promise<Scanned>
  /** Every realm that has a secret of this name. */
  realmsWith(name: string): Promise<readonly Realm[]>
  /** Every realm that has a secret. */
  realms(): Promise<readonly Realm[]>
  /** Secrets that are due at `now` or before, by the `dueAt` of their records: those that have been due for longest first. */
  due(now: Instant, limit: number): Promise<readonly SecretKey[]>
  /** How many secrets there are, in all realms. */
  count(): Promise<number>

  /**
   * Does all of it, durably, or nothing: `false` if a secret is not the one that was expected, at the revision that was
   * expected. When it settles with `true`, what it did survives whatever the store promises to survive. All reads that
   * begin afterwards see it, also those of other stores over the same data.
   *
   * Each key occurs in one change at most, and each content belongs to a version that is there afterwards. When it
   * rejects with UNAVAILABLE, it may have been done all the same.
   */
  commit(changes: readonly Change[]): Promise<boolean>

  /** What it has done since it was opened, where it keeps count. */
  stats?(): StoreStats

  /** Removes every secret of one realm, or of all. */
  clear(realm?: Realm): Promise<void>
  /** Waits for commits under way, then lets everything go. May be called again. */
  close(): Promise<void>
}

export interface StoreStats {
  /** Transactions, each with one wait for the disk. */
  readonly transactions: number
  /** Commits and other writes that these made durable. */
  readonly commits: number
}

/** The data keys that contents are sealed with, each wrapped in the user's key: kept beside the secrets. */
export interface KeyringStore {
  read(): Promise<Keyring | undefined>
  /** Writes the next keyring if the one there is still at `expected` (undefined: none there); `false` if not. */
  write(next: Keyring, expected: number | undefined): Promise<boolean>
}

export interface Keyring {
  /** Grows by one with each write. */
  readonly revision: number
  /** The id of the key that new contents are sealed with. */
  readonly current: number
  readonly keys: readonly WrappedKey[]
}

export interface WrappedKey {
  readonly id: number
  /** Which of the user's keys it is wrapped in. */
  readonly wrappedBy: string
  readonly wrapped: Uint8Array
}
