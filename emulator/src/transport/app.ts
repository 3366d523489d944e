import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import type { Recorder } from '../calls/recorder.js'
import { ConnectionReset } from '../faults/faults.js'
import { type Refusal, Refused, refusalOf, refused } from '../refusal.js'
import type { RequestLog } from '../request-log.js'
import { ConstraintFault } from '../shapes/input.js'
import { type StsAnswer, sts, stsRefusal } from '../sts.js'
import { bodyOf, largestBody } from './body.js'
import type { Door } from './door.js'
import { answer, identify, type Service } from './pipeline.js'
import { isQuery } from './query.js'
import { respond, respondHalf, respondRefusal } from './respond.js'
import { Trace } from './trace.js'
import { endOfTurn } from './turn.js'

export interface AppOptions {
  readonly service: Service
  readonly log: RequestLog
  /** Whom to turn away; nobody where absent. */
  readonly door?: Door | undefined
  /** What keeps the calls that there were. */
  readonly recorder?: Recorder | undefined
  /** Serves what is under `/_strongroom`; there is nothing where absent. */
  readonly admin?: RequestListener | undefined
}

/** The emulator over HTTP: operations and STS on `/`, and under `/_strongroom/` what is our own. */
export function createApp({ service, log, door, recorder, admin }: AppOptions): Express {
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
  if (admin !== undefined) app.use('/_strongroom', admin)
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
      const stranger = door?.(request)
      if (stranger !== undefined) throw refused('AccessDeniedException', stranger, 403)
      await endOfTurn()
      if (isQuery(request)) {
        answerQuery(request, body, response, trace)
        return tellAudit(trace)
      }
      const answered = await answer(request, body, service, trace)
      const send = trace.isHalved ? respondHalf : respond
      send(response, 200, trace.requestId, answered)
      ended(request, trace, trace.isHalved ? 'HalfAnswer' : 'OK', 200)
    } catch (error) {
      if (error instanceof ConnectionReset) {
        // Only before that it is known where it came from.
        ended(request, trace, error.name, 0)
        request.socket.resetAndDestroy()
        return tellAudit(trace)
      }
      const refusal = refusalOf(error)
      respondRefusal(response, trace.requestId, refusal, trace.isHalved ? respondHalf : respond)
      ended(request, trace, refusal.type, refusal.status, recordable(error, refusal))
      trace.missed(error)
    }
    tellBugs(trace)
    tellAudit(trace)
    await tellElsewhere(trace)
  }

  function ended(
    { socket }: IncomingMessage,
    trace: Trace,
    outcome: string,
    status: number,
    errorMessage?: string,
  ): void {
    const entry = trace.entry(outcome, status)
    log.request(entry)
    recorder?.keep(entry, socket.remoteAddress, errorMessage, trace.caller?.identity?.principal.arn)
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
    ended(request, trace, answered.outcome, answered.status)
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

/** The message of a refusal, without what AWS quotes in some: a value may have slipped into another member. */
function recordable(error: unknown, { message }: Refusal): string | undefined {
  return error instanceof ConstraintFault ? /^[^:]*/.exec(error.message)?.[0] : message
}

function tooLarge(): Error {
  const message = `The request is larger than the ${largestBody} bytes that are read.`
  return refused('RequestEntityTooLargeException', message, 413)
}
