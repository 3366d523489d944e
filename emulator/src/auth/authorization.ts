import { type Refused, refused } from '../refusal.js'

/** What an Authorization header says. */
export interface Authorization {
  readonly accessKeyId: string
  readonly scope: CredentialScope
  /** In lower case, in the order of the header. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** What a signing key is good for. */
export interface CredentialScope {
  /** A day: `20260101`. */
  readonly date: string
  readonly region: string
  readonly service: string
}

export const algorithm = 'AWS4-HMAC-SHA256'
export const terminator = 'aws4_request'

const parts = ['Credential', 'Signature', 'SignedHeaders'] as const

/** Reads an Authorization header, of which nothing is verified. Refuses one that lacks a part. */
export function readAuthorization(header: string | undefined): Authorization {
  if (header === undefined || header === '') {
    throw refused('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  if (!header.startsWith(`${algorithm} `)) throw incomplete(header, parts)
  const given = new Map<string, string>()
  for (const part of header.slice(algorithm.length).split(',')) {
    const [name = '', ...value] = part.trim().split('=')
    given.set(name, value.join('='))
  }
  const missing = parts.filter((part) => !given.get(part))
  if (missing.length > 0) throw incomplete(header, missing)
  const credential = given.get('Credential') ?? ''
  const [accessKeyId = '', date = '', region = '', service = '', end, ...more] = credential.split('/')
  if (end !== terminator || more.length > 0) {
    throw refused(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  }
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: (given.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: given.get('Signature') ?? '',
  }
}

/** Not recorded from Secrets Manager: how AWS services tell what an Authorization header lacks. */
function incomplete(header: string, missing: readonly string[]): Refused {
  const wants = missing.map((part) => `Authorization header requires '${part}' parameter.`)
  return refused('IncompleteSignatureException', `${wants.join(' ')} Authorization=${shown(header)}`)
}

/** AWS quotes the header; here only what kind it is, since another kind may carry a password. */
function shown(header: string): string {
  return header.split(' ', 1)[0] ?? ''
}
