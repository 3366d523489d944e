import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body read as a JSON object; empty if it is none. */
  readonly json: Readonly<Record<string, unknown>>
}

export interface PostOptions {
  /** Laid over the ones that every SDK sends; undefined takes one away. */
  readonly headers?: OutgoingHttpHeaders | undefined
  readonly region?: string | undefined
  /** The account, which the emulator reads from an access key id of twelve digits. */
  readonly account?: string | undefined
}

export interface WireRequest {
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly headers?: OutgoingHttpHeaders | undefined
  readonly body?: string | Uint8Array | undefined
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** An Authorization header like those of SDKs, but for its signature, which signs nothing. */
export function authorization({ account = 'test', region = 'us-east-1' }: PostOptions = {}): string {
  const scope = `${account}/20260101/${region}/secretsmanager/aws4_request`
  const signature = '0123456789abcdef'.repeat(4)
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=${signature}`
}

/** The headers of a call. */
export function headersOf(operation: string, options: PostOptions = {}): OutgoingHttpHeaders {
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': `secretsmanager.${operation}`,
    'X-Amz-Date': '20260101T000000Z',
    Authorization: authorization(options),
    ...options.headers,
  }
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

/** A body as it is sent: texts and bytes as they are, anything else as JSON. */
export function bodyOf(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
}

/** Calls an operation at an endpoint, with a body that may be anything. */
export function postTo(
  endpoint: string,
  operation: string,
  body: unknown = {},
  options: PostOptions = {},
): Promise<WireAnswer> {
  return send(endpoint, { headers: headersOf(operation, options), body: bodyOf(body) })
}

/** Sends one request over a connection that is kept for the next one. */
export function send(
  endpoint: string,
  { method = 'POST', path = '/', headers = {}, body }: WireRequest,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(endpoint), { agent, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve(
          wireAnswer(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString('utf8')),
        )
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export function wireAnswer(status: number, headers: IncomingHttpHeaders, text: string): WireAnswer {
  return { status, headers, text, json: objectIn(text) }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
