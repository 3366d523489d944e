import type { Clock } from '@strongroom/core/parts'
import type { Draft } from './draft.js'
import type { Ids } from './ids.js'
import type { SecretKey, SecretRecord } from './model.js'
import { copyToReplicas } from './replicating.js'
import { unlessGone } from './rules/deletion.js'
import { pruned, prunedAt } from './rules/versions.js'
import type { Store } from './store.js'
import type { Write } from './writer.js'

/** Lets happen to a secret what is due and needs nobody outside. Answers whether anything was. */
export async function tend(
  store: Store,
  clock: Clock,
  write: Write,
  ids: Ids,
  key: SecretKey,
): Promise<boolean> {
  const secret = await store.find(key)
  if (secret === undefined) return false
  if (unlessGone(secret, clock.now()) === undefined) {
    const removal = {
      key,
      expected: secret,
      record: undefined,
      versions: [],
      contents: new Map(),
      removed: [],
    }
    return store.commit([removal])
  }
  return write(key, async (draft) => {
    const removed = await prune(draft)
    const copied = await copyToReplicas(draft, ids)
    return removed || copied
  })
}

/** Removes the versions that have come to an age, however many they are. */
async function prune(draft: Draft): Promise<boolean> {
  let { secret } = draft
  if (secret === undefined || (prunedAt(secret) ?? Number.POSITIVE_INFINITY) > draft.now) return false
  const before = secret.versionCount
  for (;;) {
    const next: SecretRecord = await pruned(draft, secret)
    draft.note(next)
    if (next.versionCount === secret.versionCount) return next.versionCount !== before
    secret = next
  }
}
