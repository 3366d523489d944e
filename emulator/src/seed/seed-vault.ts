import type { Realm, Vault } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import { applySeeds, type Seeded } from './apply.js'
import type { Seed } from './seed.js'
import { vaultPort } from './vault-port.js'

/** Makes the vault hold what the seeds say, and tells what that changed. */
export async function seedVault(
  vault: Vault,
  seeds: readonly Seed[],
  home: Realm,
  log: RequestLog,
): Promise<readonly Seeded[]> {
  const seeded = await applySeeds(seeds, vaultPort(vault), home)
  for (const { name, realm, outcome, why } of seeded) {
    const facts = { secretName: name, ...realm, why }
    if (outcome === 'skipped') log.warn('a secret was not seeded', facts)
    else log.debug(`a secret was seeded: ${outcome}`, facts)
  }
  return seeded
}
