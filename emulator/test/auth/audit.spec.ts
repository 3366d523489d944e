import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { authorization, postTo, send } from '../wire.js'
import { account, guarded, policy, stranger, useGuarded, user } from './guarded.js'

const reader = user('reader', [policy('Allow', ['GetSecretValue', 'DescribeSecret'])])
const guest = stranger('guest')
const token = { ClientRequestToken: '0'.repeat(32) }

describe('an emulator that audits', () => {
  const serve = useGuarded([reader, guest], { iam: 'audit' })

  /** What is told of a request, from the one before on. */
  const warned = async (ask: () => Promise<unknown>) => {
    const { log } = await serve()
    const before = log.told.length
    await ask()
    return log.told.slice(before).filter((entry) => Array.isArray(entry))
  }

  it('lets through what AWS would refuse, and says what AWS would say', async () => {
    const { post } = await serve()
    const told = await warned(async () => {
      const { status } = await post(reader, 'CreateSecret', { Name: 'app/db', SecretString: 'v', ...token })
      expect(status).to.equal(200)
    })
    expect(told).to.have.lengthOf(1)
    const [message, facts] = told[0] ?? []
    expect(message).to.equal('AWS would refuse this request')
    expect(facts).to.deep.include({
      refusal: 'AccessDeniedException',
      sentence: `User: ${reader.arn} is not authorized to perform: secretsmanager:CreateSecret on resource: app/db because no identity-based policy allows the secretsmanager:CreateSecret action`,
      operation: 'CreateSecret',
      secretName: 'app/db',
      caller: 'AKIAREADER',
    })
    expect(facts.requestId).to.match(/^[0-9a-f-]{36}$/)
  })

  it('says nothing of what AWS would let through, or refuse for another reason', async () => {
    const { post } = await serve()
    expect(await warned(() => post(reader, 'GetSecretValue', { SecretId: 'none' }))).to.deep.equal([])
    expect(await warned(() => post(reader, 'GetSecretValue', { SecretId: 'no name?' }))).to.deep.equal([])
    expect(await warned(() => post(reader, 'GetSecretValue', {}))).to.deep.equal([])
  })

  it('takes callers whom nobody knows for what they are without it', async () => {
    const { emulator } = await serve()
    const told = await warned(async () => {
      const { json } = await postTo(emulator.endpoint, 'CreateSecret', { Name: 'x', ...token })
      expect(json.ARN).to.match(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:x-/)
      const other = { account: '123456789012' }
      const { json: theirs } = await postTo(emulator.endpoint, 'CreateSecret', { Name: 'x', ...token }, other)
      expect(theirs.ARN).to.contain(':123456789012:')
    })
    expect(told.map(([, { refusal }]) => refusal)).to.deep.equal(Array(2).fill('InvalidSignatureException'))
  })

  it('tells of a key that nobody has', async () => {
    const { as } = await serve()
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 's' }
    const told = await warned(() => as(reader, { credentials }).listSecrets({}))
    expect(told.map(([, { refusal }]) => refusal)).to.deep.equal(['UnrecognizedClientException'])
  })

  it('takes a key for that of its identity even if the signature is wrong', async () => {
    const { as, log } = await serve()
    const credentials = { accessKeyId: 'AKIAREADER', secretAccessKey: 'wrong' }
    const told = await warned(() => as(reader, { credentials }).listSecrets({}))
    expect(told.map(([, { refusal }]) => refusal)).to.deep.equal(['InvalidSignatureException'])
    expect(log.requests.at(-1)).to.include({ outcome: 'OK', account })
  })

  it('tells of one line for a batch, with the first secret that would be denied', async () => {
    const { as } = await serve()
    const told = await warned(() => as(guest).batchGetSecretValue({ SecretIdList: ['a', 'b'] }))
    expect(told).to.have.lengthOf(1)
  })

  it('tells of what STS would refuse as well', async () => {
    const { emulator } = await serve()
    const told = await warned(async () => {
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        Authorization: authorization(),
        'X-Amz-Date': '20260101T000000Z',
      }
      const { status } = await send(emulator.endpoint, { headers, body: 'Action=GetCallerIdentity' })
      expect(status).to.equal(200)
    })
    expect(told.map(([, { operation, refusal }]) => [operation, refusal])).to.deep.equal([
      ['GetCallerIdentity', 'InvalidSignatureException'],
    ])
  })

  it('still refuses what nobody signed', async () => {
    const { emulator } = await serve()
    const { json } = await postTo(
      emulator.endpoint,
      'ListSecrets',
      {},
      { headers: { Authorization: undefined } },
    )
    expect(json.__type).to.equal('MissingAuthenticationTokenException')
  })

  it('puts no value, no key and no token into what it tells', async () => {
    const canary = newCanary()
    const secretive = user('secretive', [], {
      accessKeys: [{ accessKeyId: 'ASIASECRETIVE', secretAccessKey: canary, sessionToken: canary }],
    })
    const { log, post, close } = await guarded([secretive], { iam: 'audit' })
    const Tags = [{ Key: 'k', Value: canary }]
    await post(secretive, 'CreateSecret', {
      Name: 'a',
      SecretString: canary,
      Description: canary,
      Tags,
      ...token,
    })
    await post(secretive, 'CreateSecret', { Name: 'a', SecretString: canary })
    await post(secretive, 'GetSecretValue', { SecretId: 'a' })
    await close()
    expect(log.told.length).to.be.greaterThan(3)
    expectNoTraceIn(canary, JSON.stringify(log.told))
  })
})
