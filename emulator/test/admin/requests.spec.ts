import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { newCanary } from 'strongroom-scripts/canary'
import { authorization } from '../wire.js'
import { useAdmin } from './ask.js'

const token = () => ({ ClientRequestToken: randomUUID() })

describe('/_strongroom/requests', () => {
  const admin = useAdmin()

  it('tells who called what, and how it ended, the newest first', async () => {
    const { ask, post, send, emulator } = await admin()
    await ask('DELETE', '/requests')
    const made = await post('CreateSecret', { ...token(), Name: 'app/db', SecretString: 'a' })
    await post('GetSecretValue', { SecretId: 'none' }, { account: '123456789012', region: 'eu-west-1' })
    await send({ headers: { 'X-Amz-Target': 'secretsmanager.ListSecrets' }, body: '{}' })
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: authorization() }
    await send({ headers: form, body: 'Action=GetCallerIdentity&Version=2011-06-15' })
    const { json } = await ask('GET', '/requests')
    const told = JSON.parse(JSON.stringify(json.requests), (key, value) =>
      ['time', 'requestId', 'durationMs'].includes(key) ? typeof value : value,
    )
    const each = { eventType: 'AwsApiCall', time: 'string', requestId: 'string', durationMs: 'number' }
    const home = { account: '000000000000', region: 'us-east-1', caller: 'test' }
    const from = { ...each, sourceIp: '127.0.0.1' }
    expect(told).to.deep.equal([
      { ...from, ...home, operation: 'GetCallerIdentity', outcome: 'OK', readOnly: true },
      {
        ...from,
        operation: 'ListSecrets',
        outcome: 'MissingAuthenticationTokenException',
        errorMessage: 'Missing Authentication Token',
        readOnly: true,
      },
      {
        ...from,
        ...{ account: '123456789012', region: 'eu-west-1', caller: '123456789012' },
        operation: 'GetSecretValue',
        secretName: 'none',
        outcome: 'ResourceNotFoundException',
        errorMessage: "Secrets Manager can't find the specified secret.",
        readOnly: true,
      },
      { ...from, ...home, operation: 'CreateSecret', secretName: 'app/db', outcome: 'OK', readOnly: false },
    ])
    const ids = JSON.stringify(json.requests).match(/"requestId":"[^"]+"/g) ?? []
    expect(ids.at(-1)).to.contain(String(made.headers['x-amzn-requestid']))
    expect(JSON.parse(JSON.stringify(emulator.requests()))).to.deep.equal(json.requests)
  })

  it('tells the time of the emulator', async () => {
    const { ask, post } = await admin()
    await ask('POST', '/clock', { freeze: true })
    const { now } = (await ask('POST', '/clock', { set: '2030-01-01T00:00:00Z' })).json
    await post('ListSecrets')
    expect((await ask('GET', '/requests?limit=1')).json.requests).to.have.nested.property('[0].time', now)
    await ask('POST', '/clock', { follow: true })
  })

  it('tells those that are asked for', async () => {
    const { ask, post } = await admin()
    await ask('DELETE', '/requests')
    for (const SecretId of ['app/a', 'app/b', 'other']) await post('GetSecretValue', { SecretId })
    await post('ListSecrets')
    const count = async (query: string) => {
      const { requests } = (await ask('GET', `/requests${query}`)).json
      return Array.isArray(requests) ? requests.length : undefined
    }
    expect(await count('')).to.equal(4)
    expect(await count('?operation=ListSecrets')).to.equal(1)
    expect(await count('?secretName=app/*')).to.equal(2)
    expect(await count('?secretName=app%2Fa&outcome=ResourceNotFoundException')).to.equal(1)
    expect(await count('?outcome=OK')).to.equal(1)
    expect(await count('?limit=3')).to.equal(3)
    expect(await count('?limit=0')).to.equal(0)
  })

  for (const [query, error] of [
    ['?limit=-1', '"limit" must be a whole number'],
    ['?limit=many', '"limit" must be a whole number'],
    ['?opration=a', 'there is no query parameter of such a name; did you mean operation?'],
    ['?of=a', 'there is no query parameter of such a name: here are operation, secretName, outcome, limit'],
    ['?limit=1&limit=2', 'the query has "limit" twice'],
  ] as const) {
    it(`refuses ${query}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('GET', `/requests${query}`)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }

  it('holds no value and no signature, wherever a client has put them', async () => {
    const { ask, post, emulator } = await admin()
    const canary = newCanary()
    const value = `${canary} with spaces`
    for (const [operation, input] of [
      ['CreateSecret', { ...token(), Name: 'canary', SecretString: value }],
      ['CreateSecret', { ...token(), Name: value, SecretString: 'a' }],
      ['PutSecretValue', { ...token(), SecretId: 'canary', SecretString: value }],
      ['PutSecretValue', { ClientRequestToken: value, SecretId: 'canary', SecretString: value }],
      ['GetSecretValue', { SecretId: 'canary', VersionId: value }],
      ['GetSecretValue', { SecretId: value }],
      ['GetSecretValue', value],
      ['ListSecrets', { SortOrder: value }],
      ['ListSecrets', { Filters: [{ Key: value, Values: [value] }] }],
      ['BatchGetSecretValue', { SecretIdList: [value, 'canary'] }],
      [value.replaceAll(' ', '-'), {}],
    ] as const) {
      await post(operation, input)
    }
    const { text } = await ask('GET', '/requests')
    for (const said of [text, JSON.stringify(emulator.requests())]) {
      expect(said).to.contain('ValidationException')
      expect(said).to.not.contain(canary.slice(0, 8))
      expect(said).to.not.contain('0123456789abcdef').and.not.contain('AWS4-HMAC')
    }
  })

  it('forgets when asked to, and counts on', async () => {
    const { ask, post } = await admin()
    await post('ListSecrets')
    const { calls } = (await ask('GET', '/cost')).json
    expect((await ask('DELETE', '/requests')).status).to.equal(204)
    expect((await ask('GET', '/requests')).json).to.deep.equal({ requests: [] })
    expect((await ask('GET', '/cost')).json.calls).to.deep.equal(calls)
  })
})

describe('GET /_strongroom/cost', () => {
  const admin = useAdmin()

  it('prices secrets and calls by the month', async () => {
    const { ask, post } = await admin()
    await post('CreateSecret', { ...token(), Name: 'a' })
    await post('ListSecrets')
    await post('NoOperation')
    const { secrets, calls, perMonth, atThisRate } = (await ask('GET', '/cost')).json
    expect(secrets).to.equal(1)
    expect(calls).to.deep.include({ total: 2, byOperation: { CreateSecret: 1, ListSecrets: 1 } })
    expect(perMonth).to.deep.equal({ secrets: 0.4, calls: 0.00001, total: 0.40001, currency: 'USD' })
    expect(atThisRate).to.equal(null)
  })

  it('projects calls once the clock has gone on for an hour', async () => {
    const { ask, post } = await admin()
    await ask('POST', '/reset')
    for (const _ of [1, 2]) await post('ListSecrets')
    await ask('POST', '/clock', { advance: '1d' })
    expect((await ask('GET', '/cost')).json.atThisRate).to.include({ callsPerMonth: 61 })
  })
})
