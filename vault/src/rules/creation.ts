import type { Draft } from '../draft.js'
import type { Content, Realm, SecretRecord } from '../model.js'
import { nameScheduledForDeletion, secretExists } from '../refusals.js'
import type { CreateRequest } from '../requests.js'
import { keyIdOf } from './keys.js'
import { withReplicas } from './replication.js'
import { tagged } from './tags.js'
import { isRepeated } from './versions.js'

/** What a new secret cannot have from its request. */
type Given = Pick<SecretRecord, 'id' | 'suffix' | 'createdAt'> & { readonly realm: Realm }

/** A secret as it begins: with all that was said of it, and no version. */
export function newSecret(given: Given, request: CreateRequest, hasValue: boolean): SecretRecord {
  const { replication } = request
  return {
    ...given,
    name: request.name,
    revision: 1,
    changedAt: given.createdAt,
    description: request.description || undefined,
    kmsKeyId: keyIdOf(request.kmsKeyId),
    tags: request.tags && tagged([], request.tags),
    type: request.type || undefined,
    madeWith: hasValue ? undefined : request.token,
    replicas: replication && withReplicas(given.realm, undefined, replication),
    labels: new Map(),
    lastVersion: 0,
    versionCount: 0,
  }
}

/**
 * Whether a create over a secret that is there is the one that made it, so that it has to be answered as before; refuses
 * if it is another. What counts is the token and the value.
 */
export async function requireSameCreate(
  draft: Draft,
  secret: SecretRecord,
  token: string | undefined,
  content: Content | undefined,
): Promise<void> {
  if (secret.deletion !== undefined) throw nameScheduledForDeletion()
  // Not recorded: no create has made a replica, though the versions are those of one.
  if (token === undefined || secret.primaryRegion !== undefined) throw secretExists(secret.name)
  if (content === undefined && secret.madeWith === token) return
  if (!(await isRepeated(draft, secret, token, content))) throw secretExists(secret.name)
}
