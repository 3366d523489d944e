import type { Realm } from '@strongroom/vault'
import type { Subject } from './auth/principals.js'
import { rootUser } from './auth/root-user.js'
import type { Refusal } from './refusal.js'

export interface StsAnswer {
  /** As it was asked for, if it is one that is served. */
  readonly operation?: string | undefined
  /** OK, or the code of the refusal. */
  readonly outcome: string
  readonly status: number
  readonly contentType: 'text/xml'
  readonly body: string
}

const version = '2011-06-15'
const namespace = `https://sts.amazonaws.com/doc/${version}/`

/** Who asks: an identity, or somebody in an account where nobody asks for one. */
export interface StsCaller extends Realm {
  readonly identity?: Subject | undefined
}

/**
 * Answers a request in the query protocol of AWS STS, `body` being the form: GetCallerIdentity with the caller's identity
 * or the account's root user, and anything else with the refusal that STS has for operations it does not know.
 */
export function sts(body: string, caller: StsCaller, requestId: string): StsAnswer {
  const form = new URLSearchParams(body)
  const action = form.get('Action') ?? ''
  const asked = form.get('Version') ?? version
  if (action === '') {
    return refusal('MissingAction', 'The request is missing an action or a required parameter.', requestId)
  }
  if (action !== 'GetCallerIdentity' || asked !== version) {
    const message = `Could not find operation ${short(action)} for version ${short(asked)}`
    return refusal('InvalidAction', message, requestId)
  }
  const { account, identity } = caller
  const { principal, userId } = identity ?? { principal: rootUser(caller), userId: account }
  const xml = [
    `<GetCallerIdentityResponse xmlns="${namespace}">`,
    '  <GetCallerIdentityResult>',
    `    <Arn>${escaped(principal.arn)}</Arn>`,
    `    <UserId>${escaped(userId)}</UserId>`,
    `    <Account>${escaped(account)}</Account>`,
    '  </GetCallerIdentityResult>',
    '  <ResponseMetadata>',
    `    <RequestId>${escaped(requestId)}</RequestId>`,
    '  </ResponseMetadata>',
    '</GetCallerIdentityResponse>',
    '',
  ]
  const answer = xml.join('\n')
  return { operation: action, outcome: 'OK', status: 200, contentType: 'text/xml', body: answer }
}

/** The refusal of a request before it is read, as STS writes it: by other codes, and mostly with HTTP 403. */
export function stsRefusal({ type, message = '', status }: Refusal, requestId: string): StsAnswer {
  const code = codes[type]
  if (code === undefined) return refusal(type.replace(/Exception$/, ''), message, requestId, status)
  return refusal(code, message, requestId, 403)
}

const codes: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  ExpiredTokenException: 'ExpiredToken',
}

function refusal(code: string, message: string, requestId: string, status = 400): StsAnswer {
  const xml = [
    `<ErrorResponse xmlns="${namespace}">`,
    '  <Error>',
    '    <Type>Sender</Type>',
    `    <Code>${escaped(code)}</Code>`,
    `    <Message>${escaped(message)}</Message>`,
    '  </Error>',
    `  <RequestId>${escaped(requestId)}</RequestId>`,
    '</ErrorResponse>',
    '',
  ]
  return { outcome: code, status, contentType: 'text/xml', body: xml.join('\n') }
}

function short(text: string): string {
  return text.length > 128 ? `${text.slice(0, 128)}…` : text
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** What XML cannot hold at all, such as most control characters, comes out as U+FFFD. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
