import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { bodyOf, largestBody } from '../transport/body.js'
import { refuseQuery } from './asked.js'
import type { AdminContext } from './context.js'
import { guard } from './guard.js'
import { routes } from './index.js'
import { AdminRefusal, type Answer, type Route } from './route.js'

/** Serves the admin API; the paths that it is asked for have lost their `/_strongroom`. */
export function adminListener(context: AdminContext): RequestListener {
  return async (request, response) => {
    try {
      const answer = await answered(context, request)
      if (answer !== undefined) send(response, statusOf(answer), answer.body)
    } catch (error) {
      if (error instanceof AdminRefusal) {
        for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value)
        return send(response, error.status, { error: error.message })
      }
      context.log.error('a request to the admin API could not be answered', error)
      send(response, 500, { error: 'This is an error of the emulator, and its log says more.' })
    }
  }
}

/** Undefined where nobody waits for it any more. */
async function answered(context: AdminContext, request: IncomingMessage): Promise<Answer | undefined> {
  const { method = '', headers } = request
  const [pathname = '', search] = (request.url ?? '').split('?', 2)
  const query = new URLSearchParams(search)
  const there = routes.flatMap((route) => {
    const words = wordsIn(pathname, route.path)
    return words === undefined ? [] : { route, words }
  })
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = there.find(({ route }) => route.method === wanted)
  const limit = found?.route.largestBody ?? largestBody
  const refusal = guard(context, found?.route ?? {}, request)
  // Who is refused is told so when all has come, of which nothing is kept: while it is being written, nobody listens.
  const body = await bodyOf(request, refusal === undefined ? limit : 0)
  if (body === 'gone') return undefined
  if (refusal !== undefined) throw refusal
  if (found === undefined) throw nothingThere(there.map(({ route }) => route))
  if (body === 'too large')
    throw new AdminRefusal(413, `The body is larger than the ${limit} bytes that are read.`)
  const { queries = method === 'POST' || method === 'DELETE' ? [] : undefined } = found.route
  // Who says in the query what belongs in the body, such as a Region, would have everything changed instead.
  if (queries !== undefined) refuseQuery(query, queries)
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const answer = await found.route.handle(context, { words: found.words, query, contentType, body })
  // For whoever wonders later where everything went.
  if (wanted !== 'GET')
    context.log.admin({ admin: `${wanted} ${found.route.path}`, status: statusOf(answer) })
  return answer
}

function statusOf({ status, body }: Answer): number {
  return status ?? (body ? 200 : 204)
}

/** What stands for the words in braces; undefined if the path is another. */
function wordsIn(pathname: string, path: string): readonly string[] | undefined {
  const [parts, pattern] = [pathname, path].map((each) => each.split('/').slice(1))
  if (parts === undefined || pattern === undefined || parts.length !== pattern.length) return undefined
  const fits = pattern.every((step, at) => step.startsWith('{') || step === parts[at])
  if (!fits) return undefined
  const words = parts.filter((_, at) => pattern[at]?.startsWith('{')).map(decoded)
  return words.includes('') ? undefined : words
}

/** Empty for what is not encoded as it should be. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return ''
  }
}

function nothingThere(others: readonly Route[]): AdminRefusal {
  if (others.length === 0) {
    return new AdminRefusal(404, 'There is nothing at this path: GET /_strongroom/ tells what there is.')
  }
  const allowed = others.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  return new AdminRefusal(405, `What can be asked here is ${allowed}.`, { Allow: allowed })
}

function send(response: ServerResponse, status: number, body: object | undefined): void {
  if (response.destroyed || response.headersSent) return
  response.setHeader('Cache-Control', 'no-store')
  if (body === undefined) {
    response.writeHead(status).end()
    return
  }
  // For a terminal: what comes next stands on a line of its own.
  const text = `${JSON.stringify(body)}\n`
  const content = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
  response.writeHead(status, content).end(text)
}
