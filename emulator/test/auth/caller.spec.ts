import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectFrameworkRefusal } from '../refusals.js'
import { useServed } from '../served.js'

const scheme = 'AWS4-HMAC-SHA256'
const credential = 'Credential=test/20260101/us-east-1/secretsmanager/aws4_request'
const signed = 'SignedHeaders=host;x-amz-date'
const signature = `Signature=${'0'.repeat(64)}`
const lacks = (part: string) => `Authorization header requires '${part}' parameter.`

/** The account and the Region that a caller's secrets are in. */
describe('callers', () => {
  const serve = useServed({ account: '111122223333', region: 'eu-west-3' })

  const realmBy = async (Authorization: string): Promise<string | undefined> => {
    const { post } = await serve()
    const input = { SecretId: 'anything', ForceDeleteWithoutRecovery: true }
    const { status, json } = await post('DeleteSecret', input, { headers: { Authorization } })
    expect(status).to.equal(200)
    const [, , , region, account] = String(json.ARN).split(':')
    return `${account} ${region}`
  }
  const scoped = (key: string, region: string) =>
    `${scheme} Credential=${key}/20260101/${region}/secretsmanager/aws4_request, ${signed}, ${signature}`

  for (const [key, account] of [
    ['123456789012', '123456789012'],
    ['000000000000', '000000000000'],
    ['test', '111122223333'],
    ['12345678901', '111122223333'],
    ['1234567890123', '111122223333'],
    ['12345678901x', '111122223333'],
  ] as const) {
    it(`are of account ${account} by access key id ${key}`, async () => {
      expect(await realmBy(scoped(key, 'us-east-1'))).to.equal(`${account} us-east-1`)
    })
  }

  for (const [scope, region] of [
    ['us-east-1', 'us-east-1'],
    ['ap-southeast-4', 'ap-southeast-4'],
    ['us-gov-west-1', 'us-gov-west-1'],
    ['', 'eu-west-3'],
    ['local', 'eu-west-3'],
    ['US-EAST-1', 'eu-west-3'],
  ] as const) {
    it(`speak to ${region} by the Region "${scope}" of their scope`, async () => {
      expect(await realmBy(scoped('test', scope))).to.equal(`111122223333 ${region}`)
    })
  }

  for (const [what, header] of [
    ['in another order', `${scheme} ${signature}, ${signed}, ${credential}`],
    ['without blanks', `${scheme} ${credential},${signed},${signature}`],
    ['with more blanks', `${scheme}   ${credential} ,   ${signed} ,${signature}`],
    ['with parts that nobody knows', `${scheme} ${credential}, ${signed}, ${signature}, Other=1`],
    ['with a signature that signs nothing', `${scheme} ${credential}, ${signed}, Signature=none`],
  ] as const) {
    it(`may write the header ${what}`, async () => {
      expect(await realmBy(header)).to.equal('111122223333 us-east-1')
    })
  }

  for (const Authorization of [undefined, '']) {
    it(`are refused ${Authorization === undefined ? 'without a header' : 'with an empty header'}`, async () => {
      const { post } = await serve()
      await expectFrameworkRefusal(
        post('ListSecrets', {}, { headers: { Authorization } }),
        'MissingAuthenticationTokenException',
        'Missing Authentication Token',
      )
    })
  }

  for (const [header, parts] of [
    [`${scheme} ${signed}, ${signature}`, ['Credential']],
    [`${scheme} ${credential}, ${signed}`, ['Signature']],
    [`${scheme} ${credential}, ${signature}`, ['SignedHeaders']],
    [`${scheme} ${credential}`, ['Signature', 'SignedHeaders']],
    [`${scheme} Credential=, ${signed}, Signature=`, ['Credential', 'Signature']],
    [`${scheme} , , ,`, ['Credential', 'Signature', 'SignedHeaders']],
    [scheme, ['Credential', 'Signature', 'SignedHeaders']],
  ] as const) {
    it(`are refused without ${parts.join(' and ')}: ${header.slice(0, 60)}`, async () => {
      const { post } = await serve()
      await expectFrameworkRefusal(
        post('ListSecrets', {}, { headers: { Authorization: header } }),
        'IncompleteSignatureException',
        `${parts.map(lacks).join(' ')} Authorization=${scheme}`,
      )
    })
  }

  for (const [kind, secret] of [
    ['Basic', 'dXNlcjpwYXNzd29yZA=='],
    ['Bearer', 'some-token'],
    ['AWS', 'key:old-signature'],
    ['AWS4-ECDSA-P256-SHA256', `${credential}, ${signed}, ${signature}`],
  ] as const) {
    it(`are refused by another scheme, ${kind}, of which only the name is quoted`, async () => {
      const { post } = await serve()
      const { status, json, text } = await post(
        'ListSecrets',
        {},
        { headers: { Authorization: `${kind} ${secret}` } },
      )
      expect(status).to.equal(400)
      expect(json.__type).to.equal('IncompleteSignatureException')
      expect(json.message).to.match(new RegExp(`Authorization=${kind}$`))
      expect(text).to.not.contain(secret)
    })
  }

  for (const scope of [
    'test',
    'test/20260101/us-east-1/secretsmanager',
    'test/20260101/us-east-1/secretsmanager/aws4',
    '////',
  ]) {
    it(`are refused with the scope "${scope}"`, async () => {
      const { post } = await serve()
      const Authorization = `${scheme} Credential=${scope}, ${signed}, ${signature}`
      await expectFrameworkRefusal(
        post('ListSecrets', {}, { headers: { Authorization } }),
        'IncompleteSignatureException',
        `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${scope}'`,
      )
    })
  }

  it('are refused with a scope of six elements', async () => {
    const { post } = await serve()
    const Authorization = `${scheme} ${credential}/more, ${signed}, ${signature}`
    const { json } = await post('ListSecrets', {}, { headers: { Authorization } })
    expect(json.__type).to.equal('IncompleteSignatureException')
  })
})
