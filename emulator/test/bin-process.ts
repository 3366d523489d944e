import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The folder of this package. */
export const packageFolder = path.dirname(
  createRequire(import.meta.url).resolve('@strongroom/emulator/package.json'),
)

const bin = path.join(packageFolder, 'bin/strongroom-emulator.js')

export interface StartOptions {
  readonly cwd: string
  /** All that the process finds in its environment, beside PATH. */
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** What a process said, and how it ended: its exit code, or the signal that ended it. */
export interface Ended {
  readonly end: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started extends AsyncDisposable {
  readonly child: ChildProcess
  /** What it has said so far. */
  said(): { readonly stdout: string; readonly stderr: string }
  /** Settles once it has said this. Rejects if it ends without. */
  says(text: string): Promise<void>
  /** Settles when it has ended and all it said has arrived. */
  readonly ended: Promise<Ended>
}

/** Starts a program, which is killed when it is disposed of. */
export function start(command: string, args: readonly string[], { cwd, env = {} }: StartOptions): Started {
  const { PATH = '' } = process.env
  const child = spawn(command, args, { cwd, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ end: code ?? signal, stdout, stderr }))
  })
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (stdout + stderr).includes(text) && resolve()
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      ended.then(({ end }) => {
        reject(new Error(`it ended with ${end} before it said ${text}: ${stdout}${stderr}`))
      }, reject)
      look()
    })
  return {
    child,
    said: () => ({ stdout, stderr }),
    says,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs the bin until it ends by itself. */
export function runBin(args: readonly string[], options: StartOptions): Promise<Ended> {
  return start(process.execPath, [bin, ...args], options).ended
}

/** An emulator in a process of its own, and what it printed on start. */
export interface EmulatorProcess extends Started {
  /** What the lines `export NAME=value` say. */
  readonly exports: Readonly<Record<string, string>>
  /** The line for older clients. */
  readonly command: string
  /** What that line has after --endpoint-url. */
  readonly endpoint: string
  /** Asks it to end, as Ctrl-C does unless it is told otherwise. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts the bin at any port that is free, and waits for the last line of what it prints. */
export async function startBin(args: readonly string[], options: StartOptions): Promise<EmulatorProcess> {
  const started = start(process.execPath, [bin, '--port', '0', ...args], options)
  await started.says('Ctrl-C ends the emulator.\n')
  const { stdout } = started.said()
  const [, command = '', endpoint = ''] = /^(aws --endpoint-url (\S+) .*)$/m.exec(stdout) ?? []
  const variables = [...stdout.matchAll(/^export (\w+)=(.*)$/gm)]
  return {
    ...started,
    exports: Object.fromEntries(variables.map(([, name = '', value = '']) => [name, value])),
    command,
    endpoint,
    stop(signal = 'SIGINT') {
      started.child.kill(signal)
      return started.ended
    },
  }
}
