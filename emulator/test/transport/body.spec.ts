import { Agent, request } from 'node:http'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { connect, headOf } from '../connection.js'
import { expectRefusal, secretNotFound } from '../refusals.js'
import { useServed } from '../served.js'
import { headersOf, type WireAnswer, wireAnswer } from '../wire.js'

const MiB = 1024 * 1024

/** An input of so many bytes. */
function ofSize(bytes: number): string {
  const frame = JSON.stringify({ SecretId: 'nobody', Pad: '' }).length
  return JSON.stringify({ SecretId: 'nobody', Pad: 'x'.repeat(bytes - frame) })
}

const tooLarge = {
  status: 413,
  json: {
    __type: 'RequestEntityTooLargeException',
    message: 'The request is larger than the 1048576 bytes that are read.',
  },
}

describe('the body of a request', () => {
  const serve = useServed()

  it('may have one MiB', async () => {
    const { post } = await serve()
    const body = ofSize(MiB)
    expect(Buffer.byteLength(body)).to.equal(MiB)
    await expectRefusal(post('DescribeSecret', body), 'ResourceNotFoundException', secretNotFound)
  })

  for (const bytes of [MiB + 1, 8 * MiB]) {
    it(`is refused with 413 if it has ${bytes} bytes, and the connection goes on`, async () => {
      const { emulator } = await serve()
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      try {
        const call = (body: string) => chunked(emulator.endpoint, [body], { agent, length: body.length })
        const { status, json } = await call(ofSize(bytes))
        expect({ status, json }).to.deep.equal(tooLarge)
        expect((await call(ofSize(100))).json.__type).to.equal('ResourceNotFoundException')
      } finally {
        agent.destroy()
      }
    })
  }

  it('is measured also where nobody says how long it is', async () => {
    const { emulator } = await serve()
    const half = MiB / 2
    const whole = ofSize(MiB)
    const fits = await chunked(emulator.endpoint, [whole.slice(0, half), whole.slice(half)])
    expect(fits.json.__type).to.equal('ResourceNotFoundException')
    const { status, json } = await chunked(emulator.endpoint, [whole.slice(0, half), whole.slice(half), ' '])
    expect({ status, json }).to.deep.equal(tooLarge)
  })

  it('is refused by its size before anything else', async () => {
    const { post } = await serve()
    const { status } = await post('NoOperation', ofSize(MiB + 1), { headers: { Authorization: undefined } })
    expect(status).to.equal(413)
  })

  it('may come slowly and in pieces, cut within a character, while others are served', async () => {
    const { emulator, post } = await serve()
    await post('CreateSecret', { Name: 'slow', ClientRequestToken: '0'.repeat(32) })
    const body = Buffer.from(JSON.stringify({ SecretId: 'slow', Pad: 'äöü' }))
    const connection = await connect(emulator.endpoint)
    connection.write(headOf('DescribeSecret', body.length, { headers: { Connection: 'close' } }))
    for (const byte of body) {
      connection.write(Uint8Array.of(byte))
      expect((await post('ListSecrets')).status).to.equal(200)
    }
    const answer = await connection.ended()
    expect(answer).to.match(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).to.contain('"Name":"slow"')
  })

  it('may be waited for with Expect: 100-continue', async () => {
    const { emulator } = await serve()
    const connection = await connect(emulator.endpoint)
    connection.write(headOf('ListSecrets', 2, { headers: { Expect: '100-continue', Connection: 'close' } }))
    await connection.until('HTTP/1.1 100 Continue\r\n\r\n')
    connection.write('{}')
    expect(await connection.ended()).to.contain('HTTP/1.1 200 OK')
  })
})

interface Sending {
  readonly agent?: Agent
  /** Said in Content-Length; otherwise the body is chunked. */
  readonly length?: number
}

function chunked(
  endpoint: string,
  pieces: readonly string[],
  { agent, length }: Sending = {},
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...headersOf('DescribeSecret'),
      ...(length === undefined ? {} : { 'Content-Length': length }),
    }
    const sent = request(
      new URL(endpoint),
      { method: 'POST', headers, ...(agent && { agent }) },
      async (response) => {
        const text = Buffer.concat(await response.toArray()).toString('utf8')
        resolve(wireAnswer(response.statusCode ?? 0, response.headers, text))
      },
    )
    sent.on('error', reject)
    for (const piece of pieces) sent.write(piece)
    sent.end()
  })
}
