import { timingSafeEqual } from 'node:crypto'
import { type Clock, Recent } from '@strongroom/core/parts'
import type { Instant } from '@strongroom/vault'
import { refused } from '../refusal.js'
import type { Authorization } from './authorization.js'
import { isRegion } from './caller.js'
import type { Holder, Identities } from './identities.js'
import { type Signable, sha256, signatureOf, signingKey } from './signature.js'

export type SignedService = 'secretsmanager' | 'sts'

export interface VerifierOptions {
  readonly identities: Identities
  /** The emulator's clock, by which sessions expire: whoever turns it wants to see them expired. */
  readonly clock: Clock
  /** What clients sign by, which is the time of this machine however the emulator's clock is turned. */
  readonly signedBy: Clock
}

/** How far a client's clock may be from ours. */
const tolerance = 5 * 60 * 1000

/**
 * Verifies signatures of version 4 in the Authorization header. The one in the query string is not read: no SDK signs a
 * request to Secrets Manager by it.
 */
export class Verifier {
  readonly #options: VerifierOptions
  readonly #keys = new Recent<Buffer>(256)

  constructor(options: VerifierOptions) {
    this.#options = options
  }

  /**
   * Who signed a request. Throws what AWS refuses with.
   *
   * Not recorded from Secrets Manager: the order, which is that of other services of AWS's framework (the date, what is
   * signed, the scope, the key, the signature, the session), and all sentences but those about keys and signatures.
   */
  verify(request: Signable, given: Authorization, service: SignedService): Holder {
    const { identities, clock, signedBy } = this.#options
    const time = timeOf(request)
    checkSkew(time, signedBy.now())
    checkSigned(request, given)
    checkScope(given, time, service)
    const holder = identities.holderOf(given.accessKeyId)
    if (holder === undefined) throw unrecognized()
    const { key } = holder
    const expected = signatureOf(request, given.signedHeaders, time, given.scope, this.#keyOf(holder, given))
    if (!isSame(given.signature, expected)) throw wrongSignature()
    const [told] = request.headers['x-amz-content-sha256'] ?? []
    // UNSIGNED-PAYLOAD is for S3: here the hash of a body counts, told or not.
    if (told !== undefined && told !== sha256(request.body)) throw wrongSignature()
    const [token = ''] = request.headers['x-amz-security-token'] ?? []
    if (!isSame(token, key.sessionToken ?? '')) throw unrecognized()
    if (key.expiresAt !== undefined && key.expiresAt <= clock.now()) throw expired()
    return holder
  }

  #keyOf({ key }: Holder, { scope }: Authorization): Buffer {
    const address = JSON.stringify([key.accessKeyId, scope.date, scope.region, scope.service])
    const known = this.#keys.use(address)
    if (known !== undefined) return known
    const made = signingKey(key.secretAccessKey, scope)
    this.#keys.keep(address, made)
    return made
  }
}

/** When a request says that it was signed: `20260101T000000Z`. */
function timeOf({ headers }: Signable): string {
  const [own] = headers['x-amz-date'] ?? []
  const [common] = headers.date ?? []
  const given = own ?? common
  if (given === undefined) {
    throw incomplete(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    )
  }
  const instant = own === undefined && !isBasic(given) ? Date.parse(given) : instantOf(given)
  if (Number.isNaN(instant)) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return basic(instant)
}

function checkSkew(time: string, now: Instant): void {
  const at = instantOf(time)
  const [earliest, latest] = [now - tolerance, now + tolerance]
  if (at < earliest) {
    throw invalid(
      `Signature expired: ${time} is now earlier than ${basic(earliest)} (${basic(now)} - 5 min.)`,
    )
  }
  if (at > latest) {
    throw invalid(
      `Signature not yet current: ${time} is still later than ${basic(latest)} (${basic(now)} + 5 min.)`,
    )
  }
}

/** AWS asks for the host, and for every header of its own, so that nobody on the way can add one. */
function checkSigned({ headers }: Signable, { signedHeaders }: Authorization): void {
  if (!signedHeaders.includes('host')) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  const unsigned = Object.keys(headers).find(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  )
  if (unsigned !== undefined) {
    throw invalid(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`)
  }
}

function checkScope({ scope }: Authorization, time: string, service: SignedService): void {
  const day = time.slice(0, 8)
  const faults: string[] = []
  // The space at the end of the first two is AWS's.
  if (!isRegion(scope.region)) {
    faults.push(`Credential should be scoped to a valid region, not '${scope.region}'. `)
  }
  if (scope.service !== service) faults.push(`Credential should be scoped to correct service: '${service}'. `)
  if (scope.date !== day) {
    faults.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${time}'.`,
    )
  }
  if (faults.length > 0) throw invalid(faults.join(''))
}

const unrecognized = () =>
  refused('UnrecognizedClientException', 'The security token included in the request is invalid.')
const wrongSignature = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )
const expired = () =>
  refused('ExpiredTokenException', 'The security token included in the request is expired')
const invalid = (message: string) => refused('InvalidSignatureException', message)
const incomplete = (message: string) => refused('IncompleteSignatureException', message)

function isBasic(time: string): boolean {
  return /^\d{8}T\d{6}Z$/.test(time)
}

/** NaN for what is no such time. */
function instantOf(time: string): Instant {
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? []
  const day = `${date?.slice(0, 4)}-${date?.slice(4, 6)}-${date?.slice(6)}`
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
}

function basic(instant: Instant): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '')
}

/** Takes as long wherever two texts differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
