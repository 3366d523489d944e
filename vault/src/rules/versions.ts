import type { Draft } from '../draft.js'
import { limits } from '../limits.js'
import type { Content, Instant, Labels, SecretRecord } from '../model.js'
import { tokenInUse } from '../refusals.js'
import { sameContent } from './contents.js'
import { encryptingKey } from './keys.js'
import { arnOf } from './names.js'

/** Whether a version holds this content already, so that writing it is a repetition; refuses if it holds another. */
export async function isRepeated(
  draft: Draft,
  secret: SecretRecord,
  versionId: string,
  content: Content | undefined,
): Promise<boolean> {
  // Nearly every time there is none: then nobody has to look for a value.
  if ((await draft.version(versionId)) === undefined) return false
  const held = await draft.content(versionId)
  if (held === undefined) return false
  if (content !== undefined && sameContent(held, content)) return true
  throw tokenInUse(versionId, arnOf(secret))
}

/**
 * Puts content into a version, a new one unless there is a placeholder of that id, and answers the secret as it is
 * then. Without content it makes the placeholder. A version's date is never before the one of the version before it, whatever the clock does.
 */
export async function withVersion(
  draft: Draft,
  secret: SecretRecord,
  versionId: string,
  content?: Content,
): Promise<SecretRecord> {
  const placeholder = await draft.version(versionId)
  if (placeholder !== undefined) {
    draft.keepVersion(placeholder, content)
    return secret
  }
  const { lastVersion, versionCount, versionedAt = draft.now } = secret
  const number = lastVersion + 1
  const createdAt = Math.max(draft.now, versionedAt)
  draft.keepVersion({ id: versionId, number, createdAt, kmsKeyIds: [encryptingKey(secret)] }, content)
  return pruned(draft, {
    ...secret,
    lastVersion: number,
    versionedAt: createdAt,
    versionCount: versionCount + 1,
  })
}

/** Removes what is beyond the number of versions that a secret keeps, and answers the secret as it is then. */
export async function pruned(draft: Draft, secret: SecretRecord): Promise<SecretRecord> {
  const { gone, keepsAllUntil } = await excess(draft, secret)
  draft.removeVersions(gone)
  return { ...secret, versionCount: secret.versionCount - gone.length, keepsAllUntil }
}

const hour = 60 * 60 * 1000

/** When there is something to remove by itself. By the hour, since the versions of a busy secret come to an age one by one. */
export function prunedAt({ versionCount, keepsAllUntil }: SecretRecord): Instant | undefined {
  if (versionCount <= limits.versionsOfSecret || keepsAllUntil === undefined) return undefined
  return Math.ceil(keepsAllUntil / hour) * hour
}

/** How many of the oldest versions a write looks at: enough to find what it has to remove among those with labels. */
const lookedAt = 2 * limits.labelsOfSecret

interface Excess {
  readonly gone: readonly string[]
  readonly keepsAllUntil: Instant | undefined
}

/** What is beyond the number of versions that a secret keeps: unlabelled ones older than a day, the oldest first. */
async function excess(draft: Draft, { labels, versionCount, keepsAllUntil }: SecretRecord): Promise<Excess> {
  const tooMany = versionCount - limits.versionsOfSecret
  // A secret that is written often has them all within a day: nobody looks through them each time.
  if (tooMany <= 0 || (keepsAllUntil ?? 0) > draft.now) return { gone: [], keepsAllUntil }
  const labelled = new Set(labels.values())
  const unlabelled = (await draft.oldest(lookedAt)).filter(({ id }) => !labelled.has(id))
  const old = unlabelled.filter(({ createdAt }) => agedAt(createdAt) <= draft.now)
  const gone = old.slice(0, tooMany).map(({ id }) => id)
  const next = unlabelled[gone.length]
  // Whether there are others behind those that were looked at is for the next look.
  if (next === undefined) return { gone, keepsAllUntil: gone.length > 0 ? draft.now : undefined }
  return { gone, keepsAllUntil: agedAt(next.createdAt) }
}

/** When a version is old enough to be removed. */
function agedAt(createdAt: Instant): Instant {
  return createdAt + limits.youngestPrunedMs
}

/** The labels whose versions follow a change of key; those with other labels stay under the key they have. */
const followingKey = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS']

/** Encrypts those versions with the secret's key that a change of that key encrypts again. */
export async function encryptAgain(draft: Draft, secret: SecretRecord, labels: Labels): Promise<void> {
  const key = encryptingKey(secret)
  for (const label of followingKey) {
    const versionId = labels.get(label)
    const version = versionId === undefined ? undefined : await draft.version(versionId)
    if (version === undefined || version.kmsKeyIds.includes(key)) continue
    draft.keepVersion({ ...version, kmsKeyIds: [...version.kmsKeyIds, key] })
  }
}
