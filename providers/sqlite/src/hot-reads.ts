import { Recent } from '@strongroom/core/parts'
import type { Change, Content, SecretKey, SecretRecord, VersionRecord } from '@strongroom/vault'
import { RecentContents } from './recent-contents.js'

const mostRecords = 4096
const mostVersions = 4096
const mostContentBytes = 16 * 1024 * 1024

/**
 * What was read lately, decoded, for as long as it is what the database holds. A read first asks the database whether
 * another connection has committed anything; what this one commits it has to be told, by `follow`.
 *
 * Reads that follow one from another, with nothing but promises between them, ask once, until one finds nothing: what is
 * at hand is as it was after whoever wanted it had asked. What another process commits while this one stands still
 * between two of them, in a synchronous call, only the next turn sees.
 */
export class HotReads {
  readonly #dataVersion: () => number | undefined
  #seen: number | undefined
  #asked = false
  readonly #records = new Recent<SecretRecord>(mostRecords)
  readonly #versions = new Recent<VersionRecord>(mostVersions)
  readonly #contents = new RecentContents(mostContentBytes)

  /** `dataVersion` answers another number whenever another connection has committed since it was asked last. */
  constructor(dataVersion: () => number | undefined) {
    this.#dataVersion = dataVersion
  }

  record(key: SecretKey, read: () => SecretRecord | undefined): SecretRecord | undefined {
    return this.#through(this.#records, keyOf(key), read)
  }

  version(
    secretId: string,
    versionId: string,
    read: () => VersionRecord | undefined,
  ): VersionRecord | undefined {
    return this.#through(this.#versions, ofVersion(secretId, versionId), read)
  }

  content(secretId: string, versionId: string, read: () => Content | undefined): Content | undefined {
    return this.#through(this.#contents, ofVersion(secretId, versionId), read)
  }

  /** Reads the database as it is now. What is given from what is at hand after that is not older. */
  past<T>(read: () => T): T {
    this.#asked = false
    return read()
  }

  /** Follows changes that have just been committed: whoever writes a secret mostly comes back to it. */
  follow(changes: readonly Change[]): void {
    // Which versions a secret had that goes, nobody remembers here.
    if (changes.some(({ expected, record }) => expected !== undefined && expected.id !== record?.id)) {
      this.clear()
    }
    for (const change of changes) this.#follow(change)
  }

  #follow({ key, record, versions, contents, removed }: Change): void {
    if (record === undefined) return
    this.#records.keep(keyOf(key), record)
    for (const version of versions) this.#versions.keep(ofVersion(record.id, version.id), version)
    for (const [versionId, content] of contents) {
      this.#contents.keep(ofVersion(record.id, versionId), content)
    }
    for (const versionId of removed) {
      this.#versions.drop(ofVersion(record.id, versionId))
      this.#contents.drop(ofVersion(record.id, versionId))
    }
  }

  clear(): void {
    this.#records.clear()
    this.#versions.clear()
    this.#contents.clear()
  }

  #ask(): void {
    const now = this.#dataVersion()
    if (now !== this.#seen) this.clear()
    this.#seen = now
    this.#asked = true
    // Runs when the promises have run out, and before anything that comes from outside.
    process.nextTick(this.#askAgain)
  }

  readonly #askAgain = (): void => {
    this.#asked = false
  }

  #through<T>(kept: Kept<T>, key: string, read: () => T | undefined): T | undefined {
    if (!this.#asked) this.#ask()
    const hot = kept.use(key)
    if (hot !== undefined) return hot
    const found = read()
    // What is not there may have gone since what is at hand was read: whoever looks again must see that.
    if (found === undefined) this.#asked = false
    else kept.keep(key, found)
    return found
  }
}

interface Kept<T> {
  use(key: string): T | undefined
  keep(key: string, item: T): void
}

function keyOf({ realm: { account, region }, name }: SecretKey): string {
  return `${account}\0${region}\0${name}`
}

function ofVersion(secretId: string, versionId: string): string {
  return `${secretId}\0${versionId}`
}
