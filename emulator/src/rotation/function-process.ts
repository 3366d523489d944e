import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../settings/environment.js'
import { partsOf } from './function-arn.js'
import { type HostMessage, isHostMessage, type Task } from './function-messages.js'

export interface FunctionProcessOptions {
  readonly file: string
  readonly functionArn: string
  readonly env: Environment
  /** Is told each line that the function writes, if anybody wants to know. */
  readonly onLine?: ((line: string) => void) | undefined
}

/** A process with a rotation function in it, which does one task at a time. */
export interface FunctionProcess {
  /** What it says first: whether the function can be used. */
  readonly first: Promise<Answer>
  /** Has it do a task, and answers what it says then. */
  run(task: Task): Promise<Answer>
  readonly isGone: boolean
  /** Ends it, whatever it is at; settles when it is gone. May be called again. */
  kill(): Promise<void>
}

/** What a process said, or that it ended before it said anything. */
export type Answer = HostMessage | { readonly kind: 'gone' }

const program = fileURLToPath(new URL('./function-host.js', import.meta.url))

export function functionProcess({ file, functionArn, env, onLine }: FunctionProcessOptions): FunctionProcess {
  const output = onLine === undefined ? 'ignore' : 'pipe'
  const child = fork(program, [file, functionArn, partsOf(functionArn).name], {
    env,
    execArgv: [],
    stdio: ['ignore', output, output, 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) if (onLine !== undefined) readLines(stream, onLine)
  let isGone = false
  let answered = Promise.withResolvers<Answer>()
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      isGone = true
      answered.resolve({ kind: 'gone' })
      resolve()
    }
    child.once('exit', end)
    // It could not be started, or is no more to be spoken to.
    child.on('error', () => (child.pid === undefined ? end() : child.kill('SIGKILL')))
  })
  child.on('message', (message) => isHostMessage(message) && answered.resolve(message))

  return {
    first: answered.promise,
    run(task) {
      answered = Promise.withResolvers()
      if (isGone) answered.resolve({ kind: 'gone' })
      // It may be ending at this very moment.
      else child.send(task, (error) => error !== null && child.kill('SIGKILL'))
      return answered.promise
    },
    get isGone() {
      return isGone
    },
    kill() {
      child.kill('SIGKILL')
      return gone
    },
  }
}

function readLines(stream: ChildProcess['stdout'], onLine: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}
