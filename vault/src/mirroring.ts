import type { Draft } from './draft.js'
import type { Replica, SecretRecord } from './model.js'
import {
  following,
  followingVersion,
  isReplicaOf,
  isToFollow,
  ownOf,
  placeOfReplica,
} from './rules/replication.js'
import type { Change } from './store.js'

/**
 * Lets the replicas of a secret follow what was decided about it: they change together with it. Of a secret that has none,
 * nothing is read.
 */
export async function mirror(draft: Draft): Promise<void> {
  if (draft.secret?.replicas === undefined) return
  const change = draft.toChange()
  const { record: primary, expected } = change ?? {}
  if (change === undefined || primary?.replicas === undefined || !isToFollow(expected, primary)) return
  const lost: string[] = []
  for (const { region, status } of primary.replicas) {
    if (status !== 'InSync') continue
    const replica = await draft.beside(placeOfReplica(primary, region))
    const { secret } = replica
    if (secret !== undefined && isReplicaOf(primary, secret)) await follow(replica, secret, primary, change)
    else lost.push(region)
  }
  if (lost.length > 0) draft.note(withLost(primary, lost))
}

async function follow(
  replica: Draft,
  before: SecretRecord,
  primary: SecretRecord,
  { versions, contents, removed }: Change,
): Promise<void> {
  const own = ownOf(before)
  for (const version of versions) {
    const standing = version.number > before.lastVersion ? undefined : await replica.version(version.id)
    replica.keepVersion(followingVersion(version, own, standing), contents.get(version.id))
  }
  replica.removeVersions(removed)
  replica.note(following(primary, own))
}

/** A store can lose the secrets of one realm: their replicas are made again. */
function withLost(primary: SecretRecord, lost: readonly string[]): SecretRecord {
  const again = ({ region, kmsKeyId }: Replica): Replica => ({ region, kmsKeyId, status: 'InProgress' })
  const replicas = primary.replicas?.map((replica) =>
    lost.includes(replica.region) ? again(replica) : replica,
  )
  return { ...primary, replicas }
}
