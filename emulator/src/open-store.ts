import { memoryStore, type Store } from '@strongroom/vault'
import type { Settings } from './settings.js'

/** The store that the settings name, ready for contents as they are: what must be sealed is sealed on the way. */
export async function openStore({ data, keyFile }: Settings): Promise<Store> {
  if (data === undefined || keyFile === undefined) return memoryStore()
  throw new Error('later')
}
