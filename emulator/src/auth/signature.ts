import { createHash, createHmac } from 'node:crypto'
import { algorithm, type CredentialScope, terminator } from './authorization.js'

/** A request as a signature covers it. */
export interface Signable {
  readonly method: string
  /** What was asked for: the path, and the query if there is one. */
  readonly target: string
  /** The lines of every header, by its name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** The key that signs within a scope: all that can be made of a secret access key without the request. */
export function signingKey(secretAccessKey: string, { date, region, service }: CredentialScope): Buffer {
  const steps = [date, region, service, terminator]
  return steps.reduce<Buffer>((key, step) => hmac(key, step), Buffer.from(`AWS4${secretAccessKey}`))
}

/** The signature (version 4) that a request of this time has with these headers signed, in hexadecimal. */
export function signatureOf(
  request: Signable,
  signedHeaders: readonly string[],
  time: string,
  scope: CredentialScope,
  key: Uint8Array,
): string {
  const toSign = [
    algorithm,
    time,
    [scope.date, scope.region, scope.service, terminator].join('/'),
    sha256(canonical(request, signedHeaders)),
  ]
  return hmac(key, toSign.join('\n')).toString('hex')
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Always with the hash of the body that came, whatever a header says of it. */
function canonical({ method, target, headers, body }: Signable, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = target.split('?', 2)
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? []).map(trimmed).join()}\n`)
  return [method, path, canonicalQuery(query), lines.join(''), signedHeaders.join(';'), sha256(body)].join(
    '\n',
  )
}

function trimmed(value: string): string {
  return value.trim().replace(/ +/g, ' ')
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  const parameters = query.split('&').map((parameter) => {
    const [name = '', ...value] = parameter.split('=')
    return `${escaped(name)}=${escaped(value.join('='))}`
  })
  return parameters.sort().join('&')
}

/** As RFC 3986 has it, however the client wrote it; what is not escaped well stays as it is, and fits no signature. */
function escaped(text: string): string {
  try {
    const asHex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
    return encodeURIComponent(decodeURIComponent(text)).replace(/[!'()*]/g, asHex)
  } catch {
    return text
  }
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
