import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import { callerOf } from '../auth/caller.js'
import { type Refusal, refusalOf, refused } from '../refusal.js'
import type { RequestLog } from '../request-log.js'
import { sts } from '../sts.js'
import { bodyOf, largestBody } from './body.js'
import { answer, type Service, type Trace } from './pipeline.js'

const json = 'application/x-amz-json-1.1'

/** What is known of a request from its first byte on. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly startedAt: number
}

export interface AppOptions {
  readonly service: Service
  readonly log: RequestLog
  /** What GET /_strongroom/health answers. */
  readonly health: () => Promise<object>
}

/** The emulator over HTTP: the JSON protocol and STS on `/`, our own pages under `/_strongroom/`. */
export function createApp({ service, log, health }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)

  app.post('/', (request, response) => serve({ request, response, ...begun() }))
  app.get('/_strongroom/health', async (_request, response) => {
    response.json(await health())
  })
  app.all('/', (_request, response) => {
    response.setHeader('Allow', 'POST')
    refuse(response, randomUUID(), refusalOf(refused('UnknownOperationException', 'Send POST /.', 405)))
  })
  app.use((_request, response) => {
    const message = 'There is nothing here: operations are POST /.'
    refuse(response, randomUUID(), refusalOf(refused('UnknownOperationException', message, 404)))
  })
  return app

  async function serve(exchange: Exchange): Promise<void> {
    const { request, response, requestId } = exchange
    const trace: Trace = {}
    try {
      const body = await bodyOf(request)
      if (body === undefined) throw tooLarge()
      if (isQuery(request)) return answerSts(exchange, body.toString('utf8'), trace)
      const { headers } = request
      const target = headers['x-amz-target']
      const output = await answer(
        { target: typeof target === 'string' ? target : undefined, authorization: headers.authorization, body },
        service,
        trace,
      )
      send(response, 200, requestId, json, JSON.stringify(output))
      tell(exchange, trace, 'OK', 200)
    } catch (error) {
      fail(exchange, trace, error)
    }
  }

  function fail(exchange: Exchange, trace: Trace, error: unknown): void {
    const { request, response, requestId } = exchange
    // Whoever has gone needs no answer.
    if (request.destroyed && !response.writable) return
    const refusal = refusalOf(error)
    refuse(response, requestId, refusal)
    tell(exchange, trace, refusal.type, refusal.status)
    if (refusal.bug) log.error(error, { requestId, operation: trace.operation })
  }
}
