import { clientEnvironment, misleading } from './client-environment.js'
import { type Emulator, startEmulator } from './server.js'
import { type EmulatorOptions, settingsOf } from './settings.js'

type Hook = (work: () => Promise<void>) => unknown

/** The hooks of a test runner, by the names that mocha and node:test have for them, or jest and vitest. */
export type Hooks =
  | { readonly before: Hook; readonly beforeEach: Hook; readonly after: Hook }
  | { readonly beforeAll: Hook; readonly beforeEach: Hook; readonly afterAll: Hook }

/** The emulator while the tests run. Throws outside of them. */
export type TestEmulator = Pick<Emulator, 'endpoint' | 'port' | 'clock' | 'faults' | 'requests' | 'snapshot'>

/**
 * Runs an emulator around the tests of a file or a suite: it is started before all of them and reset before each, and
 * meanwhile the `AWS_*` variables of this process lead every client to it that is made without an endpoint.
 *
 * Throws a TypeError for hooks that are not there and for options that cannot be right.
 */
export function useEmulator(hooks: Hooks, options: EmulatorOptions = {}): TestEmulator {
  const [before, after] = 'before' in hooks ? [hooks.before, hooks.after] : [hooks.beforeAll, hooks.afterAll]
  for (const hook of [before, hooks.beforeEach, after]) {
    if (typeof hook !== 'function') {
      throw new TypeError(
        'useEmulator: "hooks" must hold before, beforeEach and after, or beforeAll and afterAll',
      )
    }
  }
  const settings = settingsOf(options)
  let running: { readonly emulator: Emulator; readonly restore: () => void } | undefined
  const emulator = () => {
    if (running !== undefined) return running.emulator
    throw new Error('the emulator runs while tests do: ask for it within a test or a hook')
  }

  before(async () => {
    const started = await startEmulator(options)
    running = {
      emulator: started,
      restore: setVariables(clientEnvironment(started.endpoint, settings), misleading(settings)),
    }
  })
  hooks.beforeEach(() => emulator().reset())
  after(async () => {
    const { emulator: started, restore } = running ?? {}
    running = undefined
    restore?.()
    await started?.close()
  })

  return {
    get endpoint() {
      return emulator().endpoint
    },
    get port() {
      return emulator().port
    },
    get clock() {
      return emulator().clock
    },
    get faults() {
      return emulator().faults
    },
    requests: (filter) => emulator().requests(filter),
    snapshot: () => emulator().snapshot(),
  }
}

/** Sets the variables and removes others; answers how to put everything back. */
function setVariables(variables: Readonly<Record<string, string>>, others: readonly string[]): () => void {
  const names = [...Object.keys(variables), ...others]
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of others) delete process.env[name]
  Object.assign(process.env, variables)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
