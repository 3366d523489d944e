import type { RotationRules, Window } from './rules/schedule.js'

/** Where a secret lives: an account and a Region. Nothing of one realm is seen from another, unless by a full ARN. */
export interface Realm {
  readonly account: string
  readonly region: string
}

/** A secret's address: at most one secret stands at each. */
export interface SecretKey {
  readonly realm: Realm
  readonly name: string
}

/** Which version each staging label sits on. A label can sit on one version only: two current ones cannot be written down. */
export type Labels = ReadonlyMap<string, string>

/** Milliseconds since the epoch. */
export type Instant = number

/** A secret without its values. */
export interface SecretRecord {
  /** Tells this secret from one that had its name before; never reused. */
  readonly id: string
  readonly realm: Realm
  readonly name: string
  /** The six characters that end its ARN. */
  readonly suffix: string
  /** Grows by one with each commit: what compare-and-set compares. */
  readonly revision: number
  readonly createdAt: Instant
  readonly changedAt: Instant
  /** The day of the last read, at midnight UTC. */
  readonly accessedOn?: Instant | undefined
  readonly description?: string | undefined
  /** As it was given; absent for the default key. */
  readonly kmsKeyId?: string | undefined
  /** In the order in which the keys came; absent until there was a first one. */
  readonly tags?: readonly Tag[] | undefined
  /** Which partner's kind of secret this is, for managed external secrets. */
  readonly type?: string | undefined
  /** Its resource-based policy, as it was given. */
  readonly policy?: string | undefined
  /** The AWS service that manages it, for managed secrets. */
  readonly owningService?: string | undefined
  /** While it is scheduled for deletion. */
  readonly deletion?: Deletion | undefined
  /** The token that a secret without a value was made with. */
  readonly madeWith?: string | undefined
  readonly labels: Labels
  /** How many versions there have been: the number of the newest. */
  readonly lastVersion: number
  /** When the newest version was made; absent until there was one. */
  readonly versionedAt?: Instant | undefined
  /** How many versions there are. */
  readonly versionCount: number
  /** Where there are more than a secret keeps: no unlabelled one is old enough to go before this. */
  readonly keepsAllUntil?: Instant | undefined
  /** How it is rotated; absent until RotateSecret was called for it. */
  readonly rotation?: Rotation | undefined
  /** When something is next to happen to it by itself; absent if nothing is. */
  readonly dueAt?: Instant | undefined
  /** Where the secret stands that this one follows, if it is a replica: a secret of the same name in another Region. */
  readonly primaryRegion?: string | undefined
  /** The Regions to which it is replicated, in the order in which they came; absent where there is none. */
  readonly replicas?: readonly Replica[] | undefined
}

/** What a primary knows of one of its replicas. It stands in its own realm only while it is InSync. */
export interface Replica {
  readonly region: string
  /** As it was given; absent for the default key of that Region. */
  readonly kmsKeyId?: string | undefined
  readonly status: 'InProgress' | 'InSync' | 'Failed'
  readonly message?: string | undefined
  /** Whether it may take the place of a secret that has the name there. */
  readonly overwrites?: boolean | undefined
}

export interface Tag {
  readonly key: string
  readonly value: string
}

export interface Deletion {
  readonly requestedAt: Instant
  /** When the secret is gone and its name free. */
  readonly dueAt: Instant
}

/** How a secret is rotated, and how far that has come. */
export interface Rotation {
  /** Until it is cancelled. */
  readonly enabled: boolean
  readonly functionArn?: string | undefined
  readonly rules?: RotationRules | undefined
  /** What a partner needs to know, for managed external secrets. */
  readonly externalMetadata?: readonly Tag[] | undefined
  readonly externalRoleArn?: string | undefined
  /** When it was last set up, or turned on again. */
  readonly setAt: Instant
  /** The token that this was asked for with: with the same one it is not done again. */
  readonly setWith?: string | undefined
  readonly lastRotatedAt?: Instant | undefined
  /** When somebody else than a rotation last changed the value. */
  readonly valueChangedAt?: Instant | undefined
  /** In which it is to be rotated next. One that was missed stays until a rotation succeeds. */
  readonly window?: Window | undefined
  /** What was begun, or is to be begun at once, and has not ended. */
  readonly round?: Round | undefined
}

/** One rotation of a secret, or one test of its function, however often it is tried. */
export interface Round {
  readonly kind: 'rotation' | 'test'
  /** The version with AWSPENDING. */
  readonly versionId: string
  /** What the function is given as its RotationToken: no other round has it. */
  readonly token: string
  /** When the next attempt is due; absent where only another RotateSecret brings one. */
  readonly at?: Instant | undefined
  /** The last second in which it is tried again. */
  readonly until: Instant
  /** How many there have been in this window. */
  readonly attempts: number
  /** Whether an attempt has begun and not ended: it may have been lost with its process. */
  readonly underWay: boolean
}

/** A version without its value. */
export interface VersionRecord {
  readonly id: string
  /** Counts the versions of a secret, from 1 on: their order. */
  readonly number: number
  readonly createdAt: Instant
  /** The day of the last read, at midnight UTC. */
  readonly accessedOn?: Instant | undefined
  /** The keys that it was encrypted with, as they were given; the default key is DefaultEncryptionKey. */
  readonly kmsKeyIds: readonly string[]
}

/** What a version holds: text stays text, and bytes stay bytes. Sealed or not, that is the store's business. */
export interface Content {
  readonly kind: 'text' | 'binary'
  readonly bytes: Uint8Array
}
