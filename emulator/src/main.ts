import type { EventEmitter } from 'node:events'
import type { Writable } from 'node:stream'
import { SecretsError } from '@strongroom/core/parts'
import { banner } from './banner.js'
import { type Invocation, readSettings, type Settings } from './settings.js'
import { startFailure } from './start-failure.js'

/** An emulator that listens. */
export interface Running {
  readonly endpoint: string
  /** Finishes what was begun, then ends. */
  close(): Promise<void>
}

export interface MainOptions extends Invocation {
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined }
  readonly stderr: Writable
  readonly version: () => Promise<string>
  readonly start: (settings: Settings) => Promise<Running>
  /** What emits SIGINT, SIGTERM and SIGHUP: the process. */
  readonly signals: Pick<EventEmitter, 'on'>
  /** The milliseconds of a clock that nobody sets; the process's own where absent. */
  readonly now?: (() => number) | undefined
}

/**
 * Runs the emulator until SIGINT, SIGTERM or SIGHUP, and gives the code to exit with once all is said: 0 after it ended in peace,
 * 1 if it could not start or end, 2 for settings that are wrong, 130 or 143 at once after a second signal.
 */
export async function main(options: MainOptions): Promise<number> {
  const { stdout, stderr, start, version } = options
  let settings: Settings
  try {
    const read = await readSettings(options)
    if (read === 'version') return say(stdout, `${await version()}\n`, 0)
    // Only who asks for help waits for it to load.
    if (read === 'help') return say(stdout, (await import('./settings/help.js')).helpText(), 0)
    settings = read
  } catch (error) {
    if (!SecretsError.is(error, 'CONFIG')) throw error
    return say(stderr, complaint(`${error.message}\n--help shows what there is.`), 2)
  }

  const interrupts = listen(options)
  try {
    const run = async () => {
      const emulator = await start(settings)
      await say(stdout, bannerOf(emulator, settings, options), 0)
      await interrupts.first
      await emulator.close()
      return 0
    }
    return await Promise.race([run(), interrupts.second])
  } catch (error) {
    return say(stderr, complaint(startFailure(error, settings)), 1)
  }
}

function bannerOf({ endpoint }: Running, settings: Settings, { stdout, env }: MainOptions): string {
  const colours = stdout.isTTY === true && (env.NO_COLOR ?? '') === ''
  return banner({ endpoint, settings, colours })
}

function complaint(text: string): string {
  return `strongroom-emulator: ${text}\n`
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * One Ctrl-C can arrive more than once: a terminal sends it to every process of a command, and those that started this
 * one (npm and its like) often pass theirs on. Nobody presses it twice that fast.
 */
const sameSignalMs = 100

/**
 * Settles with the first signal, and with the exit code of the second one. It listens to the end of the process: a signal
 * that comes while that exits would give it another code.
 */
function listen({ signals, now = () => performance.now() }: MainOptions) {
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<number>()
  let since: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    signals.on(signal, () => {
      if (since === undefined) {
        since = now()
        first.resolve()
      } else if (now() - since >= sameSignalMs) second.resolve(exitCodes[signal])
    })
  }
  // The terminal or the program that started this one is gone: that ends it, and hurries nobody.
  signals.on('SIGHUP', () => first.resolve())
  return { first: first.promise, second: second.promise }
}

/** The code, once the text is written: after that the process may end. */
function say(stream: Writable, text: string, code: number): Promise<number> {
  return new Promise((resolve) => stream.write(text, () => resolve(code)))
}
