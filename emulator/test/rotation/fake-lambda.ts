import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { RotationFunction, StepEvent } from './functions/template.js'

/** A request that came to the Invoke API. */
export interface Invoked {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly event: StepEvent
}

export interface Answered {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Lambda's Invoke API at a port of its own, as a spec wants it; `hang` never answers. */
export interface FakeLambda extends AsyncDisposable {
  readonly url: string
  readonly invoked: readonly Invoked[]
}

export async function fakeLambda(
  answer: (invoked: Invoked) => Promise<Answered | 'hang'> | Answered | 'hang',
): Promise<FakeLambda> {
  const invoked: Invoked[] = []
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request
    const event = method === 'POST' ? ((await json(request)) as StepEvent) : noEvent
    const each = { method, path, headers, event }
    invoked.push(each)
    const answered = await answer(each)
    if (answered === 'hang') return
    response.writeHead(answered.status ?? 200, answered.headers).end(answered.body ?? 'null')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const noEvent: StepEvent = { Step: '', SecretId: '', ClientRequestToken: '', RotationToken: '' }

/** Lambda with one function, which runs here: what it throws is answered as Lambda does. */
export function lambdaWith(run: RotationFunction): Promise<FakeLambda> {
  return fakeLambda(async ({ headers, event }) => {
    if (headers['x-amz-invocation-type'] === 'DryRun') return { status: 204, body: '' }
    try {
      await run(event)
      return {}
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      return {
        headers: { 'X-Amz-Function-Error': 'Unhandled' },
        body: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
      }
    }
  })
}
