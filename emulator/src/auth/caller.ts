import type { Realm } from '@strongroom/vault'
import { type Refused, refused } from '../refusal.js'

/** Who is asking, by the credential scope of the signature. */
export interface Caller {
  readonly accessKeyId: string
  readonly realm: Realm
}

const scheme = 'AWS4-HMAC-SHA256 '
const parts = ['Credential', 'Signature', 'SignedHeaders'] as const

/**
 * Reads an Authorization header. An access key id of twelve digits is the account; any other belongs to the default one.
 * The signature is not verified.
 */
export function callerOf(authorization: string | undefined, home: Realm): Caller {
  if (authorization === undefined || authorization === '') {
    throw refused('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  if (!authorization.startsWith(scheme)) throw incomplete(authorization, parts)
  const given = new Map<string, string>()
  for (const part of authorization.slice(scheme.length).split(',')) {
    const [name = '', ...value] = part.trim().split('=')
    given.set(name, value.join('='))
  }
  const missing = parts.filter((part) => !given.get(part))
  if (missing.length > 0) throw incomplete(authorization, missing)
  const [accessKeyId = '', , region = '', , end, ...more] = (given.get('Credential') ?? '').split('/')
  if (end !== 'aws4_request' || more.length > 0) {
    throw refused(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${given.get('Credential')}'`,
    )
  }
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : home.account
  return { accessKeyId, realm: { account, region: isRegion(region) ? region : home.region } }
}

/** Not recorded from Secrets Manager: how AWS services tell what an Authorization header lacks. */
function incomplete(authorization: string, missing: readonly string[]): Refused {
  const wants = missing.map((part) => `Authorization header requires '${part}' parameter.`)
  return refused('IncompleteSignatureException', `${wants.join(' ')} Authorization=${shown(authorization)}`)
}

/** AWS quotes the header; here only what kind it is, since another kind may carry a password. */
function shown(authorization: string): string {
  return authorization.split(' ', 1)[0] ?? ''
}

function isRegion(region: string): boolean {
  return /^([a-z]+-)+\d+$/.test(region)
}
