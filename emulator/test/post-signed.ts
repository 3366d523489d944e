import { Readable } from 'node:stream'
import { ListSecretsCommand, SecretsManager } from '@aws-sdk/client-secrets-manager'
import { bodyOf, type PostOptions, type WireAnswer, wireAnswer } from './wire.js'

/**
 * Calls an operation with any body and a signature that holds: the SDK signs and sends a request of its own, of which
 * only the envelope is left.
 */
export async function postSigned(
  { config }: SecretsManager,
  operation: string,
  body: unknown,
  { headers, region, account }: PostOptions,
): Promise<WireAnswer> {
  if (account !== undefined) throw new TypeError('AWS takes the account from the credentials')
  const command = new ListSecretsCommand({})
  let answer: WireAnswer | undefined
  command.middlewareStack.add(
    (next) => (args) => {
      const { request } = args
      if (!isSent(request)) throw new TypeError('the SDK has other requests by now')
      const own = bodyOf(body)
      request.body = own
      request.headers['x-amz-target'] = `secretsmanager.${operation}`
      request.headers['content-length'] = String(Buffer.byteLength(own))
      Object.assign(request.headers, headers)
      return next(args)
    },
    { step: 'build', name: 'ownBody', priority: 'low' },
  )
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { response } = result
      if (!isReceived(response)) throw new TypeError('the SDK has other responses by now')
      const text = Buffer.concat(await response.body.toArray()).toString('utf8')
      answer = wireAnswer(response.statusCode, response.headers, text)
      Object.assign(response, { statusCode: 200, body: Readable.from([Buffer.from('{}')]) })
      return result
    },
    { step: 'deserialize', name: 'rawAnswer', priority: 'low' },
  )
  const client = new SecretsManager({
    region: region ?? config.region,
    credentials: config.credentials,
    systemClockOffset: config.systemClockOffset,
    ...(config.endpoint && { endpoint: config.endpoint }),
  })
  try {
    await client.send(command)
  } finally {
    client.destroy()
  }
  if (answer === undefined) throw new Error('there was no answer')
  return answer
}

interface Sent {
  body: unknown
  headers: Record<string, string>
}

interface Received {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Readable
}

function isSent(request: unknown): request is Sent {
  return typeof request === 'object' && request !== null && 'headers' in request && 'body' in request
}

function isReceived(response: unknown): response is Received {
  return (
    typeof response === 'object' &&
    response !== null &&
    'body' in response &&
    response.body instanceof Readable
  )
}
