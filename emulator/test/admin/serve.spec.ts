import { memoryStore, type Store } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { routes } from '#admin/index'
import { APP, compose } from '#container'
import { listen } from '#listening'
import { settingsOf } from '#settings'
import { connect } from '../connection.js'
import { recordingLog } from '../recording-log.js'
import { served } from '../served.js'
import { send } from '../wire.js'
import { adminOf, askAt, useAdmin } from './ask.js'

describe('the admin API', () => {
  const admin = useAdmin()

  for (const path of ['/_strongroom', '/_strongroom/']) {
    it(`tells at ${path} what there is`, async () => {
      const { emulator } = await admin()
      const { status, json } = await send(emulator.endpoint, { method: 'GET', path })
      expect(status).to.equal(200)
      expect(json.routes).to.deep.equal(
        routes.map((route) => ({
          method: route.method,
          path: `/_strongroom${route.path}`,
          summary: route.summary,
        })),
      )
    })
  }

  it('answers JSON that nobody is to keep, in as many bytes as it says', async () => {
    const { ask } = await admin()
    const { headers, text } = await ask('GET', '/clock')
    expect(headers['content-type']).to.equal('application/json')
    expect(headers['cache-control']).to.equal('no-store')
    expect(headers['content-length']).to.equal(String(Buffer.byteLength(text)))
  })

  it('answers HEAD like GET, without a body', async () => {
    const { send } = await admin()
    const answer = await send({ method: 'HEAD', path: '/_strongroom/health' })
    expect(answer).to.include({ status: 200, text: '' })
  })

  for (const path of [
    '/none',
    '/clock/',
    '/snapshots/a/b',
    '/faults//',
    '/snapshots/%zz',
    '/Clock',
    '/%2e%2e/clock',
  ]) {
    it(`has nothing at ${path}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('GET', path)
      const error = 'There is nothing at this path: GET /_strongroom/ tells what there is.'
      expect({ status, json }).to.deep.equal({ status: 404, json: { error } })
    })
  }

  for (const [method, path, allow] of [
    ['PUT', '/clock', 'GET, HEAD, POST'],
    ['GET', '/reset', 'POST'],
    ['POST', '/cost', 'GET, HEAD'],
    ['OPTIONS', '/requests', 'GET, HEAD, DELETE'],
    ['POST', '/snapshots/a', 'DELETE'],
  ] as const) {
    it(`refuses ${method} ${path} with 405, and allows ${allow}`, async () => {
      const { ask } = await admin()
      const { status, headers, json } = await ask(method, path)
      expect({ status, allow: headers.allow, json }).to.deep.equal({
        status: 405,
        allow,
        json: { error: `What can be asked here is ${allow}.` },
      })
    })
  }

  it('refuses a query that a change has no use for, and lets one be where it only reads', async () => {
    const { ask } = await admin()
    await ask('POST', '/faults', { fault: 'throttling', operation: 'RestoreSecret' })
    for (const [method, path] of [
      ['DELETE', '/faults?id=fault-1'],
      ['DELETE', '/requests?operation=GetSecretValue'],
      ['POST', '/clock?advance=1d'],
      ['POST', '/snapshots/a/restore?region=us-east-1'],
    ] as const) {
      const { status, json } = await ask(method, path)
      const error = 'there is no query parameter of such a name, and here is none'
      expect({ status, json }, path).to.deep.equal({ status: 400, json: { error } })
    }
    expect((await ask('GET', '/faults?t=1')).json.faults).to.have.length(1)
    expect((await ask('GET', '/health?t=1')).status).to.equal(200)
    await ask('DELETE', '/faults')
  })

  it('logs what was changed, by its route and without what was said, and nothing that was refused', async () => {
    await using own = await served()
    const { ask } = adminOf(own)
    const canary = newCanary()
    await ask('POST', '/seed', { 'app/db': canary })
    await ask('POST', '/snapshots', { name: 'one' })
    await ask('DELETE', '/snapshots/one')
    await ask('DELETE', '/snapshots/one')
    await ask('POST', '/reset?account=000000000000')
    await ask('GET', '/requests')
    await ask('POST', '/reset')
    expect(own.log.admins).to.deep.equal([
      { admin: 'POST /seed', status: 200 },
      { admin: 'POST /snapshots', status: 201 },
      { admin: 'DELETE /snapshots/{name}', status: 204 },
      { admin: 'POST /reset', status: 200 },
    ])
    expectNoTraceIn(canary, JSON.stringify(own.log.told))
  })

  for (const [what, body, error] of [
    ['no JSON', '{"name":', 'the body is not JSON'],
    ['no object', '[]', 'the body must be an object'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'the body is not UTF-8'],
    ['a member that is unknown', '{"nmae":"a"}', 'there is no member "nmae"; did you mean name?'],
  ] as const) {
    it(`refuses a body with ${what}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', '/snapshots', body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }

  it('quotes nothing of a body that it does not understand', async () => {
    const { ask, log } = await admin()
    const canary = newCanary()
    for (const path of ['/snapshots', '/clock', '/faults', '/import', '/seed', '/reset', '/export']) {
      for (const body of [
        `{"a": "${canary}`,
        canary,
        JSON.stringify([canary]),
        JSON.stringify({ x: canary }),
      ]) {
        const { status, text } = await ask('POST', path, body)
        if (path !== '/seed') expect(status, `${path} ${text}`).to.equal(400)
        expect(text).to.not.contain(canary.slice(0, 8))
      }
    }
    expect(JSON.stringify(log.told)).to.not.contain(canary.slice(0, 8))
  })

  it('refuses a body that is too large, and reads it to its end before', async () => {
    const { ask } = await admin()
    const { status, json } = await ask('POST', '/snapshots', 'x'.repeat(1024 * 1024 + 1))
    const error = 'The body is larger than the 1048576 bytes that are read.'
    expect({ status, json }).to.deep.equal({ status: 413, json: { error } })
  })

  it('takes no body of a client that has gone', async () => {
    const { emulator, ask } = await admin()
    const connection = await connect(emulator.endpoint)
    connection.write('POST /_strongroom/snapshots HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{')
    connection.destroy()
    expect((await ask('GET', '/snapshots')).json).to.deep.equal({ snapshots: [] })
  })

  it('answers what nobody can explain with 500 and no more, and tells the log why', async () => {
    const log = recordingLog()
    const failure = new Error('the disk says: value of the secret')
    const store: Store = { ...memoryStore(), count: () => Promise.reject(failure) }
    const given = { store, log, seeds: [], makeGuard: undefined, endpoint: () => '' }
    const server = await listen(compose({ settings: settingsOf(), ...given }).get(APP), 0, '127.0.0.1')
    try {
      const { status, json } = await send(`http://127.0.0.1:${server.port}`, {
        method: 'GET',
        path: '/_strongroom/health',
      })
      const error = 'This is an error of the emulator, and its log says more.'
      expect({ status, json }).to.deep.equal({ status: 500, json: { error } })
      expect(log.errors.map(({ cause }) => cause)).to.deep.equal([failure])
    } finally {
      await server.close()
    }
  })

  it('is not there twice: emulators of one process know nothing of each other', async () => {
    const [one, other] = [await admin(), useAdmin()]
    await one.ask('POST', '/faults', { fault: 'throttling', operation: 'RestoreSecret' })
    const { emulator } = await other()
    expect((await askAt(emulator.endpoint, 'GET', '/faults')).json).to.deep.equal({ faults: [] })
    await one.ask('DELETE', '/faults')
  })
})
