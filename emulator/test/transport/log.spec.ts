import { inspect } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { operations } from '#operations/index'
import { served } from '../served.js'
import { authorization, headersOf } from '../wire.js'

const token = (digit: string) => ({ ClientRequestToken: digit.repeat(32) })
const account = '000000000000'
const home = { account, region: 'us-east-1' }

describe('what the log is told', () => {
  it('is the operation, the secret, the outcome and who asked, of every request that is answered', async () => {
    await using own = await served()
    const { log, post } = own
    const answers = [
      await post(
        'CreateSecret',
        { Name: 'shop/db', ...token('0'), SecretString: 'a' },
        { account: '123456789012' },
      ),
      await post('GetSecretValue', { SecretId: 'nobody' }),
      await post('BatchGetSecretValue', { SecretIdList: ['first', 'second'] }),
      await post('ListSecrets'),
      await post('CreateSecret', { Name: '' }),
      await post('NoOperation'),
      await post('GetSecretValue', '{'),
      await post('ListSecrets', {}, { headers: { Authorization: undefined } }),
      await post('RotateSecret', { SecretId: 'db', ...token('0') }),
    ]
    const test = { account, region: 'us-east-1', caller: 'test' }
    const told = [
      {
        operation: 'CreateSecret',
        secretName: 'shop/db',
        outcome: 'OK',
        status: 200,
        ...test,
        account: '123456789012',
        caller: '123456789012',
      },
      {
        operation: 'GetSecretValue',
        secretName: 'nobody',
        outcome: 'ResourceNotFoundException',
        status: 400,
        ...test,
      },
      { operation: 'BatchGetSecretValue', secretName: 'first', outcome: 'OK', status: 200, ...test },
      { operation: 'ListSecrets', outcome: 'OK', status: 200, ...test },
      { operation: 'CreateSecret', outcome: 'ValidationException', status: 400, ...test },
      { outcome: 'UnknownOperationException', status: 400 },
      { operation: 'GetSecretValue', outcome: 'SerializationException', status: 400, ...test },
      { operation: 'ListSecrets', outcome: 'MissingAuthenticationTokenException', status: 400 },
      {
        operation: 'RotateSecret',
        secretName: 'db',
        outcome: 'ResourceNotFoundException',
        status: 400,
        ...test,
      },
    ]
    for (const [at, { durationMs, requestId, ...entry }] of log.requests.entries()) {
      expect(JSON.parse(JSON.stringify(entry))).to.deep.equal(told[at])
      expect(requestId).to.equal(answers[at]?.headers['x-amzn-requestid'])
      expect(durationMs).to.be.a('number').and.at.least(0)
    }
    expect(log.requests).to.have.length(told.length)
    expect(log.errors).to.deep.equal([])
  })

  it('is where a secret is that was asked for in another Region or account', async () => {
    await using own = await served()
    const { log, post } = own
    await post('CreateSecret', { Name: 'db', ...token('0') }, { region: 'eu-west-1' })
    await post('CreateSecret', { Name: 'db', ...token('0') }, { account: '123456789012' })
    const { headers, json } = await post('GetSecretValue', { SecretId: 'db' })
    expect(json.Message).to.equal("Secrets Manager can't find the specified secret.")
    expect(log.elsewheres).to.deep.equal([
      {
        ...{ secretName: 'db', ...home, requestId: headers['x-amzn-requestid'] },
        realms: [
          { account, region: 'eu-west-1' },
          { account: '123456789012', region: 'us-east-1' },
        ],
      },
    ])
  })

  it('is that for a secret of a batch, and for an ARN of another Region, too', async () => {
    await using own = await served()
    const { log, post } = own
    const { json } = await post('CreateSecret', { Name: 'db', ...token('0') }, { region: 'eu-west-1' })
    await post('BatchGetSecretValue', { SecretIdList: ['nobody', 'db'] })
    await post('DescribeSecret', { SecretId: json.ARN })
    const places = log.elsewheres.map(({ secretName, region, realms }) => ({ secretName, region, realms }))
    const realms = [{ account, region: 'eu-west-1' }]
    expect(places[0]).to.deep.equal({ secretName: 'db', region: 'us-east-1', realms })
    expect(places[1]).to.include({ secretName: 'db' }).and.deep.include({ realms })
    expect(places).to.have.length(2)
  })

  it('is nothing of other realms where nobody has the secret, and where only its value is missing', async () => {
    await using own = await served()
    const { log, post } = own
    await post('CreateSecret', { Name: 'empty', ...token('0') })
    await post('CreateSecret', { Name: 'empty', ...token('0') }, { region: 'eu-west-1' })
    for (const SecretId of ['nobody', 'empty'])
      expect((await post('GetSecretValue', { SecretId })).status).to.equal(400)
    expect(log.elsewheres).to.deep.equal([])
  })

  it('is never a value or a signature, whatever the operation and wherever the value stands', async function () {
    this.timeout('10s')
    await using own = await served()
    const { log, post, send } = own
    const canary = newCanary()
    const binary = Buffer.from(canary).toString('base64')
    const signature = newCanary()
    const headers = { Authorization: authorization().replace(/Signature=.*$/, `Signature=${signature}`) }
    const values = [
      { SecretString: canary },
      { SecretBinary: binary },
      { SecretString: [canary] },
      { SecretBinary: canary },
    ]
    for (const { name } of operations) {
      for (const value of values) {
        for (const rest of [
          {},
          { Name: 'db', SecretId: 'db', ...token('0') },
          { Name: ' ', SecretId: ' ' },
        ]) {
          await post(name, { ...rest, ...value }, { headers })
        }
      }
      await post(name, `{"SecretString":"${canary}"`, { headers })
      await post(name, `${canary}`, { headers })
      await post(name, {}, { headers: { Authorization: `Bearer ${signature}` } })
      await send({ method: 'PUT', headers: headersOf(name, { headers }), body: canary })
    }
    expect(log.requests.length).to.be.greaterThan(300)
    const said = inspect(log.told, { depth: 20, maxArrayLength: null, maxStringLength: null })
    expectNoTraceIn(canary, said, 'the log')
    expectNoTraceIn(signature, said, 'the log')
  })

  it('is a request to STS as any other', async () => {
    await using own = await served()
    const { log, send } = own
    const type = 'application/x-www-form-urlencoded; charset=utf-8'
    await send({
      headers: { 'Content-Type': type, Authorization: authorization() },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    })
    expect(log.requests[0]).to.include({
      operation: 'GetCallerIdentity',
      outcome: 'OK',
      status: 200,
      caller: 'test',
    })
  })
})
