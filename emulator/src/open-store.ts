import path from 'node:path'
import { SecretsError } from '@strongroom/core/parts'
import { memoryStore, type Store, sealedStore } from '@strongroom/vault'
import type { Settings } from './settings.js'

/**
 * The store that the settings name, with nothing left to seal: what must be is sealed on its way there. Rejects with a
 * SecretsError that names the file, if it cannot be used.
 */
export async function openStore({ data, keyFile }: Settings): Promise<Store> {
  if (data === undefined || keyFile === undefined) return memoryStore()
  // Whoever wants memory only waits for no database driver.
  const { openSqlite } = await import('@strongroom/provider-sqlite')
  const file = path.join(data, 'secrets.db')
  try {
    const { store, sealer } = await openSqlite({ file, keyFile })
    return sealedStore(store, sealer)
  } catch (error) {
    if (!SecretsError.is(error) || error.message.includes(keyFile)) throw error
    throw new SecretsError(error.code, `${error.message}: ${file}`, { cause: error, hint: error.hint })
  }
}
