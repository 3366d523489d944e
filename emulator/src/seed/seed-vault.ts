import type { Realm, Vault } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import { applySeeds } from './apply.js'
import type { Seed } from './seed.js'
import { vaultPort } from './vault-port.js'

/** Makes the vault hold what the seeds say, and tells what that changed. */
export async function seedVault(
  vault: Vault,
  seeds: readonly Seed[],
  home: Realm,
  log: RequestLog,
): Promise<void> {
  for (const { name, realm, outcome, why } of await applySeeds(seeds, vaultPort(vault), home)) {
    const facts = { secretName: name, ...realm, why }
    if (outcome === 'skipped') log.warn('a secret was not seeded', facts)
    else log.debug(`a secret was seeded: ${outcome}`, facts)
  }
}
