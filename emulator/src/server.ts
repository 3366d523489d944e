import { systemClock } from '@strongroom/core/parts'
import type { Vault } from '@strongroom/vault'
import { APP, compose, VAULT } from './container.js'
import { endpointOf } from './endpoint.js'
import { listen } from './listening.js'
import { openStore } from './open-store.js'
import { type RequestLog, requestLog } from './request-log.js'
import { type EmulatorOptions, type Settings, settingsOf } from './settings.js'

/** An emulator that serves. */
export interface Emulator {
  /** What clients connect to: `http://127.0.0.1:4566`. */
  readonly endpoint: string
  readonly port: number
  /** Removes every secret, and seeds anew. */
  reset(): Promise<void>
  /** Answers what is under way, then lets everything go. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts an emulator in this process: at any port that is free, in memory and without a log unless it is told otherwise.
 *
 * Rejects with a TypeError for options that cannot be right, with what the system says if the port cannot be had, and
 * with a SecretsError if the store cannot be opened or a seed file cannot be read.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return serve(settingsOf(options))
}

/** Starts an emulator from settings that hold. */
export async function serve(
  settings: Settings,
  log: RequestLog = requestLog(settings.logLevel),
): Promise<Emulator> {
  const { account, region, host, seed } = settings
  const store = await openStore(settings)
  try {
    const container = compose(settings, store, log)
    const vault = container.get(VAULT)
    const reseed = async () => {
      if (seed.length === 0) return
      // Most have nothing to seed, and those who have can wait for the parsers.
      const { seedVault } = await import('./seed/seed-vault.js')
      await seedVault(vault, seed, { account, region }, log)
    }
    await reseed()
    const server = await listen(container.get(APP), settings.port, host)
    const stopped = new AbortController()
    if (!settings.readOnly) void keepSwept(vault, log, stopped.signal)

    const close = async () => {
      stopped.abort()
      await server.close()
      await store.close()
      await log.close()
    }
    let closed: Promise<void> | undefined
    return {
      endpoint: endpointOf(host, server.port),
      port: server.port,
      async reset() {
        await store.clear()
        await reseed()
      },
      close: () => (closed ??= close()),
      [Symbol.asyncDispose]: () => (closed ??= close()),
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

const sweptEveryMs = 60 * 60 * 1000

/** Takes out of the store what has been deleted for good. Nobody can see it before, so that there is no hurry. */
async function keepSwept(vault: Vault, log: RequestLog, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await vault.sweep()
    } catch (error) {
      log.error('what is gone for good could not be swept out', error)
    }
    await systemClock.sleep(sweptEveryMs, signal)
  }
}
