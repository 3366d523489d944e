import type { ServerResponse } from 'node:http'
import type { Refusal } from '../refusal.js'

const json = 'application/x-amz-json-1.1'

let leaving: (() => void)[] = []

/**
 * Sends an answer, unless whoever asked has gone.
 *
 * The answers of one turn leave together at its end: each write to a socket can wake whoever reads at the other end, and
 * waking them one by one costs more than half of what a read of a secret does.
 */
export function respond(
  response: ServerResponse,
  status: number,
  requestId: string,
  body: string,
  contentType: string = json,
): void {
  if (leaving.length === 0) setImmediate(leave)
  leaving.push(() => {
    if (response.destroyed || response.headersSent) return
    response.writeHead(status, {
      'x-amzn-RequestId': requestId,
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  })
}

function leave(): void {
  const answers = leaving
  leaving = []
  for (const send of answers) send()
}

/** Sends a refusal: the service's own errors say `Message`, and the framework's say `message`. */
export function respondRefusal(response: ServerResponse, requestId: string, refusal: Refusal): void {
  const { status, type, message, framework } = refusal
  const body = { __type: type, [framework ? 'message' : 'Message']: message }
  respond(response, status, requestId, JSON.stringify(body))
}
