import type { GuardMaker } from './auth/open-guard.js'
import type { CallFilter, RecordedCall } from './calls/recorder.js'
import { APP, BEGINNING, compose, ENGINE, FAULTS, RECORDER, TIMELINE, VAULT } from './container.js'
import { endpointOf } from './endpoint.js'
import type { FaultRule, StandingFault } from './faults/fault.js'
import { type Listening, listen } from './listening.js'
import { openStore } from './open-store.js'
import { type RequestLog, requestLog } from './request-log.js'
import { type ResetScope, reseed, reset } from './resetting.js'
import type { Engine } from './rotation/engine.js'
import { refuseUnreadable } from './rotation/function-files.js'
import type { Seed } from './seed/seed.js'
import { type EmulatorOptions, type Settings, settingsOf } from './settings.js'
import { type ClockControl, clockControl } from './time/clock-control.js'
import type { Timeline } from './time/timeline.js'
import { gateTo } from './transport/gate.js'

/** An emulator that serves. */
export interface Emulator {
  /** What clients connect to: `http://127.0.0.1:4566`. */
  readonly endpoint: string
  readonly port: number
  readonly clock: ClockControl
  readonly faults: FaultControl
  /** The last calls, the newest first, as CloudTrail would show them. */
  requests(filter?: CallFilter): readonly RecordedCall[]
  /** Remembers all secrets as they are; `restore` puts exactly those back, as often as it is called. It moves no clock. */
  snapshot(): Promise<{ restore(): Promise<void> }>
  /**
   * Removes every secret, seeds anew with what the seed files said at the start, removes faults and what is recorded of
   * calls, and lets the clock follow the system's. With an account or a Region: secrets and seeds of those, and nothing else.
   */
  reset(scope?: ResetScope): Promise<void>
  /** Answers what is under way, then lets everything go. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What is made to go wrong. */
export interface FaultControl {
  /** Lets a fault strike from now on. Throws a TypeError that tells all that is wrong with the rule. */
  add(rule: FaultRule): StandingFault
  list(): readonly StandingFault[]
  /** Answers whether there was one. */
  remove(id: string): boolean
  clear(): void
}

/**
 * Starts an emulator in this process: at any port that is free, in memory and without a log unless it is told otherwise.
 *
 * Rejects with a TypeError for options that cannot be right, with what the system says if the port cannot be had, and
 * with a SecretsError if the store cannot be opened, or a file that the options name cannot be read.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return serve(settingsOf(options))
}

/**
 * Starts an emulator from settings that hold. Nothing is made before the files that they name are understood, and no
 * secret is written before the port is its own: it may be another emulator's, which uses the same folder.
 */
export async function serve(
  settings: Settings,
  log: RequestLog = requestLog(settings.logLevel),
): Promise<Emulator> {
  const { host } = settings
  const seeds = await seedsIn(settings)
  if (settings.rotationFunction.length > 0) await refuseUnreadable(settings.rotationFunction)
  const makeGuard = await guardFor(settings, log)
  const store = await openStore(settings)
  let listening: Listening | undefined
  let timeline: Timeline | undefined
  let engine: Engine | undefined
  const close = async (patience?: number) => {
    // What rotates is given up first: nobody waits for requests of functions that nobody waits for.
    const stopped = timeline?.stop()
    await engine?.close()
    await listening?.close(patience)
    await stopped
    await store.close()
    await log.close()
  }

  try {
    const endpoint = () => endpointOf(host, listening?.port ?? 0)
    const container = compose({ settings, store, log, seeds, makeGuard, endpoint })
    const vault = container.get(VAULT)
    const time = container.get(TIMELINE)
    timeline = time
    engine = container.get(ENGINE)
    const beginning = container.get(BEGINNING)
    const recorder = container.get(RECORDER)
    const gate = gateTo(container.get(APP))
    listening = await listen(gate.listener, settings.port, host)
    const { port } = listening
    await reseed(beginning)
    gate.open()
    if (!settings.readOnly) void time.run()

    let closed: Promise<void> | undefined
    return {
      endpoint: endpointOf(host, port),
      port,
      clock: clockControl(time),
      faults: container.get(FAULTS),
      requests: (filter) => recorder.list(filter),
      async snapshot() {
        const secrets = await vault.whole()
        return { restore: async () => void (await vault.putWhole(secrets, 'everything')) }
      },
      reset: (scope) => reset(beginning, scope),
      close: () => (closed ??= close()),
      [Symbol.asyncDispose]: () => (closed ??= close()),
    }
  } catch (error) {
    // What waits to be answered has waited for nothing.
    await close(0)
    throw error
  }
}

async function seedsIn({ seed }: Settings): Promise<readonly Seed[]> {
  if (seed.length === 0) return []
  // Most have nothing to seed, and those who have can wait for the parsers.
  const { readSeeds } = await import('./seed/read-seed.js')
  return readSeeds(seed)
}

async function guardFor(settings: Settings, log: RequestLog): Promise<GuardMaker | undefined> {
  const { iam, iamFile } = settings
  if (iam === 'off' || iamFile === undefined) return undefined
  const { openGuard } = await import('./auth/open-guard.js')
  return openGuard(iam, iamFile, settings, log)
}
