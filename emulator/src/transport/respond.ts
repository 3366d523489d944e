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

/** Sends the head of an answer and half of its body, and then ends the connection. */
export function respondHalf(response: ServerResponse, status: number, requestId: string, body: string): void {
  if (response.destroyed || response.headersSent) return
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    'x-amzn-RequestId': requestId,
    'Content-Type': json,
    'Content-Length': bytes.length,
  })
  const half = bytes.subarray(0, bytes.length >> 1)
  // Of nothing there is no half: then not even the head goes out.
  if (half.length === 0) response.destroy()
  else response.write(half, () => response.destroy())
}

/** Sends a refusal: the service's own errors say `Message`, and the framework's say `message`. */
export function respondRefusal(
  response: ServerResponse,
  requestId: string,
  refusal: Refusal,
  send: typeof respondHalf = respond,
): void {
  const { status, type, message, framework } = refusal
  const body = { __type: type, [framework ? 'message' : 'Message']: message }
  send(response, status, requestId, JSON.stringify(body))
}
