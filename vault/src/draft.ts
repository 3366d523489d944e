import type { Content, Instant, SecretKey, SecretRecord, VersionRecord } from './model.js'
import { unlessGone } from './rules/deletion.js'
import { timed } from './rules/due.js'
import { placeOf } from './rules/names.js'
import type { Change, Store } from './store.js'

/** What has been decided about a secret and is not yet in the store. */
interface Staged {
  readonly secret: SecretRecord | undefined
  readonly versions: ReadonlyMap<string, VersionRecord>
  readonly contents: ReadonlyMap<string, Content>
  readonly removed: ReadonlySet<string>
}

/** One secret while verbs decide about it: they see what those before them decided, and the store sees it all at once. */
export class Draft {
  readonly key: SecretKey
  readonly now: Instant
  readonly #store: Store
  readonly #base: SecretRecord | undefined
  /** What the store answered: of one moment, as everything here is. */
  readonly #standing = new Map<string, Promise<VersionRecord | undefined>>()
  /** Others that change together with this one. */
  #beside: ReadonlyMap<string, Draft> = new Map()
  #staged: Staged

  constructor(store: Store, key: SecretKey, base: SecretRecord | undefined, now: Instant) {
    this.#store = store
    this.key = key
    this.now = now
    this.#base = base
    this.#staged = startingWith(unlessGone(base, now))
  }

  /** The secret as it stands; undefined where there is none. */
  get secret(): SecretRecord | undefined {
    return this.#staged.secret
  }

  async version(versionId: string): Promise<VersionRecord | undefined> {
    const { secret, versions, removed } = this.#staged
    const staged = versions.get(versionId)
    if (staged !== undefined || secret === undefined || removed.has(versionId)) return staged
    return this.#isBase(secret) ? this.#stored(secret.id, versionId) : undefined
  }

  async content(versionId: string): Promise<Content | undefined> {
    const { secret, contents, removed } = this.#staged
    const staged = contents.get(versionId)
    if (staged !== undefined || secret === undefined || removed.has(versionId)) return staged
    return this.#isBase(secret) ? this.#store.content(secret.id, versionId) : undefined
  }

  /** Those of the oldest versions that are in the store. */
  async oldest(limit: number): Promise<readonly VersionRecord[]> {
    const { secret, removed } = this.#staged
    if (secret === undefined || !this.#isBase(secret)) return []
    const versions = await this.#store.versions(secret.id, { limit: limit + removed.size })
    return versions.filter(({ id }) => !removed.has(id))
  }

  /** All versions in their order, those that are in the store and those that are not yet. */
  async versions(): Promise<readonly VersionRecord[]> {
    const { secret, versions, removed } = this.#staged
    const base = this.#base
    const stored =
      base !== undefined && secret?.id === base.id
        ? await this.#store.versions(base.id, { limit: base.versionCount })
        : []
    const others = stored.filter(({ id }) => !removed.has(id) && !versions.has(id))
    return [...others, ...versions.values()].sort((one, other) => one.number - other.number)
  }

  /** Puts a new secret in the place. */
  begin(secret: SecretRecord): void {
    this.#staged = startingWith(timed(secret))
  }

  /** Changes the secret without a word about when. */
  note(secret: SecretRecord): void {
    this.#staged = { ...this.#staged, secret: this.#revised(timed(secret)) }
  }

  /** Changes the secret, which moves its date of change: never by nothing, as two changes on AWS have two dates. */
  change(secret: SecretRecord): void {
    this.note({ ...secret, changedAt: Math.max(this.now, secret.changedAt + 1) })
  }

  keepVersion(version: VersionRecord, content?: Content): void {
    const { secret, versions, contents, removed } = this.#staged
    this.#staged = {
      secret,
      versions: new Map(versions).set(version.id, version),
      contents: content === undefined ? contents : new Map(contents).set(version.id, content),
      removed: new Set([...removed].filter((id) => id !== version.id)),
    }
  }

  removeVersions(versionIds: readonly string[]): void {
    if (versionIds.length === 0) return
    const { versions, contents, removed, ...rest } = this.#staged
    const without = <T>(map: ReadonlyMap<string, T>) =>
      new Map([...map].filter(([id]) => !versionIds.includes(id)))
    this.#staged = {
      ...rest,
      versions: without(versions),
      contents: without(contents),
      removed: new Set([...removed, ...versionIds]),
    }
  }

  /** Removes the secret with everything it has. */
  remove(): void {
    this.#staged = startingWith(undefined)
  }

  /** Another secret, which changes together with this one or not at all. */
  async beside(key: SecretKey): Promise<Draft> {
    const id = placeOf(key)
    const known = this.#beside.get(id)
    if (known !== undefined) return known
    const base = await this.#store.find(key)
    const meanwhile = this.#beside.get(id)
    if (meanwhile !== undefined) return meanwhile
    const draft = new Draft(this.#store, key, base, this.now)
    this.#beside = new Map(this.#beside).set(id, draft)
    return draft
  }

  /** What `verb` decides, or nothing of it if it refuses. */
  async attempt<T>(verb: (draft: Draft) => Promise<T>): Promise<T> {
    const restore = this.#remembered()
    try {
      return await verb(this)
    } catch (error) {
      restore()
      throw error
    }
  }

  /** All that was decided, for the store: about this secret and about those beside it. */
  toChanges(): readonly Change[] {
    const drafts = [this, ...this.#beside.values()]
    return drafts.flatMap((draft) => draft.toChange() ?? [])
  }

  /** What was decided about this secret; undefined if that is nothing. */
  toChange(): Change | undefined {
    const { secret, versions, contents, removed } = this.#staged
    const unchanged = secret === unlessGone(this.#base, this.now) && versions.size === 0 && removed.size === 0
    if (unchanged || (secret === undefined && this.#base === undefined)) return undefined
    return {
      key: this.key,
      expected: this.#base,
      record: secret && this.#revised(secret),
      versions: [...versions.values()],
      contents,
      removed: [...removed],
    }
  }

  /** How to forget what is decided from now on. */
  #remembered(): () => void {
    const staged = this.#staged
    const beside = this.#beside
    const others = [...beside.values()].map((draft) => draft.#remembered())
    return () => {
      this.#staged = staged
      this.#beside = beside
      for (const restore of others) restore()
    }
  }

  #stored(secretId: string, versionId: string): Promise<VersionRecord | undefined> {
    const before = this.#standing.get(versionId)
    if (before !== undefined) return before
    const version = this.#store.version(secretId, versionId)
    this.#standing.set(versionId, version)
    return version
  }

  /** With the revision that it has once this is committed, which is one more whatever is decided. */
  #revised(secret: SecretRecord): SecretRecord {
    const base = this.#base
    return secret.id === base?.id ? { ...secret, revision: base.revision + 1 } : secret
  }

  #isBase(secret: SecretRecord): boolean {
    return secret.id === this.#base?.id
  }
}

function startingWith(secret: SecretRecord | undefined): Staged {
  return { secret, versions: new Map(), contents: new Map(), removed: new Set() }
}
