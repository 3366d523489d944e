import { createHash } from 'node:crypto'
import { manualClock } from '@strongroom/core/parts'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn } from 'strongroom-scripts/canary'
import { readAuthorization } from '#auth/authorization'
import { Identities } from '#auth/identities'
import { signatureOf, signingKey } from '#auth/signature'
import { type SignedService, Verifier } from '#auth/verification'
import { expectFrameworkRefusal } from '../refusals.js'
import { send, type WireAnswer } from '../wire.js'
import { account, type Entry, guarded, policy, useGuarded, user } from './guarded.js'
import { type SignedRequest, signedDescribe } from './signed-request.js'

const invalidToken = 'The security token included in the request is invalid.'
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const minute = 60 * 1000

const everything = [policy('Allow', '*')]
const alice = user('alice', everything)
const session = (name: string, expiresAt?: string): Entry => ({
  arn: `arn:aws:sts::${account}:assumed-role/app/${name}`,
  policies: everything,
  accessKeys: [
    {
      accessKeyId: `ASIA${name.toUpperCase()}`,
      secretAccessKey: 'secret of a session',
      sessionToken: `token/of+${name}==`,
      ...(expiresAt && { expiresAt }),
    },
  ],
})
const valid = session('valid', '2999-01-01T00:00:00Z')
const expired = session('expired', '2020-01-01T00:00:00Z')

describe('what the SDK signs', () => {
  const serve = useGuarded([alice, valid, expired])

  /** Sends what was signed for a secret that is not there, after a change. */
  const replay = async (
    change: (signed: SignedRequest) => Partial<SignedRequest> = () => ({}),
    by: Entry = alice,
    path = '/',
  ): Promise<WireAnswer> => {
    const { as, emulator } = await serve()
    const signed = await signedDescribe(as(by), 'none')
    const { headers, body } = { ...signed, ...change(signed) }
    const length = String(Buffer.byteLength(body))
    return send(emulator.endpoint, { path, headers: { ...headers, 'content-length': length }, body })
  }
  const withHeaders = (more: Readonly<Record<string, string | undefined>>) => (signed: SignedRequest) => {
    const headers = Object.entries({ ...signed.headers, ...more })
    return {
      headers: Object.fromEntries(headers.filter((each): each is [string, string] => each[1] !== undefined)),
    }
  }
  const authorised =
    (change: (header: string) => string) =>
    (signed: SignedRequest): Partial<SignedRequest> =>
      withHeaders({ authorization: change(signed.headers.authorization ?? '') })(signed)

  it('is let through as it is, and again', async () => {
    const { as, emulator } = await serve()
    const signed = await signedDescribe(as(alice), 'none')
    for (const _ of [1, 2]) {
      const { json } = await send(emulator.endpoint, { ...signed })
      expect(json.__type).to.equal('ResourceNotFoundException')
    }
  })

  it('is recorded under the name of who signed', async () => {
    const { emulator } = await serve()
    await replay()
    const [call] = emulator.requests({ limit: 1 })
    expect(call).to.include({ operation: 'DescribeSecret', principal: alice.arn, caller: 'AKIAALICE' })
  })

  it('is let through with a header that nobody has to sign', async () => {
    const { json } = await replay(withHeaders({ 'x-forwarded-for': '10.0.0.1' }))
    expect(json.__type).to.equal('ResourceNotFoundException')
  })

  const tampered: readonly [what: string, change: (signed: SignedRequest) => Partial<SignedRequest>][] = [
    ['another body', () => ({ body: '{"SecretId":"nine"}' })],
    ['one more byte', ({ body }) => ({ body: `${body} ` })],
    ['another operation', withHeaders({ 'x-amz-target': 'secretsmanager.DeleteSecret' })],
    ['another content type', withHeaders({ 'content-type': 'application/json' })],
    ['another host', withHeaders({ host: 'localhost:1' })],
    ['another hash of the body', withHeaders({ 'x-amz-content-sha256': '0'.repeat(64) })],
    ['UNSIGNED-PAYLOAD', withHeaders({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })],
    ['a header taken away', withHeaders({ 'content-type': undefined })],
    ['another signature', authorised((header) => header.replace(/Signature=./, 'Signature=g'))],
    ['a shorter signature', authorised((header) => header.slice(0, -1))],
    ['another Region', authorised((header) => header.replace('/us-east-1/', '/eu-west-1/'))],
    ['a header less signed', authorised((header) => header.replace('content-type;', ''))],
    ['the key of somebody else', authorised((header) => header.replace('AKIAALICE', 'ASIAVALID'))],
  ]
  for (const [what, change] of tampered) {
    it(`is refused with ${what}`, async () => {
      await expectFrameworkRefusal(replay(change), 'InvalidSignatureException', mismatch)
    })
  }

  it('is refused at another path', async () => {
    await expectFrameworkRefusal(replay(undefined, alice, '/?a=b'), 'InvalidSignatureException', mismatch)
  })

  const wrong: readonly [
    what: string,
    change: (signed: SignedRequest) => Partial<SignedRequest>,
    type: string,
    message: string | RegExp,
  ][] = [
    [
      'a header of AWS that is not signed',
      withHeaders({ 'x-amz-more': 'x' }),
      'InvalidSignatureException',
      "'x-amz-more' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'a host that is not signed',
      authorised((header) => header.replace('host;', '')),
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'no date',
      withHeaders({ 'x-amz-date': undefined }),
      'IncompleteSignatureException',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    ],
    [
      'a date that is none',
      withHeaders({ 'x-amz-date': 'yesterday' }),
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
    [
      'an old date',
      withHeaders({ 'x-amz-date': '20200101T000000Z' }),
      'InvalidSignatureException',
      /^Signature expired: 20200101T000000Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    ],
    [
      'a date to come',
      withHeaders({ 'x-amz-date': '29990101T000000Z' }),
      'InvalidSignatureException',
      /^Signature not yet current: 29990101T000000Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
    ],
    [
      'another service',
      authorised((header) => header.replace('/secretsmanager/', '/sts/')),
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'secretsmanager'. ",
    ],
    [
      'a Region that is none',
      authorised((header) => header.replace('/us-east-1/', '/local/')),
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'local'. ",
    ],
    [
      'another day in the scope',
      authorised((header) => header.replace(/\/\d{8}\//, '/20200101/')),
      'InvalidSignatureException',
      /^Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20200101' != '(\d{8})', from '\1T\d{6}Z'\.$/,
    ],
    [
      'a key that nobody has',
      authorised((header) => header.replace('AKIAALICE', 'AKIANOBODY')),
      'UnrecognizedClientException',
      invalidToken,
    ],
    [
      'no signature at all',
      withHeaders({ authorization: undefined }),
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
  ]
  for (const [what, change, type, message] of wrong) {
    it(`is refused with ${what}, for another reason`, async () => {
      const { status, json } = await replay(change)
      expect(status).to.equal(400)
      expect(json.__type).to.equal(type)
      if (typeof message === 'string') expect(json.message).to.equal(message)
      else expect(json.message).to.match(message)
    })
  }

  it('is refused with the wrong secret', async () => {
    const { as, emulator, log } = await serve()
    const credentials = { accessKeyId: 'AKIAALICE', secretAccessKey: 'secret of Alice' }
    const error = await as(alice, { credentials })
      .listSecrets({})
      .catch((refusal: unknown) => refusal)
    expect(error).to.include({ name: 'InvalidSignatureException', message: mismatch })
    // Whose secret is wrong is told by the key, and nobody is said to have signed.
    for (const call of [log.requests.at(-1), emulator.requests({ limit: 1 })[0]]) {
      expect(call).to.include({ outcome: 'InvalidSignatureException', caller: 'AKIAALICE' })
      expect(call).to.have.property('account', undefined)
      expect(call).not.to.have.property('principal', alice.arn)
    }
  })

  for (const [minutes, outcome] of [
    [-6, 'InvalidSignatureException'],
    [-4, 'OK'],
    [4, 'OK'],
    [6, 'InvalidSignatureException'],
  ] as const) {
    it(`is ${outcome === 'OK' ? 'let through' : 'refused'} by a clock that is ${minutes} minutes off`, async () => {
      const { as } = await serve()
      const told = await as(alice, { systemClockOffset: minutes * minute })
        .listSecrets({})
        .then(
          () => 'OK',
          ({ name }: Error) => name,
        )
      expect(told).to.equal(outcome)
    })
  }

  it('is let through when the SDK has set its clock by the answer', async () => {
    const { as } = await serve()
    const late = as(alice, { systemClockOffset: -60 * minute, maxAttempts: 2 })
    expect((await late.listSecrets({})).SecretList).to.deep.equal([])
  })

  describe('for a session', () => {
    it('is let through with its token', async () => {
      const { json } = await replay(undefined, valid)
      expect(json.__type).to.equal('ResourceNotFoundException')
    })

    it('is refused after its end', async () => {
      await expectFrameworkRefusal(
        replay(undefined, expired),
        'ExpiredTokenException',
        'The security token included in the request is expired',
      )
    })

    const keyOf = ({ accessKeys: [key] }: Entry) => ({ accessKeyId: '', secretAccessKey: '', ...key })
    for (const [what, by, sessionToken] of [
      ['without a token', valid, undefined],
      ['with the token of another one', valid, 'token/of+expired=='],
      ['with a token that its key does not have', alice, 'token/of+valid=='],
    ] as const) {
      it(`is refused ${what}`, async () => {
        const { as, emulator } = await serve()
        const { accessKeyId, secretAccessKey } = keyOf(by)
        const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
        const signed = await signedDescribe(as(by, { credentials }), 'none')
        await expectFrameworkRefusal(
          send(emulator.endpoint, { ...signed }),
          'UnrecognizedClientException',
          invalidToken,
        )
      })
    }
  })

  it('leaves no trace of a secret key or a token in the log or in an answer', async () => {
    const { log } = await serve()
    const answers = [
      await replay(withHeaders({ 'x-amz-security-token': 'token/of+valid==' }), valid),
      await replay(undefined, expired),
      await replay(() => ({ body: '{}' }), valid),
      await replay(),
    ]
    const said = JSON.stringify([log.told, answers])
    for (const secret of ['secret of', 'token/of']) expectNoTraceIn(secret, said)
  })
})

describe('an emulator whose clock is moved', () => {
  const hour = 60 * minute
  const brief = session('brief', new Date(Date.now() + 12 * hour).toISOString())

  it('lets sessions expire on the way, and takes what clients sign by their own clock all the while', async () => {
    const { as, emulator, close } = await guarded([alice, brief])
    const outcome = (by: Entry) =>
      as(by)
        .listSecrets({})
        .then(
          () => 'OK',
          ({ name }: Error) => name,
        )
    const before = [await outcome(brief), await outcome(alice)]
    await emulator.clock.advance('13h')
    const after = [await outcome(brief), await outcome(alice)]
    await emulator.clock.follow()
    const back = await outcome(brief)
    await close()
    expect({ before, after, back }).to.deep.equal({
      before: ['OK', 'OK'],
      after: ['ExpiredTokenException', 'OK'],
      back: 'OK',
    })
  })
})

describe('Verifier', () => {
  const start = Date.parse('2026-03-04T05:06:07Z')
  const key = { accessKeyId: 'AKIA', secretAccessKey: 's', sessionToken: 't', expiresAt: start + 10 * minute }
  const principal = { arn: `arn:aws:iam::${account}:root`, account }
  const identity = { principal, userId: account, tags: [], policies: [], accessKeys: [key], functions: [] }

  const verifierAt = (emulated: number, real: number) =>
    new Verifier({
      identities: new Identities([identity]),
      clock: manualClock(emulated),
      signedBy: manualClock(real),
    })
  /** A request that is signed at the start. */
  const signedBy = (dated: Readonly<Record<string, string>>, service: SignedService = 'secretsmanager') => {
    const headers = { host: ['h'], 'x-amz-security-token': ['t'], ...mapped(dated) }
    const request = { method: 'POST', target: '/', headers, body: Buffer.from('{}') }
    const scope = { date: '20260304', region: 'us-east-1', service }
    const names = Object.keys(headers).sort()
    const signature = signatureOf(request, names, '20260304T050607Z', scope, signingKey('s', scope))
    const Credential = `AKIA/20260304/us-east-1/${service}/aws4_request`
    const header = `AWS4-HMAC-SHA256 Credential=${Credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    return [request, readAuthorization(header)] as const
  }
  const basic = { 'x-amz-date': '20260304T050607Z' }

  it('lets sessions expire by the clock of the emulator, to the millisecond', () => {
    const at = (emulated: number) => () =>
      verifierAt(emulated, start).verify(...signedBy(basic), 'secretsmanager')
    expect(at(start + 10 * minute - 1)().key).to.equal(key)
    expect(at(start + 10 * minute)).to.throw('The security token included in the request is expired')
  })

  it('holds what clients sign by against the time of the machine, to the millisecond', () => {
    const at = (real: number) => () => verifierAt(start, real).verify(...signedBy(basic), 'secretsmanager')
    for (const off of [-5, 5]) {
      expect(at(start + off * minute)().identity).to.equal(identity)
      expect(at(start + off * minute + Math.sign(off))).to.throw(/^Signature (expired|not yet current)/)
    }
  })

  it('tells by which clock it measured', () => {
    const verify = () => verifierAt(0, start + 10 * minute).verify(...signedBy(basic), 'secretsmanager')
    expect(verify).to.throw(
      'Signature expired: 20260304T050607Z is now earlier than 20260304T051107Z (20260304T051607Z - 5 min.)',
    )
  })

  for (const date of ['Wed, 04 Mar 2026 05:06:07 GMT', '20260304T050607Z']) {
    it(`takes the time from a Date like ${date}`, () => {
      const { key: found } = verifierAt(start, start).verify(...signedBy({ date }), 'secretsmanager')
      expect(found).to.equal(key)
    })
  }

  it('takes no word for what the hash of a body is', () => {
    const verify = (hash: string) => () => {
      const [request, given] = signedBy({ ...basic, 'x-amz-content-sha256': hash })
      return verifierAt(start, start).verify(request, given, 'secretsmanager').key
    }
    expect(verify(createHash('sha256').update('{}').digest('hex'))()).to.equal(key)
    for (const hash of ['UNSIGNED-PAYLOAD', '0'.repeat(64), '']) expect(verify(hash)).to.throw(mismatch)
  })

  it('keeps the keys of one scope and of another apart', () => {
    const verifier = verifierAt(start, start)
    for (const service of ['sts', 'secretsmanager', 'sts'] as const) {
      expect(verifier.verify(...signedBy(basic, service), service).key).to.equal(key)
    }
  })

  it('takes a scope for STS only at STS', () => {
    const [request, given] = signedBy(basic, 'sts')
    expect(verifierAt(start, start).verify(request, given, 'sts').key).to.equal(key)
    expect(() => verifierAt(start, start).verify(request, given, 'secretsmanager')).to.throw(
      "Credential should be scoped to correct service: 'secretsmanager'. ",
    )
  })
})

function mapped(headers: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
}
