import type { Draft } from './draft.js'
import type { Ids } from './ids.js'
import type { Replica, SecretRecord } from './model.js'
import { notReplica } from './refusals.js'
import type { ReplicaListing, ReplicationRequest } from './requests.js'
import {
  following,
  followingVersion,
  givesWay,
  inSync,
  isReplicaOf,
  nameTaken,
  newReplica,
  placeOfReplica,
  withoutReplicas,
  withReplicas,
} from './rules/replication.js'
import type { Store } from './store.js'

// Not recorded: what becomes of replicas moves no date of change, neither theirs nor that of their primary.

/** Has a secret replicated to more Regions. The replicas are made afterwards: from now on it is due for that. */
export function addReplicas(draft: Draft, secret: SecretRecord, request: ReplicationRequest): void {
  draft.note({ ...secret, replicas: withReplicas(secret.realm, secret.replicas, request) })
}

/** Removes the replicas in some Regions, at once; where there is none, nothing changes. */
export async function removeReplicas(
  draft: Draft,
  secret: SecretRecord,
  regions: readonly string[],
): Promise<void> {
  const { replicas = [] } = secret
  const going = replicas.filter(({ region }) => regions.includes(region))
  if (going.length === 0) return
  for (const { region } of going) {
    const replica = await draft.beside(placeOfReplica(secret, region))
    if (replica.secret !== undefined && isReplicaOf(secret, replica.secret)) replica.remove()
  }
  draft.note({ ...secret, replicas: withoutReplicas(replicas, regions) })
}

/** Makes a replica a secret of its own, which its primary forgets. */
export async function detach(draft: Draft, secret: SecretRecord): Promise<void> {
  const { primaryRegion, realm } = secret
  if (primaryRegion === undefined) throw notReplica()
  const beside = await draft.beside(placeOfReplica(secret, primaryRegion))
  const primary = beside.secret
  if (primary !== undefined && isReplicaOf(primary, secret)) {
    beside.note({ ...primary, replicas: withoutReplicas(primary.replicas ?? [], [realm.region]) })
  }
  draft.note({ ...secret, primaryRegion: undefined })
}

/** Makes the replicas of a secret that are not made yet. Answers whether there were such. */
export async function copyToReplicas(draft: Draft, ids: Ids): Promise<boolean> {
  const { secret } = draft
  const { replicas = [] } = secret ?? {}
  if (secret === undefined || !replicas.some(isWaiting)) return false
  const next: Replica[] = []
  for (const replica of replicas) {
    next.push(isWaiting(replica) ? await copied(draft, secret, replica, ids) : replica)
  }
  draft.note({ ...secret, replicas: next })
  return true
}

async function copied(draft: Draft, primary: SecretRecord, replica: Replica, ids: Ids): Promise<Replica> {
  const copy = await draft.beside(placeOfReplica(primary, replica.region))
  if (copy.secret !== undefined && !givesWay(copy.secret, primary, replica)) {
    return nameTaken(replica, primary.name)
  }
  const own = newReplica(ids.secret(), primary, replica)
  copy.begin(following(primary, own))
  for (const version of await draft.versions()) {
    copy.keepVersion(followingVersion(version, own, undefined), await draft.content(version.id))
  }
  return inSync(replica)
}

/** What a primary tells of its replicas. */
export function listReplicas(store: Store, secret: SecretRecord): Promise<readonly ReplicaListing[]> {
  const { replicas = [] } = secret
  return Promise.all(
    replicas.map(async (replica) => {
      const standing = await store.find(placeOfReplica(secret, replica.region))
      if (standing === undefined || !isReplicaOf(secret, standing)) return { replica }
      return { replica, accessedOn: standing.accessedOn }
    }),
  )
}

function isWaiting({ status }: Replica): boolean {
  return status === 'InProgress'
}
