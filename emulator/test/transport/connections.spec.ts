import { Agent, request } from 'node:http'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { connect, headOf, requestOf } from '../connection.js'
import { served, useServed } from '../served.js'
import { headersOf } from '../wire.js'

const token = (at: number) => `token-${String(at).padStart(32, '0')}`

describe('connections', function () {
  this.timeout('10s')

  const serve = useServed()

  it('are kept for the next request, after a refusal too', async () => {
    const { emulator } = await serve()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const reused = (operation: string, body: string) =>
      new Promise<boolean>((resolve, reject) => {
        const sent = request(new URL(emulator.endpoint), {
          agent,
          method: 'POST',
          headers: headersOf(operation),
        })
        sent.on('error', reject)
        sent.on('response', (response) => response.resume().on('end', () => resolve(sent.reusedSocket)))
        sent.end(body)
      })
    try {
      expect(await reused('ListSecrets', '{}')).to.equal(false)
      for (const [operation, body] of [
        ['GetSecretValue', '{'],
        ['NoOperation', '{}'],
        ['ListSecrets', '{}'],
      ] as const) {
        expect(await reused(operation, body)).to.equal(true)
      }
    } finally {
      agent.destroy()
    }
  })

  it('answer the requests on one of them in their order', async () => {
    const { emulator } = await serve()
    const connection = await connect(emulator.endpoint)
    const lengths = [5, 1, 4, 2, 3]
    const requests = lengths.map((length, at) =>
      requestOf(
        'GetRandomPassword',
        { PasswordLength: length, RequireEachIncludedType: false, ExcludePunctuation: true },
        { headers: { Connection: at === lengths.length - 1 ? 'close' : 'keep-alive' } },
      ),
    )
    connection.write(requests.join(''))
    const passwords = [...(await connection.ended()).matchAll(/"RandomPassword":"(\w+)"/g)]
    expect(passwords.map(([, password = '']) => password.length)).to.deep.equal(lengths)
  })

  it('may all be used at once: two hundred writers of one secret, and two hundred of their own', async () => {
    const { post } = await serve()
    await post('CreateSecret', { Name: 'shared', ClientRequestToken: token(1000) })
    const writes = Array.from({ length: 200 }, (_, at) => at)
    const answers = await Promise.all(
      writes.flatMap((at) => [
        post('PutSecretValue', {
          SecretId: 'shared',
          ClientRequestToken: token(at),
          SecretString: String(at),
        }),
        post('CreateSecret', { Name: `own/${at}`, ClientRequestToken: token(at), SecretString: String(at) }),
      ]),
    )
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200))
    const { json } = await post('DescribeSecret', { SecretId: 'shared' })
    expect(Object.values(Object(json.VersionIdsToStages)).flat().sort()).to.deep.equal([
      'AWSCURRENT',
      'AWSPREVIOUS',
    ])
    const values = await Promise.all(writes.map((at) => post('GetSecretValue', { SecretId: `own/${at}` })))
    expect(values.map((answer) => answer.json.SecretString)).to.deep.equal(writes.map(String))
  })

  it('give one of two hundred creates of one name the secret', async () => {
    const { post } = await serve()
    const creates = Array.from({ length: 200 }, (_, at) =>
      post('CreateSecret', { Name: 'contended', ClientRequestToken: token(at), SecretString: 'a' }),
    )
    const types = (await Promise.all(creates)).map(({ json }) => json.__type)
    expect(types.filter((type) => type === undefined)).to.have.length(1)
    expect(types.filter((type) => type === 'ResourceExistsException')).to.have.length(199)
  })

  it('may end in the middle of a body: the log is told of no error, and the server goes on', async () => {
    await using own = await served()
    const { emulator, log, post } = own
    const connection = await connect(emulator.endpoint)
    connection.write(headOf('CreateSecret', 1000, { headers: { Expect: '100-continue' } }))
    await connection.until('100 Continue')
    connection.write('{"Name":"half"')
    connection.destroy()
    expect((await post('ListSecrets')).json).to.deep.equal({ SecretList: [] })
    await emulator.close()
    expect(log.errors).to.deep.equal([])
    expect(log.requests.map(({ operation }) => operation)).to.deep.equal(['ListSecrets'])
  })

  it('may end before the answer: the log is told of no error, and the server goes on', async () => {
    await using own = await served()
    const { emulator, log, post } = own
    const gone = Array.from({ length: 20 }, async (_, at) => {
      const connection = await connect(emulator.endpoint)
      connection.write(requestOf('CreateSecret', { Name: `gone/${at}`, ClientRequestToken: token(at) }))
      connection.destroy()
    })
    await Promise.all(gone)
    expect((await post('ListSecrets')).status).to.equal(200)
    await emulator.close()
    expect(log.errors).to.deep.equal([])
  })
})
