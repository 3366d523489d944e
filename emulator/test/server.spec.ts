import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { startEmulator } from '#server'
import { connect, headOf } from './connection.js'
import { refusalOf } from './refusal.js'
import { expectRefusal, secretNotFound } from './refusals.js'
import { type Served, served } from './served.js'
import { withFiles } from './temporary-folder.js'
import { headersOf, postTo } from './wire.js'

const token = () => ({ ClientRequestToken: randomUUID() })
const named = (Name: string) => ({ ...token(), Name, SecretString: 'a' })

/** The secret `db` of the account and the Region that hold anyway. */
const twice = 'secrets: [{ name: db, value: b, account: "000000000000", region: us-east-1 }]'

async function valueIn({ post }: Served): Promise<unknown> {
  return (await post('GetSecretValue', { SecretId: 'db' })).json.SecretString
}

describe('startEmulator', () => {
  it('serves at a free port of its own, and says where', async () => {
    await using one = await startEmulator()
    await using other = await startEmulator()
    expect(one.port).to.be.greaterThan(0).and.not.equal(other.port)
    expect(one.endpoint).to.equal(`http://127.0.0.1:${one.port}`)
    await postTo(one.endpoint, 'CreateSecret', named('db'))
    await expectRefusal(
      postTo(other.endpoint, 'DescribeSecret', { SecretId: 'db' }),
      'ResourceNotFoundException',
      secretNotFound,
    )
  })

  it('rejects with EADDRINUSE if the port is taken, and leaves who has it alone', async () => {
    await using first = await startEmulator()
    const error: unknown = await startEmulator({ port: first.port }).catch((reason: unknown) => reason)
    expect(error).to.have.property('code', 'EADDRINUSE')
    expect((await postTo(first.endpoint, 'ListSecrets')).status).to.equal(200)
  })

  it('writes no seed where the port is taken: whoever has it may use the same folder', () =>
    withFiles({ 'seed.json': '{"db":"seeded"}' }, async (folder) => {
      const [data, seed] = [path.join(folder, 'data'), [path.join(folder, 'seed.json')]]
      await using first = await served({ data, seed })
      await first.post('PutSecretValue', { ...token(), SecretId: 'db', SecretString: 'changed' })
      const { port } = first.emulator
      const error: unknown = await startEmulator({ data, seed, port }).catch((reason: unknown) => reason)
      expect(error).to.have.property('code', 'EADDRINUSE')
      expect(await valueIn(first)).to.equal('changed')
    }))

  it('makes nothing where a seed file is refused', () =>
    withFiles({ 'seed.json': '{' }, async (folder) => {
      const options = { data: path.join(folder, 'data'), seed: [path.join(folder, 'seed.json')] }
      expect(await refusalOf(startEmulator(options))).to.have.property('code', 'CONFIG')
      expect(await readdir(folder)).to.deep.equal(['seed.json'])
    }))

  it('makes nothing where the file of a rotation function is not there', () =>
    withFiles({}, async (folder) => {
      const data = path.join(folder, 'data')
      const rotationFunction = [`arn:aws:lambda:us-east-1:000000000000:function:rotate=${folder}/none.mjs`]
      const refusal = await refusalOf(startEmulator({ data, rotationFunction }))
      expect(refusal).to.have.property('code', 'CONFIG')
      expect(refusal.message).to.contain('none.mjs')
      expect(await readdir(folder)).to.deep.equal([])
    }))

  it('lets go of the port where the seeds cannot be applied', () =>
    withFiles({ 'a.yaml': 'db: a', 'b.yaml': twice }, async (folder) => {
      const first = await startEmulator()
      const { port } = first
      await first.close()
      const seed = ['a.yaml', 'b.yaml'].map((file) => path.join(folder, file))
      expect(await refusalOf(startEmulator({ port, seed }))).to.have.property('code', 'CONFIG')
      await using again = await startEmulator({ port })
      expect(again.port).to.equal(port)
    }))

  it('serves the account and the Region that it is told', async () => {
    await using own = await served({ account: '111122223333', region: 'eu-central-1' })
    const { json } = await own.post('CreateSecret', named('db'), { region: 'local' })
    expect(json.ARN).to.match(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-/)
  })
})

describe('reset', () => {
  it('removes every secret of every account and Region, and nothing else', async () => {
    await using own = await served()
    const realms = [{}, { region: 'eu-west-1' }, { account: '123456789012' }]
    for (const realm of realms) await own.post('CreateSecret', named('db'), realm)
    await own.post('DeleteSecret', { SecretId: 'db' })
    await own.emulator.reset()
    for (const realm of realms) {
      const { json } = await own.post('ListSecrets', { IncludePlannedDeletion: true }, realm)
      expect(json).to.deep.equal({ SecretList: [] })
      expect((await own.post('CreateSecret', named('db'), realm)).status).to.equal(200)
    }
  })

  it('seeds what the files said at the start', () =>
    withFiles({ 'seed.json': '{"db":"seeded"}' }, async (folder) => {
      const file = path.join(folder, 'seed.json')
      await using own = await served({ seed: [file] })
      await own.post('PutSecretValue', { ...token(), SecretId: 'db', SecretString: 'changed' })
      await writeFile(file, '{"db":"edited"}')
      await own.emulator.reset()
      expect(await valueIn(own)).to.equal('seeded')
    }))
})

describe('close', () => {
  it('may be called again, and while it is under way', async () => {
    const emulator = await startEmulator()
    await Promise.all([emulator.close(), emulator.close()])
    await emulator.close()
    await emulator[Symbol.asyncDispose]()
    const error: unknown = await postTo(emulator.endpoint, 'ListSecrets').catch((reason: unknown) => reason)
    expect(error).to.have.property('code', 'ECONNREFUSED')
  })

  it('frees the port', async () => {
    const first = await startEmulator()
    await first.close()
    await using second = await startEmulator({ port: first.port })
    expect(second.port).to.equal(first.port)
  })

  it('does not wait for connections that are idle, used before or never', async () => {
    const emulator = await startEmulator()
    const agent = new Agent({ keepAlive: true })
    const never = await connect(emulator.endpoint)
    try {
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          const sent = request(new URL(emulator.endpoint), {
            agent,
            method: 'POST',
            headers: headersOf('ListSecrets'),
          })
          sent.end('{}')
          const [response] = await once(sent, 'response')
          await once(response.resume(), 'end')
        }),
      )
      // Ten seconds are what it would wait for a request, and more than this test may take.
      await emulator.close()
      expect(await never.ended()).to.equal('')
    } finally {
      agent.destroy()
    }
  })

  it('answers what is under way, and then ends that connection too', async () => {
    const own = await served()
    const body = JSON.stringify(named('late'))
    const connection = await connect(own.emulator.endpoint)
    connection.write(headOf('CreateSecret', body.length, { headers: { Expect: '100-continue' } }))
    await connection.until('100 Continue')
    const closed = own.emulator.close()
    const refused: unknown = await own.post('ListSecrets').catch((reason: unknown) => reason)
    expect(refused).to.be.instanceOf(Error)
    connection.write(body)
    expect(await connection.ended())
      .to.contain('HTTP/1.1 200 OK')
      .and.contain('"Name":"late"')
    await closed
    expect(own.log.requests.at(-1)).to.include({ operation: 'CreateSecret', outcome: 'OK' })
    expect(own.log.errors).to.deep.equal([])
  })

  it('answers a hundred requests that arrived before it', async () => {
    const own = await served()
    const connections = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const connection = await connect(own.emulator.endpoint)
        const body = JSON.stringify(named(`late/${at}`))
        connection.write(headOf('CreateSecret', body.length, { headers: { Expect: '100-continue' } }))
        await connection.until('100 Continue')
        return { connection, body }
      }),
    )
    for (const { connection, body } of connections) connection.write(body)
    const closed = own.emulator.close()
    const answers = await Promise.all(connections.map(({ connection }) => connection.ended()))
    for (const answer of answers) expect(answer).to.contain('HTTP/1.1 200 OK')
    await closed
    expect(own.log.errors).to.deep.equal([])
  })
})
