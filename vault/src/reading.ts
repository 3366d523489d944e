import type { Clock } from '@strongroom/core/parts'
import type { Realm, SecretRecord } from './model.js'
import { labelNotFound, labelNotOnVersion, secretNotFound, versionNotFound } from './refusals.js'
import type { Read, ReadRequest } from './requests.js'
import { requireKeyOf } from './rules/across-accounts.js'
import { dayOf } from './rules/days.js'
import { requireLive, unlessGone } from './rules/deletion.js'
import { labelsOf } from './rules/labels.js'
import { type SecretAddress, secretAt } from './rules/names.js'
import type { Store } from './store.js'
import type { Write } from './writer.js'

/** The secret at an address, also while it is scheduled for deletion. */
export async function find(store: Store, clock: Clock, address: SecretAddress): Promise<SecretRecord> {
  const secret = secretAt(address, unlessGone(await store.find(address), clock.now()))
  if (secret === undefined) throw secretNotFound(address)
  return secret
}

/** The version of a secret that is asked for by id, by label or by both; by neither, AWSCURRENT. */
export async function readVersion(
  store: Store,
  clock: Clock,
  address: SecretAddress,
  caller: Realm,
  { versionId, label }: ReadRequest,
): Promise<Read> {
  const missing = () =>
    versionId === undefined ? labelNotFound(label ?? 'AWSCURRENT') : versionNotFound(versionId)
  for (;;) {
    const secret = requireLive(await find(store, clock, address))
    requireKeyOf(caller, secret)
    const wanted = versionId ?? secret.labels.get(label ?? 'AWSCURRENT')
    if (wanted === undefined) throw missing()
    const version = await store.version(secret.id, wanted)
    const content = version && (await store.content(secret.id, wanted))
    if (version !== undefined && content !== undefined) {
      const labels = labelsOf(secret.labels, wanted)
      if (label !== undefined && !labels.includes(label)) throw labelNotOnVersion()
      return { secret, version, labels, content }
    }
    // There is no such version, or no value in it yet; unless between the two looks the label has moved on, and the
    // version that had it was pruned, or another secret has taken the place.
    const again = await find(store, clock, address)
    if (again.id === secret.id && (versionId !== undefined || again.revision === secret.revision))
      throw missing()
  }
}

/** Leaves the day of a read at the secret and its version. Once a day: a second read finds it there. */
export async function rememberRead(write: Write, clock: Clock, { secret, version }: Read): Promise<void> {
  const today = dayOf(clock.now())
  if (secret.accessedOn === today && version.accessedOn === today) return
  await write(secret, async (draft) => {
    const standing = draft.secret?.id === secret.id ? await draft.version(version.id) : undefined
    if (draft.secret === undefined || standing === undefined) return
    if (draft.secret.accessedOn === today && standing.accessedOn === today) return
    draft.note({ ...draft.secret, accessedOn: today })
    draft.keepVersion({ ...standing, accessedOn: today })
  })
}
