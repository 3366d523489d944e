import { randomUUID } from 'node:crypto'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { newCanary } from 'strongroom-scripts/canary'
import { connect, requestOf } from '../connection.js'
import { type Served, served } from '../served.js'
import { useAdmin } from './ask.js'

const token = () => ({ ClientRequestToken: randomUUID() })

/** An emulator with a secret `app/db`, and a client that tries `maxAttempts` times, without waiting in between. */
async function withClient(maxAttempts = 3) {
  const own = await served()
  await own.post('CreateSecret', { ...token(), Name: 'app/db', SecretString: 'a value' })
  const api = new SecretsManager({
    endpoint: own.emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: {
      mode: 'standard',
      acquireInitialRetryToken: async () => retryToken(0),
      async refreshRetryTokenForRetry(last) {
        if (last.getRetryCount() + 1 >= maxAttempts) throw new Error('no more attempts')
        return retryToken(last.getRetryCount() + 1)
      },
      recordSuccess() {},
    },
  })
  return {
    ...own,
    api,
    async [Symbol.asyncDispose]() {
      api.destroy()
      await own.emulator.close()
    },
  }
}

function retryToken(count: number) {
  return { getRetryCount: () => count, getRetryDelay: () => 0 }
}

const outcomes = ({ emulator }: Pick<Served, 'emulator'>, operation: string) =>
  emulator
    .requests({ operation })
    .map(({ outcome }) => outcome)
    .reverse()

describe('/_strongroom/faults', () => {
  const admin = useAdmin()

  it('adds, lists, shows and removes', async () => {
    const { ask, emulator } = await admin()
    const rule = {
      operation: 'GetSecretValue',
      secretName: 'app/*',
      fault: 'throttling',
      probability: 0.5,
      seed: 42,
    }
    const added = await ask('POST', '/faults', { ...rule, times: 3 })
    expect(added.status).to.equal(201)
    const { id, ...rest } = added.json
    const stands = { ...rule, fault: { kind: 'throttling' }, times: 3, struck: 0, over: false }
    expect(rest).to.deep.equal(stands)
    expect((await ask('GET', '/faults')).json).to.deep.equal({ faults: [added.json] })
    expect((await ask('GET', `/faults/${id}`)).json).to.deep.equal(added.json)
    expect(JSON.parse(JSON.stringify(emulator.faults.list()))).to.deep.equal([added.json])
    expect((await ask('DELETE', `/faults/${id}`)).status).to.equal(204)
    expect((await ask('DELETE', `/faults/${id}`)).json.error).to.equal('There is no fault with this id.')
    expect((await ask('GET', `/faults/${id}`)).status).to.equal(404)
    emulator.faults.add({ fault: 'throttling' })
    expect((await ask('DELETE', '/faults')).status).to.equal(204)
    expect(emulator.faults.list()).to.deep.equal([])
  })

  it('refuses a rule that is wrong, telling all of it, and adds nothing', async () => {
    const { ask, emulator } = await admin()
    const { status, json } = await ask('POST', '/faults', { fault: 'throttling', tiems: 1, seed: -1 })
    expect({ status, json }).to.deep.equal({
      status: 400,
      json: {
        error:
          '2 problems:\nthere is no member "tiems"; did you mean times?\n"seed" must be a whole number from 0 to 4294967295',
      },
    })
    expect(emulator.faults.list()).to.deep.equal([])
  })
})

describe('a fault', () => {
  for (const [fault, status, json] of [
    ['throttling', 400, { __type: 'ThrottlingException', message: 'Rate exceeded' }],
    [
      'internal-error',
      500,
      { __type: 'InternalServiceError', Message: 'An error occurred on the server side.' },
    ],
    ['kms-access-denied', 400, { __type: 'AccessDeniedException', Message: 'Access to KMS is not allowed' }],
    [
      'decryption-failure',
      400,
      {
        __type: 'DecryptionFailure',
        Message: "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
      },
    ],
  ] as const) {
    it(`${fault} is answered before the operation has an effect, and is no bug`, async () => {
      await using own = await served()
      own.emulator.faults.add({ fault, times: 1 })
      const create = { ...token(), Name: 'a', SecretString: 'a' }
      const answer = await own.post('CreateSecret', create)
      expect({ status: answer.status, json: answer.json }).to.deep.equal({ status, json })
      expect((await own.post('ListSecrets')).json).to.deep.equal({ SecretList: [] })
      expect((await own.post('CreateSecret', create)).status).to.equal(200)
      expect(own.log.errors).to.deep.equal([])
      expect(own.log.requests[0]).to.include({ outcome: json.__type, status })
      expect(own.log.told).to.deep.include([
        'a fault struck',
        {
          fault: 'fault-1',
          kind: fault,
          operation: 'CreateSecret',
          secretName: 'a',
          requestId: own.log.requests[0]?.requestId,
        },
      ])
    })
  }

  it('comes after what is wrong with a request, and strikes nothing there', async () => {
    await using own = await served()
    own.emulator.faults.add({ fault: 'throttling' })
    expect((await own.post('GetSecretValue', {})).json.__type).to.equal('ValidationException')
    expect((await own.post('NoOperation')).json.__type).to.equal('UnknownOperationException')
    expect(own.emulator.faults.list()[0]).to.include({ struck: 0 })
    expect((await own.post('GetSecretValue', { SecretId: 'a' })).json.__type).to.equal('ThrottlingException')
  })

  it('of latency only delays the answer', async () => {
    await using own = await served()
    own.emulator.faults.add({ fault: { kind: 'latency', ms: 1 } })
    expect((await own.post('ListSecrets')).status).to.equal(200)
    expect(own.emulator.faults.list()[0]).to.include({ struck: 1 })
  })

  it('makes an SDK try again, until it ends', async () => {
    await using own = await withClient()
    own.emulator.faults.add({ fault: 'throttling', operation: 'GetSecretValue', times: 2 })
    expect((await own.api.getSecretValue({ SecretId: 'app/db' })).SecretString).to.equal('a value')
    expect(outcomes(own, 'GetSecretValue')).to.deep.equal([
      'ThrottlingException',
      'ThrottlingException',
      'OK',
    ])
  })

  it('of throttling that lasts is what an SDK tells at last', async () => {
    await using own = await withClient(2)
    own.emulator.faults.add({ fault: 'throttling', secretName: 'app/*' })
    const error: unknown = await own.api
      .getSecretValue({ SecretId: 'app/db' })
      .catch((reason: unknown) => reason)
    expect(error).to.include({ name: 'ThrottlingException', message: 'Rate exceeded' })
    expect(own.emulator.faults.list()[0]).to.include({ struck: 2 })
  })

  it('strikes the same calls of the same requests for a seed', async () => {
    const run = async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'throttling', probability: 0.3, seed: 7 })
      own.emulator.faults.add({ fault: 'internal-error', probability: 0.3, seed: 8 })
      for (let at = 0; at < 60; at++) await own.post('ListSecrets')
      return outcomes(own, 'ListSecrets')
    }
    const first = await run()
    expect(await run()).to.deep.equal(first)
    expect(new Set(first)).to.deep.equal(new Set(['ThrottlingException', 'InternalServiceError', 'OK']))
  })

  describe('connection-reset', () => {
    it('ends the connection without a byte, before the operation has an effect', async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'connection-reset', times: 1 })
      const connection = await connect(own.emulator.endpoint)
      connection.write(requestOf('CreateSecret', { ...token(), Name: 'a', SecretString: 'a' }))
      expect(await connection.ended()).to.equal('')
      expect((await own.post('ListSecrets')).json).to.deep.equal({ SecretList: [] })
      expect(own.log.requests[0]).to.include({ outcome: 'ConnectionReset', status: 0 })
      const [struck] = own.emulator.requests({ outcome: 'ConnectionReset' })
      expect(struck).to.include({ operation: 'CreateSecret', sourceIp: '127.0.0.1' })
      expect(own.log.errors).to.deep.equal([])
    })

    it('is ECONNRESET for whoever asked', async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'connection-reset' })
      const error: unknown = await own.post('ListSecrets').catch((reason: unknown) => reason)
      expect(error).to.have.property('code', 'ECONNRESET')
    })

    it('makes an SDK try again', async () => {
      await using own = await withClient()
      own.emulator.faults.add({ fault: 'connection-reset', times: 2 })
      expect((await own.api.getSecretValue({ SecretId: 'app/db' })).SecretString).to.equal('a value')
      expect(outcomes(own, 'GetSecretValue')).to.deep.equal(['ConnectionReset', 'ConnectionReset', 'OK'])
    })
  })

  describe('half-answer', () => {
    it('lets the operation take effect, and half of the answer out', async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'half-answer', times: 1 })
      const connection = await connect(own.emulator.endpoint)
      connection.write(requestOf('CreateSecret', { ...token(), Name: 'a', SecretString: 'a' }))
      const [head = '', half = ''] = (await connection.ended()).split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
      expect(head).to.match(/^HTTP\/1\.1 200 /)
      expect(half).to.have.length(Math.floor(length / 2))
      expect(half).to.match(/^\{"ARN":"arn:aws:secretsmanager:/)
      expect(outcomes(own, 'CreateSecret')).to.deep.equal(['HalfAnswer'])
      expect((await own.post('DescribeSecret', { SecretId: 'a' })).status).to.equal(200)
    })

    it('cuts a refusal as well', async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'half-answer', times: 1 })
      const error: unknown = await own
        .post('GetSecretValue', { SecretId: 'none' })
        .catch((reason: unknown) => reason)
      expect(error).to.have.property('code', 'ECONNRESET')
      expect(own.log.requests[0]).to.include({ outcome: 'ResourceNotFoundException' })
    })

    it('is nothing at all of an answer without a body', async () => {
      await using own = await served()
      await own.post('CreateSecret', { ...token(), Name: 'a' })
      own.emulator.faults.add({ fault: 'half-answer', operation: 'TagResource' })
      const connection = await connect(own.emulator.endpoint)
      connection.write(requestOf('TagResource', { SecretId: 'a', Tags: [{ Key: 'k', Value: 'v' }] }))
      expect(await connection.ended()).to.equal('')
      const { Tags } = (await own.post('DescribeSecret', { SecretId: 'a' })).json
      expect(Tags).to.deep.equal([{ Key: 'k', Value: 'v' }])
    })

    it('makes an SDK repeat a write with its token, which then has been done once', async () => {
      await using own = await withClient()
      own.emulator.faults.add({ fault: 'half-answer', operation: 'PutSecretValue', times: 1 })
      const { VersionId } = await own.api.putSecretValue({ SecretId: 'app/db', SecretString: 'next' })
      expect(outcomes(own, 'PutSecretValue')).to.deep.equal(['HalfAnswer', 'OK'])
      const { Versions } = await own.api.listSecretVersionIds({ SecretId: 'app/db', IncludeDeprecated: true })
      expect(Versions?.map((version) => version.VersionId))
        .to.include(VersionId)
        .and.have.length(2)
    })
  })

  describe('of a batch', () => {
    it('fails single secrets where their values cannot be decrypted', async () => {
      await using own = await served()
      for (const Name of ['app/a', 'app/b', 'other']) {
        await own.post('CreateSecret', { ...token(), Name, SecretString: 'a' })
      }
      own.emulator.faults.add({ fault: 'decryption-failure', secretName: 'app/a' })
      own.emulator.faults.add({ fault: 'kms-access-denied', secretName: 'app/b' })
      for (const input of [
        { SecretIdList: ['other', 'app/a', 'none', 'app/b'] },
        { Filters: [{ Key: 'name', Values: ['app', 'other'] }] },
      ]) {
        const { status, json } = await own.post('BatchGetSecretValue', input)
        expect(status).to.equal(200)
        expect(JSON.stringify(json.SecretValues).match(/"Name":"[^"]+"/g)).to.deep.equal(['"Name":"other"'])
        const errors = JSON.stringify(json.Errors)
        expect(errors)
          .to.contain('"ErrorCode":"DecryptionFailure"')
          .and.contain('"ErrorCode":"AccessDeniedException"')
        expect(errors).to.contain('Access to KMS is not allowed')
      }
      expect(own.emulator.faults.list().map(({ struck }) => struck)).to.deep.equal([2, 2])
      expect(own.log.errors).to.deep.equal([])
    })

    it('names the secret in Errors as the request did', async () => {
      await using own = await served()
      await own.post('CreateSecret', { ...token(), Name: 'app/a', SecretString: 'a' })
      own.emulator.faults.add({ fault: 'decryption-failure' })
      const { json } = await own.post('BatchGetSecretValue', { SecretIdList: ['app/a'] })
      expect(json.Errors).to.have.nested.property('[0].SecretId', 'app/a')
    })

    it('tells Errors in the order of the request, whichever of them are faults', async () => {
      await using own = await served()
      for (const Name of ['a', 'b']) await own.post('CreateSecret', { ...token(), Name, SecretString: 'a' })
      own.emulator.faults.add({ fault: 'decryption-failure' })
      const SecretIdList = ['b', 'none', 'a', 'neither']
      const { json } = await own.post('BatchGetSecretValue', { SecretIdList })
      const errors = SecretIdList.map((_, at) => Object(json.Errors)[at].SecretId)
      expect(errors).to.deep.equal(SecretIdList)
    })

    it('fails the whole call where that is throttled for one of its names', async () => {
      await using own = await served()
      own.emulator.faults.add({ fault: 'throttling', secretName: 'b' })
      const { json } = await own.post('BatchGetSecretValue', { SecretIdList: ['a', 'b'] })
      expect(json.__type).to.equal('ThrottlingException')
    })
  })

  it('tells no value, whatever it does to the request that has it', async () => {
    await using own = await served()
    const canary = newCanary()
    for (const fault of ['throttling', 'connection-reset', 'half-answer', 'decryption-failure'] as const) {
      own.emulator.faults.add({ fault, times: 1 })
      const create = { ...token(), Name: `a-${fault}`, SecretString: canary }
      await own.post('CreateSecret', create).catch(() => undefined)
      own.emulator.faults.add({ fault, times: 1 })
      await own.post('GetSecretValue', { SecretId: `${canary} ${canary}` }).catch(() => undefined)
    }
    const said = JSON.stringify([own.log.told, own.emulator.requests(), own.emulator.faults.list()])
    expect(said).to.not.contain(canary.slice(0, 8))
  })
})
