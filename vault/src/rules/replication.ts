import type { Instant, Realm, Replica, SecretKey, SecretRecord, VersionRecord } from '../model.js'
import { invalidReplicaRegion, onReplica, repeatedReplicaRegion, stillReplicated } from '../refusals.js'
import type { ReplicationRequest } from '../requests.js'
import { encryptingKey, keyIdOf } from './keys.js'
import { arnOf, partitionOf } from './names.js'

/** The Region of the primary, for replicas and for primaries; undefined for a secret that is not replicated. */
export function primaryRegionOf({ primaryRegion, replicas, realm }: SecretRecord): string | undefined {
  return primaryRegion ?? (replicas && realm.region)
}

/** Refuses a replica: it changes when its primary does. */
export function requireNoReplica(secret: SecretRecord): SecretRecord {
  if (secret.primaryRegion !== undefined) throw onReplica()
  return secret
}

/** Refuses a primary that has replicas. */
export function requireUnreplicated(secret: SecretRecord): SecretRecord {
  // Not recorded for replicas that failed: they count until somebody removes them, as they are told until then.
  const regions = secret.replicas?.map(({ region }) => region) ?? []
  if (regions.length > 0) throw stillReplicated(arnOf(secret), regions.sort())
  return secret
}

/**
 * The replicas of a secret with others that are to come. One that failed is tried again in its place, and nothing
 * happens to one that is in sync.
 */
export function withReplicas(
  realm: Realm,
  replicas: readonly Replica[] = [],
  { regions, force }: ReplicationRequest,
): readonly Replica[] | undefined {
  const next = new Map(replicas.map((replica) => [replica.region, replica]))
  const asked = new Set<string>()
  for (const { region, kmsKeyId } of regions) {
    if (!isElsewhere(region, realm)) throw invalidReplicaRegion()
    if (asked.has(region)) throw repeatedReplicaRegion(region)
    asked.add(region)
    // Not recorded.
    if (next.get(region)?.status === 'InSync') continue
    next.set(region, {
      region,
      kmsKeyId: keyIdOf(kmsKeyId),
      status: 'InProgress',
      overwrites: force || undefined,
    })
  }
  return unlessNone([...next.values()])
}

function isElsewhere(region: string, realm: Realm): boolean {
  return region !== '' && region !== realm.region && partitionOf(region) === partitionOf(realm.region)
}

/** The replicas that are left without those of some Regions; undefined if there are none. */
export function withoutReplicas(
  replicas: readonly Replica[],
  regions: readonly string[],
): readonly Replica[] | undefined {
  return unlessNone(replicas.filter(({ region }) => !regions.includes(region)))
}

/** A secret that has no replica is none that is replicated to nowhere. */
function unlessNone(replicas: readonly Replica[]): readonly Replica[] | undefined {
  return replicas.length === 0 ? undefined : replicas
}

/** When there are replicas to be made: as soon as can be. */
export function copiedAt({ replicas = [] }: SecretRecord): Instant | undefined {
  return replicas.some(({ status }) => status === 'InProgress') ? 0 : undefined
}

export function inSync({ region, kmsKeyId }: Replica): Replica {
  return { region, kmsKeyId, status: 'InSync', message: 'Replication succeeded' }
}

export function nameTaken({ region, kmsKeyId }: Replica, name: string): Replica {
  const message = `Replication failed: Secret name ${name} already exists in region ${region}.`
  return { region, kmsKeyId, status: 'Failed', message }
}

/** Where the replica stands that a secret has in a Region. */
export function placeOfReplica({ realm, name }: SecretKey, region: string): SecretKey {
  return { realm: { ...realm, region }, name }
}

/** Whether a secret, at the place where a replica of the other would stand, is that. */
export function isReplicaOf(primary: SecretRecord, secret: SecretRecord): boolean {
  return secret.primaryRegion === primary.realm.region && secret.suffix === primary.suffix
}

/**
 * Whether a replica can be made where another secret has the name.
 *
 * Not recorded for those that others depend on: the replica of another primary and a primary with replicas stay, also
 * where overwriting was asked for.
 */
export function givesWay(standing: SecretRecord, primary: SecretRecord, { overwrites }: Replica): boolean {
  if (isReplicaOf(primary, standing)) return true
  return overwrites === true && primaryRegionOf(standing) === undefined
}

type OwnField =
  | 'id'
  | 'realm'
  | 'revision'
  | 'accessedOn'
  | 'kmsKeyId'
  | 'dueAt'
  | 'primaryRegion'
  | 'replicas'
  | 'rotation'

/**
 * What a replica has for itself. All other fields of it are its primary's, whatever they are.
 *
 * Not recorded: nothing of rotation is shown at a replica, which has to become a secret of its own to be rotated.
 */
export type Own = Required<Pick<SecretRecord, OwnField>>

export function ownOf(secret: SecretRecord): Own {
  const { id, realm, revision, accessedOn, kmsKeyId, dueAt, primaryRegion, replicas, rotation } = secret
  return { id, realm, revision, accessedOn, kmsKeyId, dueAt, primaryRegion, replicas, rotation }
}

/** What a new replica has for itself. */
export function newReplica(id: string, primary: SecretRecord, { region, kmsKeyId }: Replica): Own {
  const { realm } = placeOfReplica(primary, region)
  const none = { accessedOn: undefined, dueAt: undefined, replicas: undefined, rotation: undefined }
  return { ...none, id, realm, revision: 1, kmsKeyId, primaryRegion: primary.realm.region }
}

/** A replica as it is when it has followed its primary. */
export function following(primary: SecretRecord, own: Own): SecretRecord {
  return { ...primary, ...own }
}

/** The same of a version, which may stand there already: its keys and the day of its last read are its own. */
export function followingVersion(
  version: VersionRecord,
  own: Own,
  standing: VersionRecord | undefined,
): VersionRecord {
  const { kmsKeyIds = [encryptingKey(own)], accessedOn } = standing ?? {}
  return { ...version, kmsKeyIds, accessedOn }
}

/** Whether something has changed that replicas follow: no read of the primary, and nothing that it knows of them. */
export function isToFollow(before: SecretRecord | undefined, after: SecretRecord): boolean {
  const own = Object.keys(ownOf(after))
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...fields].some(
    (field) => !own.includes(field) && Reflect.get(before ?? {}, field) !== Reflect.get(after, field),
  )
}
