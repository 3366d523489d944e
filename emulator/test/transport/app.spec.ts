import { systemClock } from '@strongroom/core/parts'
import { memoryStore, Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { listen } from '#listening'
import { createApp } from '#transport/app'
import { connect } from '../connection.js'
import { recordingLog } from '../recording-log.js'
import { useServed } from '../served.js'
import { postTo } from '../wire.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('the emulator over HTTP', () => {
  const serve = useServed()

  it('answers with the headers of AWS, and none that tell of its parts', async () => {
    const { post } = await serve()
    const success = await post('ListSecrets')
    const failure = await post('DescribeSecret', { SecretId: 'nobody' })
    for (const { headers, text } of [success, failure]) {
      expect(headers).to.have.all.keys(
        ...['x-amzn-requestid', 'content-type', 'content-length', 'date', 'connection', 'keep-alive'],
      )
      expect(headers['content-type']).to.equal('application/x-amz-json-1.1')
      expect(headers['content-length']).to.equal(String(Buffer.byteLength(text)))
      expect(Math.abs(Date.parse(String(headers.date)) - Date.now())).to.be.lessThan(60_000)
    }
  })

  it('gives every answer a UUID of its own as x-amzn-RequestId', async () => {
    const { post, send } = await serve()
    const answers = await Promise.all([
      ...Array.from({ length: 200 }, () => post('ListSecrets')),
      ...[post('NoOperation'), post('GetSecretValue', '{'), send({ method: 'GET' }), send({ path: '/none' })],
    ])
    const ids = answers.map(({ headers }) => String(headers['x-amzn-requestid']))
    for (const id of ids) expect(id).to.match(uuid)
    expect(new Set(ids).size).to.equal(ids.length)
  })

  it('tells the length in bytes, not in characters', async () => {
    const { post } = await serve()
    const input = { Name: 'wide', ClientRequestToken: '0'.repeat(32), SecretString: '🔑ä' }
    await post('CreateSecret', input)
    expect((await post('GetSecretValue', { SecretId: 'wide' })).json.SecretString).to.equal('🔑ä')
  })

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    it(`refuses ${method} with 405, and says what is allowed`, async () => {
      const { send } = await serve()
      const { status, headers, json } = await send({ method })
      expect({ status, json }).to.deep.equal({
        status: 405,
        json: { __type: 'UnknownOperationException', message: 'Operations are POST requests.' },
      })
      expect(headers.allow).to.equal('POST')
    })
  }

  it('answers HEAD like GET, without a body', async () => {
    const { send } = await serve()
    const { status, headers, text } = await send({ method: 'HEAD' })
    expect({ status, text, allow: headers.allow }).to.deep.equal({ status: 405, text: '', allow: 'POST' })
    expect((await send({ method: 'HEAD', path: '/_strongroom/health' })).status).to.equal(200)
  })

  for (const path of [
    '/none',
    '/secretsmanager',
    '/_strongroo',
    '/_strongrooms',
    '/%',
    '/%zz',
    '/..',
    '/a?b=c',
    '*',
  ]) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      it(`has nothing at ${path} for ${method}`, async () => {
        const { send } = await serve()
        const { status, json } = await send({ method, path })
        expect({ status, json }).to.deep.equal({
          status: 404,
          json: {
            __type: 'UnknownOperationException',
            message: 'There is nothing at this path: operations are POST requests to /.',
          },
        })
      })
    }
  }

  it('does not mind a query', async () => {
    const { post, emulator } = await serve()
    expect((await postTo(`${emulator.endpoint}/?a=b`, 'ListSecrets')).status).to.equal(
      (await post('ListSecrets')).status,
    )
  })

  for (const [what, text] of [
    ['no HTTP', 'How do you do?\r\n\r\n'],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n'],
    ['a chunk that is none', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['more headers than fit', `POST / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
  ] as const) {
    it(`closes a connection with ${what}, calls it no error of its own, and goes on`, async () => {
      const { emulator, log, post } = await serve()
      const connection = await connect(emulator.endpoint)
      connection.write(text)
      expect(await connection.ended()).to.match(/^HTTP\/1\.1 4\d\d /)
      expect((await post('ListSecrets')).status).to.equal(200)
      expect(log.errors).to.deep.equal([])
    })
  }

  it('answers GET /_strongroom/health', async () => {
    const { post, send } = await serve()
    const healthy = async () => (await send({ method: 'GET', path: '/_strongroom/health' })).json
    const before = await healthy()
    expect(before).to.have.all.keys('status', 'version', 'uptimeSeconds', 'store', 'secrets')
    expect(before).to.include({ status: 'ok', store: 'memory' })
    expect(before.version).to.match(/^\d+\.\d+\.\d+/)
    expect(before.uptimeSeconds).to.be.a('number').and.at.least(0)
    await post(
      'CreateSecret',
      { Name: 'counted', ClientRequestToken: '0'.repeat(32) },
      { region: 'eu-west-1' },
    )
    expect(Number((await healthy()).secrets)).to.equal(Number(before.secrets) + 1)
  })

  describe('over a store that fails', () => {
    const failure = () => Promise.reject(new Error('the disk says: value of the secret'))

    async function broken() {
      const log = recordingLog()
      const store = { ...memoryStore(), find: failure, scan: failure, count: failure, realmsWith: failure }
      const service = {
        vault: new Vault(store, { clock: systemClock }),
        home: { account: '000000000000', region: 'us-east-1' },
        readOnly: false,
        isInvokable: async () => false,
      }
      const server = await listen(createApp({ service, log }), 0, '127.0.0.1')
      return {
        log,
        endpoint: `http://127.0.0.1:${server.port}`,
        [Symbol.asyncDispose]: () => server.close(),
      }
    }

    const internal = {
      status: 500,
      json: { __type: 'InternalServiceError', Message: 'An error occurred on the server side.' },
    }

    it('answers InternalServiceError, and tells the log why', async () => {
      await using server = await broken()
      const { status, json } = await postTo(server.endpoint, 'DescribeSecret', { SecretId: 'db' })
      expect({ status, json }).to.deep.equal(internal)
      expect(server.log.errors).to.have.length(1)
      expect(server.log.errors[0]?.facts).to.have.property('operation', 'DescribeSecret')
      expect(server.log.requests[0]).to.include({ outcome: 'InternalServiceError', status: 500 })
    })

    it('answers a batch, with InternalServiceError for each, and tells the log why', async () => {
      await using server = await broken()
      const input = { SecretIdList: ['a', 'b'] }
      const { status, json } = await postTo(server.endpoint, 'BatchGetSecretValue', input)
      const error = { ErrorCode: 'InternalServiceError', Message: 'An error occurred on the server side.' }
      expect({ status, json }).to.deep.equal({
        status: 200,
        json: { SecretValues: [], Errors: input.SecretIdList.map((SecretId) => ({ SecretId, ...error })) },
      })
      expect(server.log.errors).to.have.length(2)
    })

    it('answers what is not found although it cannot look elsewhere', async () => {
      await using server = await broken()
      const arn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:db'
      const { json } = await postTo(server.endpoint, 'DescribeSecret', { SecretId: arn })
      expect(json.__type).to.equal('ResourceNotFoundException')
      expect((await postTo(server.endpoint, 'GetRandomPassword')).status).to.equal(200)
      expect(server.log.errors).to.have.length(1)
    })
  })
})
