import type { Realm, Vault } from '@strongroom/vault'
import type { Recorder } from './calls/recorder.js'
import type { Faults } from './faults/faults.js'
import type { RequestLog } from './request-log.js'
import type { Seed } from './seed/seed.js'
import type { Timeline } from './time/timeline.js'

/** What is reset: the secrets of one account, of one Region, or of one Region of one account. */
export interface ResetScope {
  readonly account?: string | undefined
  readonly region?: string | undefined
}

export interface Beginning {
  readonly vault: Vault
  readonly timeline: Timeline
  readonly faults: Faults
  readonly recorder: Recorder
  readonly log: RequestLog
  /** What the seed files said at the start. */
  readonly seeds: readonly Seed[]
  readonly home: Realm
}

/** Seeds what the seed files said at the start, in the realms of a scope. */
export async function reseed({ vault, seeds, home, log }: Beginning, scope: ResetScope = {}): Promise<void> {
  const wanted = seeds.filter(({ realm: { account = home.account, region = home.region } = {} }) => {
    return isWithin(scope, { account, region })
  })
  if (wanted.length === 0) return
  const { seedVault } = await import('./seed/seed-vault.js')
  await seedVault(vault, wanted, home, log)
}

/**
 * Brings the emulator back to how it began. Without a scope that is everything but snapshots: secrets, seeds, faults,
 * recorded calls and the clock. With one it is the secrets there, and their seeds.
 */
export async function reset(beginning: Beginning, scope: ResetScope = {}): Promise<void> {
  const { vault, timeline, faults, recorder } = beginning
  if (scope.account === undefined && scope.region === undefined) {
    faults.clear()
    await vault.store.clear()
    await timeline.follow()
    await reseed(beginning)
    recorder.restart()
    return
  }
  const realms = await vault.store.realms()
  for (const realm of realms.filter((each) => isWithin(scope, each))) await vault.store.clear(realm)
  await reseed(beginning, scope)
}

/** Whether a realm is in a scope. */
export function isWithin({ account, region }: ResetScope, realm: Realm): boolean {
  return (
    (account === undefined || account === realm.account) && (region === undefined || region === realm.region)
  )
}
