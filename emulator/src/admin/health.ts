import type { Clock } from '@strongroom/core/parts'
import type { Store } from '@strongroom/vault'
import { version } from '../version.js'

/** What GET /_strongroom/health answers, from a start at `since` on. */
export async function healthOf(store: Store, clock: Clock, since: number): Promise<object> {
  return {
    status: 'ok',
    version: await version(),
    uptimeSeconds: (clock.now() - since) / 1000,
    store: store.kind,
    ...store.stats?.(),
    secrets: await store.count(),
  }
}
