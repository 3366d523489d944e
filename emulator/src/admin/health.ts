import { type Clock, systemClock } from '@strongroom/core/parts'
import type { Store } from '@strongroom/vault'
import { version } from '../version.js'
import type { Route } from './route.js'

export const health: Route = {
  method: 'GET',
  path: '/health',
  summary: 'Whether it serves, and what it has done.',
  isOpen: true,
  handle: async ({ vault, since }) => ({ body: await healthOf(vault.store, systemClock, since) }),
}

/** What GET /_strongroom/health answers, from a start at `since` on. */
async function healthOf(store: Store, clock: Pick<Clock, 'now'>, since: number): Promise<object> {
  return {
    status: 'ok',
    version: await version(),
    uptimeSeconds: (clock.now() - since) / 1000,
    store: store.kind,
    ...store.stats?.(),
    secrets: await store.count(),
  }
}
