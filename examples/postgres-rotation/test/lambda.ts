import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface LambdaSetup {
  /** The modules of functions, by their names. */
  readonly functions: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

/** A Lambda in a process of its own. */
export interface Lambda {
  readonly url: string
  setUp(setup: LambdaSetup): Promise<void>
  stop(): Promise<void>
}

const program = fileURLToPath(new URL('./programs/lambda-endpoint.js', import.meta.url))

export async function startLambda(): Promise<Lambda> {
  const child = fork(program)
  const [url] = await once(child, 'message')
  return {
    url: String(url),
    async setUp(setup) {
      child.send(setup)
      await once(child, 'message')
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
