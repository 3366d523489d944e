import type { Instant } from '@strongroom/vault'
import type { Beginning } from '../resetting.js'
import type { Settings } from '../settings.js'
import type { Snapshots } from '../snapshots.js'
import type { Door } from '../transport/door.js'

/** What the admin API works with. */
export interface AdminContext extends Beginning {
  readonly settings: Settings
  readonly snapshots: Snapshots
  readonly door: Door
  /** When the emulator started, by the system's clock. */
  readonly since: Instant
}
