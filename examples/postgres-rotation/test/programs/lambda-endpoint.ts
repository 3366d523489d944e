// A process that invokes functions as AWS Lambda does, as far as Secrets Manager needs that.
//
// It is told over IPC which functions there are, by their modules, and in what environment they run; it tells its URL.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { LambdaSetup } from '../lambda.js'

let functions: LambdaSetup['functions'] = {}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  const [, called = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? []
  const name = decodeURIComponent(called).replace(/^arn:.*:function:/, '')
  const module = functions[name]
  if (request.method !== 'POST' || module === undefined) {
    response.setHeader('X-Amzn-ErrorType', 'ResourceNotFoundException')
    return say(response, 404, { Type: 'User', Message: `Function not found: ${name}` })
  }
  if (request.headers['x-amz-invocation-type'] === 'DryRun') return void response.writeHead(204).end()
  try {
    const { handler } = await import(module)
    say(response, 200, (await handler(JSON.parse(body))) ?? null)
  } catch (error) {
    // Lambda says 200 of a function that throws.
    response.setHeader('X-Amz-Function-Error', 'Unhandled')
    const { name: errorType, message: errorMessage, stack = '' } = errorOf(error)
    say(response, 200, { errorType, errorMessage, trace: stack.split('\n') })
  }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

process.on('message', (setup: LambdaSetup) => {
  Object.assign(process.env, setup.environment)
  functions = setup.functions
  process.send?.('set up')
})
process.on('disconnect', () => process.exit())

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(`http://127.0.0.1:${port}`)
})
