import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import { Refused, refusalOf, refused } from '../refusal.js'
import type { RequestLog } from '../request-log.js'
import { type StsAnswer, sts, stsRefusal } from '../sts.js'
import { bodyOf, largestBody } from './body.js'
import { answer, identify, type Service } from './pipeline.js'
import { isQuery } from './query.js'
import { respond, respondRefusal } from './respond.js'
import { Trace } from './trace.js'
import { endOfTurn } from './turn.js'

export interface AppOptions {
  readonly service: Service
  readonly log: RequestLog
  /** What GET /_strongroom/health answers. */
  readonly health: () => Promise<object>
}

/** The emulator over HTTP: operations and STS on `/`, pages of our own under `/_strongroom/`. */
export function createApp({ service, log, health }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.disable('query parser')

  app.post('/', serve)
  app.all('/', (_request, response) => {
    response.setHeader('Allow', 'POST')
    const message = 'Operations are POST requests.'
    respondRefusal(response, randomUUID(), refusalOf(refused('UnknownOperationException', message, 405)))
  })
  app.get('/_strongroom/health', async (_request, response) => {
    response.json(await health())
  })
  app.use((_request: IncomingMessage, response: ServerResponse) => {
    const message = 'There is nothing at this path: operations are POST requests to /.'
    respondRefusal(response, randomUUID(), refusalOf(refused('UnknownOperationException', message, 404)))
  })
  // By its four parameters Express knows that this is for what other pages reject with: its own page shows the stack.
  app.use((error: unknown, _request: IncomingMessage, response: ServerResponse, _next: unknown) => {
    const trace = new Trace(randomUUID(), performance.now())
    respondRefusal(response, trace.requestId, refusalOf(error))
    trace.missed(error)
    tellBugs(trace)
  })
  return app

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const trace = new Trace(randomUUID(), performance.now())
    try {
      const body = await bodyOf(request)
      if (body === 'gone') return
      if (body === 'too large') throw tooLarge()
      await endOfTurn()
      if (isQuery(request)) {
        answerQuery(request, body, response, trace)
        return tellAudit(trace)
      }
      respond(response, 200, trace.requestId, await answer(request, body, service, trace))
      log.request(trace.entry('OK', 200))
    } catch (error) {
      const refusal = refusalOf(error)
      respondRefusal(response, trace.requestId, refusal)
      log.request(trace.entry(refusal.type, refusal.status))
      trace.missed(error)
    }
    tellBugs(trace)
    tellAudit(trace)
    await tellElsewhere(trace)
  }

  function tellBugs({ bugs, requestId, operation }: Trace): void {
    for (const bug of bugs) log.error('a request could not be answered', bug, { requestId, operation })
  }

  function tellAudit({ refusedByAws, requestId, operation, secretName, caller }: Trace): void {
    if (refusedByAws === undefined) return
    const { type: refusal, message: sentence } = refusedByAws
    const facts = { refusal, sentence, operation, secretName, caller: caller?.accessKeyId, requestId }
    log.warn('AWS would refuse this request', facts)
  }

  function answerQuery(request: IncomingMessage, body: Buffer, response: ServerResponse, trace: Trace): void {
    const answered = stsAnswer(request, body, trace)
    trace.operation = answered.operation
    respond(response, answered.status, trace.requestId, answered.body, answered.contentType)
    log.request(trace.entry(answered.outcome, answered.status))
  }

  function stsAnswer(request: IncomingMessage, body: Buffer, trace: Trace): StsAnswer {
    try {
      const { identity, realm } = identify(request, body, 'sts', service, trace)
      return sts(body.toString('utf8'), { ...realm, identity }, trace.requestId)
    } catch (error) {
      if (error instanceof Refused) return stsRefusal(error.refusal, trace.requestId)
      throw error
    }
  }

  /** The confusion that is most frequent: the secret is there, in another Region or account than the one asked. */
  async function tellElsewhere({ missing, requestId }: Trace): Promise<void> {
    try {
      for (const { name, realm } of missing) {
        const realms = await service.vault.store.realmsWith(name)
        if (realms.length > 0) log.elsewhere({ secretName: name, ...realm, realms, requestId })
      }
    } catch (error) {
      // The answer has gone out, and must not be taken back by closing the connection.
      log.error('secrets in other realms could not be looked for', error, { requestId })
    }
  }
}

function tooLarge(): Error {
  const message = `The request is larger than the ${largestBody} bytes that are read.`
  return refused('RequestEntityTooLargeException', message, 413)
}
