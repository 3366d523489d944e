import type { Realm, Vault } from '@strongroom/vault'
import type { Log } from '../transport/log.js'
import { applySeeds } from './apply.js'
import { readSeed } from './read-seed.js'
import { vaultPort } from './vault-port.js'

/** Makes the vault hold what the files say, and tells what that changed. */
export async function seedVault(
  vault: Vault,
  files: readonly string[],
  home: Realm,
  log: Log,
): Promise<void> {
  if (files.length === 0) return
  const seeds = (await Promise.all(files.map(readSeed))).flat()
  for (const { name, realm, outcome, why } of await applySeeds(seeds, vaultPort(vault), home)) {
    if (outcome === 'skipped') log.warn(`${name} in ${realm.account}/${realm.region} is not seeded: ${why}`)
  }
}
