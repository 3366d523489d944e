import path from 'node:path'
import { memoryStore, type Store, sealedStore } from '@strongroom/vault'
import type { Settings } from './settings.js'

/** The store that the settings name, with nothing left to seal: what must be is sealed on its way there. */
export async function openStore({ data, keyFile }: Settings): Promise<Store> {
  if (data === undefined || keyFile === undefined) return memoryStore()
  // Whoever wants memory only waits for no database driver.
  const { openSqlite } = await import('@strongroom/provider-sqlite')
  const { store, sealer } = await openSqlite({ file: path.join(data, 'secrets.db'), keyFile })
  return sealedStore(store, sealer)
}
