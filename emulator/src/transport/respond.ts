import type { ServerResponse } from 'node:http'
import type { Refusal } from '../refusal.js'

const json = 'application/x-amz-json-1.1'

/** Sends an answer, unless whoever asked has gone. */
export function respond(
  response: ServerResponse,
  status: number,
  requestId: string,
  body: string,
  contentType: string = json,
): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, {
    'x-amzn-RequestId': requestId,
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** Sends a refusal: the service's own errors say `Message`, and the framework's say `message`. */
export function respondRefusal(response: ServerResponse, requestId: string, refusal: Refusal): void {
  const { status, type, message, framework } = refusal
  const body = { __type: type, [framework ? 'message' : 'Message']: message }
  respond(response, status, requestId, JSON.stringify(body))
}
