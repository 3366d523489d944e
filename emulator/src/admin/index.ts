import { version } from '../version.js'
import { exporting, importing } from './backup.js'
import { movingClock, readingClock } from './clock.js'
import { cost } from './cost.js'
import { addingFault, clearingFaults, listingFaults, readingFault, removingFault } from './faults.js'
import { health } from './health.js'
import { openapi } from './openapi.js'
import { forgettingRequests, listingRequests } from './requests.js'
import { resetting } from './reset.js'
import type { Route } from './route.js'
import { seeding } from './seed.js'
import { listingSnapshots, removingSnapshot, restoringSnapshot, takingSnapshot } from './snapshots.js'

const contents: Route = {
  method: 'GET',
  path: '/',
  summary: 'What there is to ask for.',
  async handle() {
    const list = routes.map(({ method, path, summary }) => ({ method, path: `/_strongroom${path}`, summary }))
    return { body: { version: await version(), routes: list } }
  },
}

/** All that the admin API does. */
export const routes: readonly Route[] = [
  contents,
  health,
  resetting,
  seeding,
  exporting,
  importing,
  listingSnapshots,
  takingSnapshot,
  restoringSnapshot,
  removingSnapshot,
  readingClock,
  movingClock,
  listingFaults,
  addingFault,
  clearingFaults,
  readingFault,
  removingFault,
  listingRequests,
  forgettingRequests,
  cost,
  openapi,
]
