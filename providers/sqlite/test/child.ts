import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly process: ChildProcess
  /** The lines that it has printed so far. */
  readonly lines: readonly string[]
  /** Settles when it has printed so many lines; rejects if it ends before. */
  printed(count: number): Promise<void>
  /** Settles when it has ended and all that it printed has arrived. */
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

/** Starts a program of `test/programs`, as a process of its own. */
export function startChild(program: string, args: readonly string[]): Child {
  const file = fileURLToPath(new URL(`programs/${program}.js`, import.meta.url))
  const child = fork(file, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] })
  const lines: string[] = []
  let rest = ''
  let told = () => {}
  const closed = once(child, 'close').then(() => told())
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    const whole = `${rest}${part}`.split('\n')
    rest = whole.pop() ?? ''
    lines.push(...whole)
    told()
  })

  return {
    process: child,
    lines,
    async printed(count) {
      while (lines.length < count) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error('the program has ended')
        await new Promise<void>((resolve) => {
          told = resolve
        })
      }
    },
    async ended() {
      await closed
      return { code: child.exitCode, signal: child.signalCode }
    },
  }
}
