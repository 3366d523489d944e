import { randomUUID } from 'node:crypto'
import { systemClock } from '@strongroom/core/parts'
import type { Realm } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import type { Environment } from '../settings/environment.js'
import type { Answer, FunctionProcess } from './function-process.js'
import { errorTypeOf, type Invoker, type Outcome } from './invoker.js'

export interface ModuleFunctionsOptions {
  /** The files of the functions, by their ARNs. */
  readonly files: ReadonlyMap<string, string>
  /** What the process of a function finds in its environment. */
  environment(functionArn: string, realm: Realm): Environment
  readonly timeoutMs: number
  readonly log: RequestLog
  /** Whether what functions write goes to the log, at debug: they may write anything there. */
  readonly logsLines: boolean
}

export interface ModuleFunctions extends Invoker {
  has(functionArn: string): boolean
}

/** The processes of one function for one realm. */
interface Crew {
  /** Those in which the function is loaded. */
  readonly ready: Set<FunctionProcess>
  /** Those of them that wait for something to do. */
  readonly idle: FunctionProcess[]
  busy: number
  readonly waiting: (() => void)[]
}

/** How long a function may take to load. */
const loadMs = 30_000

/**
 * For how long rotations take a file that could not be loaded for missing. While the clock is moved on they are tried
 * again thousands of times; whoever calls RotateSecret has it looked at anew.
 */
const missingMs = 10_000

/** How many rotations one function does at once for one realm. */
const mostAtOnce = 4

/** Functions that are modules with a `handler`: each runs in processes of its own, which are kept for the next time. */
export function moduleFunctions(options: ModuleFunctionsOptions): ModuleFunctions {
  const { files, environment, timeoutMs, log, logsLines } = options
  const crews = new Map<string, Crew>()
  const all = new Set<FunctionProcess>()
  /** When they could not be loaded. */
  const unusable = new Map<string, number>()
  const closed = new AbortController()

  async function start(
    functionArn: string,
    file: string,
    realm: Realm,
  ): Promise<FunctionProcess | undefined> {
    const { functionProcess } = await import('./function-process.js')
    if (closed.signal.aborted) return undefined
    const onLine = (line: string) => log.debug('a rotation function says', { functionArn, line })
    const env = environment(functionArn, realm)
    const started = functionProcess({ file, functionArn, env, onLine: logsLines ? onLine : undefined })
    all.add(started)
    const first = await within(started, started.first, AbortSignal.timeout(loadMs))
    if (first?.kind === 'ready') {
      unusable.delete(file)
      return started
    }
    void started.kill()
    all.delete(started)
    if (!unusable.has(file) && !closed.signal.aborted)
      log.warn('a rotation function cannot be used', {
        functionArn,
        file,
        why: whyNot(first),
      })
    unusable.set(file, systemClock.now())
    return undefined
  }

  /** Has a process to itself meanwhile; undefined if there can be none. */
  async function using<T>(
    functionArn: string,
    realm: Realm,
    use: (running: FunctionProcess) => Promise<T>,
  ): Promise<T | undefined> {
    const file = files.get(functionArn)
    if (file === undefined) return undefined
    const crew = crewOf(functionArn, realm)
    while (crew.busy >= mostAtOnce) await new Promise<void>((resolve) => crew.waiting.push(resolve))
    crew.busy += 1
    try {
      const running = idleIn(crew) ?? (await start(functionArn, file, realm))
      if (running === undefined) return undefined
      crew.ready.add(running)
      const result = await use(running)
      if (running.isGone) forget(crew, running)
      else crew.idle.push(running)
      return result
    } finally {
      crew.busy -= 1
      crew.waiting.shift()?.()
    }
  }

  function isMissing(functionArn: string): boolean {
    const since = unusable.get(files.get(functionArn) ?? '')
    return since !== undefined && systemClock.now() - since < missingMs
  }

  function crewOf(functionArn: string, { account, region }: Realm): Crew {
    const key = JSON.stringify([functionArn, account, region])
    const crew = crews.get(key) ?? { ready: new Set(), idle: [], busy: 0, waiting: [] }
    crews.set(key, crew)
    return crew
  }

  function idleIn(crew: Crew): FunctionProcess | undefined {
    for (;;) {
      const running = crew.idle.pop()
      if (running === undefined || !running.isGone) return running
      forget(crew, running)
    }
  }

  function forget({ ready }: Crew, running: FunctionProcess): void {
    ready.delete(running)
    all.delete(running)
  }

  return {
    has: (functionArn) => files.has(functionArn),
    async usable(functionArn, realm) {
      // Nobody has to wait for one of them to be done.
      const isLoaded = [...crewOf(functionArn, realm).ready].some(({ isGone }) => !isGone)
      return isLoaded || ((await using(functionArn, realm, async () => true)) ?? false)
    },
    async invoke({ functionArn, realm, event }, signal) {
      if (isMissing(functionArn)) return { kind: 'missing' }
      const outcome = await using(functionArn, realm, async (running): Promise<Outcome> => {
        const late = AbortSignal.timeout(timeoutMs)
        const task = { event, requestId: randomUUID(), deadline: systemClock.now() + timeoutMs }
        const answer = await within(running, running.run(task), AbortSignal.any([late, signal]))
        if (answer !== undefined) return outcomeOf(answer)
        return late.aborted ? { kind: 'time-out' } : { kind: 'unreachable', reason: 'it was given up' }
      })
      return outcome ?? { kind: 'missing' }
    },
    async close() {
      closed.abort()
      await Promise.all([...all].map((running) => running.kill()))
    },
  }
}

/** What a process says before the signal aborts. If that comes first, it is killed, and there is no answer. */
async function within(
  running: FunctionProcess,
  answer: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const aborted = Promise.withResolvers<undefined>()
  const abort = () => aborted.resolve(undefined)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    const first = await Promise.race([answer, aborted.promise])
    if (first === undefined) await running.kill()
    return first
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.kind === 'done') return { kind: 'ok' }
  if (answer.kind !== 'failed') return { kind: 'function error', errorType: 'Runtime.ExitError' }
  const at = answer.at !== undefined && /^[\w.-]+:\d+:\d+$/.test(answer.at) ? answer.at : undefined
  return { kind: 'function error', errorType: errorTypeOf(answer.errorType), at }
}

function whyNot(first: Answer | undefined): string {
  if (first === undefined) return 'it took too long to load'
  return first.kind === 'unusable' ? first.why : 'its process ended while it was loaded'
}
