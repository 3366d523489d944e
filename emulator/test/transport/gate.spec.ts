import { expect } from 'chai'
import { describe, it } from 'mocha'
import { listen } from '#listening'
import { gateTo } from '#transport/gate'
import { connect, headOf } from '../connection.js'

describe('the gate', () => {
  it('keeps requests waiting until it is opened, and then hands them on', async () => {
    const answered: string[] = []
    const gate = gateTo((_request, response) => {
      answered.push('a request')
      response.setHeader('Connection', 'close').end('here')
    })
    const server = await listen(gate.listener, 0, '127.0.0.1')
    const arriving = await connect(`http://127.0.0.1:${server.port}`)
    arriving.write(headOf('ListSecrets', 2, { headers: { Expect: '100-continue' } }))
    // Node.js says so as it hands the request to its listener.
    await arriving.until('100 Continue')
    expect(answered).to.deep.equal([])
    gate.open()
    expect(await arriving.ended()).to.contain('here')
    await server.close()
  })

  it('forgets a request whose client has gone', async () => {
    const answered: string[] = []
    const gate = gateTo(() => void answered.push('a request'))
    const gone = Promise.withResolvers<void>()
    const server = await listen(
      (request, response) => {
        request.on('error', () => gone.resolve())
        gate.listener(request, response)
      },
      0,
      '127.0.0.1',
    )
    const leaving = await connect(`http://127.0.0.1:${server.port}`)
    leaving.write(headOf('ListSecrets', 2, { headers: { Expect: '100-continue' } }))
    await leaving.until('100 Continue')
    leaving.destroy()
    await gone.promise
    gate.open()
    await server.close()
    expect(answered).to.deep.equal([])
  })
})
