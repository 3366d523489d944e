import { partsOf } from './function-arn.js'
import { errorTypeOf, type Invoker, type Outcome } from './invoker.js'

export interface LambdaEndpointOptions {
  /** Where the Invoke API is, or the address of one function, which ends in `/invocations`. */
  readonly url: string
  readonly timeoutMs: number
}

/**
 * Functions behind Lambda's Invoke API: the runtime interface emulator, `sam local start-lambda`, LocalStack. They reach
 * this emulator by what they are told themselves.
 */
export function lambdaEndpoint({ url, timeoutMs }: LambdaEndpointOptions): Invoker {
  const isOneFunction = /\/invocations\/?$/.test(new URL(url).pathname)

  function addressOf(functionArn: string): string {
    if (isOneFunction) return url
    const { name, qualifier } = partsOf(functionArn)
    const path = `2015-03-31/functions/${encodeURIComponent(name)}/invocations`
    const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`
    return `${url.replace(/\/$/, '')}/${path}${query}`
  }

  async function post(
    functionArn: string,
    type: string,
    event: object,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await fetch(addressOf(functionArn), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Amz-Invocation-Type': type,
        Authorization: scopeOf(functionArn),
      },
      body: JSON.stringify(event),
      // What is posted to Lambda goes nowhere else, and a page that says OK there is no answer of a function.
      redirect: 'manual',
      signal,
    })
    return { response, text: await textOf(response) }
  }

  async function isThere(functionArn: string, signal: AbortSignal): Promise<boolean> {
    if (isOneFunction) {
      // Whatever is posted there runs the function; who answers anything else is there, too.
      await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
      return true
    }
    const { response } = await post(functionArn, 'DryRun', {}, signal)
    // Where dry runs are not known, it cannot be told.
    return response.status !== 404
  }

  return {
    usable: (functionArn) => isThere(functionArn, AbortSignal.timeout(timeoutMs)).catch(() => false),
    async invoke({ functionArn, event }, signal) {
      const late = AbortSignal.timeout(timeoutMs)
      try {
        const both = AbortSignal.any([signal, late])
        return outcomeOf(await post(functionArn, 'RequestResponse', event, both))
      } catch (error) {
        return late.aborted ? { kind: 'time-out' } : { kind: 'unreachable', reason: codeOf(error) }
      }
    },
    async close() {},
  }
}

interface Answer {
  readonly response: Response
  /** Undefined if it is longer than any answer of Lambda's. */
  readonly text: string | undefined
}

/** In bytes: a function that answers more has failed on Lambda, too. */
const largestAnswer = 6 * 1024 * 1024

async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > largestAnswer) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** By its scope LocalStack knows the account and the Region of the function. Nobody there looks at the signature. */
function scopeOf(functionArn: string): string {
  const { region, account } = partsOf(functionArn)
  const scope = `${account}/20150331/${region}/lambda/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`
}

function outcomeOf({ response, text }: Answer): Outcome {
  if (response.status === 404) return { kind: 'missing' }
  if (!response.ok) return { kind: 'unreachable', reason: `HTTP ${response.status}` }
  if (text === undefined) return { kind: 'function error', errorType: 'Function.ResponseSizeTooLarge' }
  const said = errorIn(text)
  // The runtime interface emulator answers it as plain text, and Lambda as an error of the function.
  if (/\bTask timed out after [\d.]+ seconds/.test(said?.errorMessage ?? text)) return { kind: 'time-out' }
  const isError = said !== undefined || response.headers.has('X-Amz-Function-Error')
  return isError ? { kind: 'function error', errorType: errorTypeOf(said?.errorType) } : { kind: 'ok' }
}

/** The error that a body is: some endpoints answer it without the header. */
function errorIn(text: string): { readonly errorMessage: string; readonly errorType: unknown } | undefined {
  const body = parsed(text)
  if (typeof body !== 'object' || body === null) return undefined
  const errorMessage: unknown = Reflect.get(body, 'errorMessage')
  const errorType: unknown = Reflect.get(body, 'errorType')
  return typeof errorMessage === 'string' ? { errorMessage, errorType } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the system calls it: fetch wraps that. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return errorTypeOf(typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined)
}
