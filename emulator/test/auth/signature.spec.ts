import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type Signable, signatureOf, signingKey } from '#auth/signature'

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const time = '20150830T123600Z'
const scopeOf = (service: string) => ({ date: '20150830', region: 'us-east-1', service })

const request = (given: Partial<Signable>): Signable => ({
  method: 'GET',
  target: '/',
  body: Buffer.alloc(0),
  ...given,
  headers: { host: ['example.amazonaws.com'], 'x-amz-date': [time], ...given.headers },
})

/** Names and outcomes are those of the test suite that AWS published for signatures of version 4. */
describe('signatureOf', () => {
  const cases: readonly [
    name: string,
    given: Partial<Signable>,
    more: readonly string[],
    signature: string,
  ][] = [
    ['get-vanilla', {}, [], '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      { target: '/?Param2=value2&Param1=value1' },
      [],
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-query-unreserved',
      {
        target:
          '/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
      },
      [],
      '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
    ],
    [
      'get-header-value-trim',
      { headers: { 'my-header1': [' value1'], 'my-header2': [' "a   b   c"'] } },
      ['my-header1', 'my-header2'],
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'get-header-key-duplicate',
      { headers: { 'my-header1': ['value2', 'value2', 'value1'] } },
      ['my-header1'],
      'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ],
    [
      'post-vanilla',
      { method: 'POST' },
      [],
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        headers: { 'content-type': ['application/x-www-form-urlencoded'] },
        body: Buffer.from('Param1=value1'),
      },
      ['content-type'],
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ]
  for (const [name, given, more, signature] of cases) {
    it(`signs ${name} as AWS's test suite says`, () => {
      const signed = [...more, 'host', 'x-amz-date'].sort()
      const scope = scopeOf('service')
      expect(signatureOf(request(given), signed, time, scope, signingKey(secret, scope))).to.equal(signature)
    })
  }

  it('makes the signing key that the documentation of AWS shows', () => {
    expect(signingKey(secret, scopeOf('iam')).toString('hex')).to.equal(
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    )
  })

  const plain = request({})
  const signatureFor = (given: Signable, at = time, service = 'service', key = secret) => {
    const scope = scopeOf(service)
    return signatureOf(given, ['host', 'x-amz-date'], at, scope, signingKey(key, scope))
  }
  for (const [what, other] of [
    ['the method', signatureFor({ ...plain, method: 'POST' })],
    ['the path', signatureFor({ ...plain, target: '/x' })],
    ['the query', signatureFor({ ...plain, target: '/?a' })],
    ['a query that is not escaped well', signatureFor({ ...plain, target: '/?%' })],
    ['a signed header', signatureFor(request({ headers: { host: ['example.com'] } }))],
    ['the body', signatureFor({ ...plain, body: Buffer.from(' ') })],
    ['the time', signatureFor(plain, '20150830T123601Z')],
    ['the scope', signatureFor(plain, time, 'other')],
    ['the secret', signatureFor(plain, time, 'service', `${secret}x`)],
  ] as const) {
    it(`changes with ${what}`, () => {
      expect(other)
        .to.match(/^[0-9a-f]{64}$/)
        .and.not.equal(signatureFor(plain))
    })
  }

  it('does not change with a header that is not signed', () => {
    const more = request({ headers: { 'x-other': ['x'] } })
    expect(signatureFor(more)).to.equal(signatureFor(plain))
  })
})
