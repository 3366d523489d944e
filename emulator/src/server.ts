import type { GuardMaker } from './auth/open-guard.js'
import { APP, compose, ENGINE, TIMELINE, VAULT } from './container.js'
import { endpointOf } from './endpoint.js'
import { type Listening, listen } from './listening.js'
import { openStore } from './open-store.js'
import { type RequestLog, requestLog } from './request-log.js'
import type { Engine } from './rotation/engine.js'
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
  /** Removes every secret, seeds anew with what the seed files said at the start, and lets the clock follow the system's. */
  reset(): Promise<void>
  /** Answers what is under way, then lets everything go. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
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
  const { account, region, host } = settings
  const seeds = await seedsIn(settings)
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
    const container = compose({ settings, store, log, makeGuard, endpoint })
    const vault = container.get(VAULT)
    const time = container.get(TIMELINE)
    timeline = time
    engine = container.get(ENGINE)
    const reseed = async () => {
      if (seeds.length === 0) return
      const { seedVault } = await import('./seed/seed-vault.js')
      await seedVault(vault, seeds, { account, region }, log)
    }
    const gate = gateTo(container.get(APP))
    listening = await listen(gate.listener, settings.port, host)
    const { port } = listening
    await reseed()
    gate.open()
    if (!settings.readOnly) void time.run()

    let closed: Promise<void> | undefined
    return {
      endpoint: endpointOf(host, port),
      port,
      clock: clockControl(time),
      async reset() {
        await store.clear()
        await time.follow()
        await reseed()
      },
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
