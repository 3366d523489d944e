import type { Content, Instant, Replica, SecretRecord, Tag, VersionRecord } from './model.js'
import type { Principal } from './policy/access.js'
import type { ValueGiven } from './rules/contents.js'
import type { Filter } from './rules/filters.js'
import type { Order } from './store.js'

export interface CreateRequest {
  readonly name: string
  readonly token?: string | undefined
  readonly value?: ValueGiven | undefined
  readonly description?: string | undefined
  readonly kmsKeyId?: string | undefined
  readonly tags?: readonly Tag[] | undefined
  readonly type?: string | undefined
  readonly replication?: ReplicationRequest | undefined
}

/** To which Regions a secret is to be replicated. */
export interface ReplicationRequest {
  readonly regions: readonly { readonly region: string; readonly kmsKeyId?: string | undefined }[]
  /** Whether replicas take the place of secrets that have the name there. */
  readonly force?: boolean | undefined
}

/** What a primary knows of a replica, and when that one was last read. */
export interface ReplicaListing {
  readonly replica: Replica
  readonly accessedOn?: Instant | undefined
}

export interface PutRequest {
  readonly token?: string | undefined
  readonly value: ValueGiven
  readonly labels?: readonly string[] | undefined
}

export interface UpdateRequest {
  readonly token?: string | undefined
  readonly value?: ValueGiven | undefined
  readonly description?: string | undefined
  readonly kmsKeyId?: string | undefined
  readonly type?: string | undefined
}

export interface Written {
  readonly secret: SecretRecord
  /** The version that holds the value; absent where none was given. */
  readonly versionId?: string | undefined
  /** The labels that it carries. */
  readonly labels: readonly string[]
}

export interface ReadRequest {
  readonly versionId?: string | undefined
  readonly label?: string | undefined
}

export interface Read {
  readonly secret: SecretRecord
  readonly version: VersionRecord
  readonly labels: readonly string[]
  readonly content: Content
}

export interface PageRequest {
  readonly limit?: number | undefined
  readonly token?: string | undefined
}

export interface ListRequest extends PageRequest {
  readonly filters?: readonly Filter[] | undefined
  readonly order?: Order | undefined
  readonly descending?: boolean | undefined
  readonly includeDeleted?: boolean | undefined
}

export interface VersionsRequest extends PageRequest {
  readonly includeUnlabelled?: boolean | undefined
}

export interface MoveRequest {
  readonly to?: string | undefined
  readonly from?: string | undefined
}

export interface PolicyRequest {
  /** Who attaches it, and must not be locked out. */
  readonly caller: Principal
  /** Whether it is refused if it lets everybody in. */
  readonly blockPublic?: boolean | undefined
}

/** What was deleted, and when it is gone for good. */
export interface Deleted {
  readonly secret: Pick<SecretRecord, 'realm' | 'name' | 'suffix'>
  readonly at: Instant
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly token?: string | undefined
}

export interface VersionListing {
  readonly version: VersionRecord
  readonly labels: readonly string[]
}

export interface BatchRequest extends PageRequest {
  readonly ids?: readonly string[] | undefined
  readonly filters?: readonly Filter[] | undefined
  /** Asked about each secret before it is read: what it rejects with fails only that one. */
  readonly permit?: ((secretId: string) => Promise<void>) | undefined
}

export interface Batch {
  readonly found: readonly Read[]
  /** What could not be read, by the id that was asked for. */
  readonly failed: readonly { readonly secretId: string; readonly error: unknown }[]
  readonly token?: string | undefined
}
