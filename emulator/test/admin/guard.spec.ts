import type { OutgoingHttpHeaders } from 'node:http'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { startEmulator } from '#server'
import { useServed } from '../served.js'
import { headersOf, send } from '../wire.js'
import { useAdmin } from './ask.js'

const adminToken = 'a token of a test'.replaceAll(' ', '-')
const right = { Authorization: `Bearer ${adminToken}` }

/** What is asked of an emulator: health, the rest of its admin API, and an operation. */
const targets = {
  health: { method: 'GET', path: '/_strongroom/health' },
  admin: { method: 'POST', path: '/_strongroom/reset', body: '{}' },
  contents: { method: 'GET', path: '/_strongroom/' },
  nothing: { method: 'GET', path: '/_strongroom/none' },
  operation: { method: 'POST', path: '/', body: '{}', headers: headersOf('ListSecrets') },
}

type Target = keyof typeof targets
type Row = readonly [headers: OutgoingHttpHeaders, statuses: Readonly<Record<Target, number>>]

const all = { health: 200, admin: 200, contents: 200, nothing: 404, operation: 200 }
const none = { health: 403, admin: 403, contents: 403, nothing: 403, operation: 403 }
const guarded = (status: number) => ({ ...all, admin: status, contents: status, nothing: status })

const page = { Origin: 'http://evil.example' }
const rebound = { Host: 'evil.example:4566' }
const compose = { Host: 'strongroom:4566' }

const binds: Readonly<Record<string, { readonly options: object; readonly rows: readonly Row[] }>> = {
  'on loopback': {
    options: {},
    rows: [
      [{}, all],
      [{ Host: 'localhost:4566' }, all],
      [{ Host: '[::1]:4566', Origin: 'http://[::1]:4566' }, all],
      [rebound, none],
      [compose, none],
      [page, none],
      [{ Origin: 'null' }, none],
      [{ Host: 'localhost:4566', Origin: 'http://localhost:3000' }, none],
    ],
  },
  'on loopback, with a token': {
    options: { adminToken },
    rows: [
      [{}, guarded(401)],
      [{ Authorization: 'Bearer another-token-of-a-test' }, guarded(401)],
      [{ Authorization: `Basic ${adminToken}` }, guarded(401)],
      [{ Authorization: adminToken }, guarded(401)],
      [{ Authorization: `Bearer ${adminToken}x` }, guarded(401)],
      [right, all],
      [{ Authorization: `bearer  ${adminToken}` }, all],
      [{ ...right, ...rebound }, none],
      [{ ...right, ...page }, none],
    ],
  },
  'bound wider': {
    options: { host: '0.0.0.0' },
    rows: [
      [{}, guarded(403)],
      [right, guarded(403)],
      [compose, guarded(403)],
      [page, none],
      [{ ...compose, Origin: 'http://strongroom:4566' }, none],
    ],
  },
  'bound wider, with a token': {
    options: { host: '0.0.0.0', adminToken },
    rows: [
      [{}, guarded(401)],
      [right, all],
      [{ ...right, ...compose }, all],
      [{ ...right, ...rebound }, all],
      [{ ...right, ...page }, none],
      [{ ...right, ...rebound, Origin: 'http://evil.example:4566' }, none],
    ],
  },
}

describe('the guard', () => {
  for (const [bind, { options, rows }] of Object.entries(binds)) {
    describe(`of an emulator ${bind}`, () => {
      const serve = useServed(options)

      for (const [headers, statuses] of rows) {
        it(`answers ${JSON.stringify(headers)} with ${JSON.stringify(statuses)}`, async () => {
          const { emulator } = await serve()
          const seen: Record<string, number> = {}
          for (const [target, request] of Object.entries(targets)) {
            const own = 'headers' in request ? request.headers : {}
            const { Authorization, ...others } = { Authorization: undefined, ...headers }
            const sent =
              target === 'operation' || Authorization === undefined ? others : { ...others, Authorization }
            const { status } = await send(emulator.endpoint, { ...request, headers: { ...own, ...sent } })
            seen[target] = status
          }
          expect(seen).to.deep.equal(statuses)
        })
      }
    })
  }

  describe('refuses in words', () => {
    const open = useAdmin({ adminToken })
    const wide = useAdmin({ host: '0.0.0.0' })
    const narrow = useAdmin()

    it('a token that is missing, and says of what kind it is to be', async () => {
      const { ask } = await open()
      const { json, headers } = await ask('GET', '/clock')
      expect(json.error).to.equal('The admin API wants its token: Authorization: Bearer TOKEN.')
      expect(headers['www-authenticate']).to.equal('Bearer realm="strongroom"')
    })

    it('whoever asks an emulator that is bound wider and has no token, and says how to set one', async () => {
      const { ask } = await wide()
      expect((await ask('GET', '/clock')).json.error).to.equal(
        'Beyond this machine the admin API wants a token: set one with STRONGROOM_ADMIN_TOKEN or --admin-token, and send it as a bearer token.',
      )
    })

    it('a name that is not its own, and a page, as operations do in the words of AWS', async () => {
      const { ask, post } = await narrow()
      const host =
        'The Host of a request must be localhost or 127.0.0.1, at which this emulator listens: others are refused, since web pages could come by them.'
      const origin = 'Requests of web pages are refused, and an Origin tells of one.'
      expect((await ask('GET', '/health', undefined, rebound)).json).to.deep.equal({ error: host })
      expect((await ask('GET', '/health', undefined, page)).json).to.deep.equal({ error: origin })
      const operation = await post('ListSecrets', {}, { headers: page })
      expect(operation.json).to.deep.equal({ __type: 'AccessDeniedException', message: origin })
      const rebinding = await post('ListSecrets', {}, { headers: rebound })
      expect(rebinding.json).to.deep.equal({ __type: 'AccessDeniedException', message: host })
    })
  })

  it('is told to whoever sends a body larger than it reads, too', async () => {
    await using emulator = await startEmulator({ adminToken })
    const path = '/_strongroom/import'
    const { status } = await send(emulator.endpoint, { path, body: 'x'.repeat(2 * 1024 * 1024) })
    expect(status).to.equal(401)
  })

  it('refuses STS to pages as well', async () => {
    await using emulator = await startEmulator()
    const { status } = await send(emulator.endpoint, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...page },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    })
    expect(status).to.equal(403)
  })

  describe('of an emulator that is read-only', () => {
    const admin = useAdmin({ readOnly: true })

    for (const [path, body] of [
      ['/reset', {}],
      ['/seed', { a: 'b' }],
      ['/import', {}],
      ['/snapshots/a/restore', {}],
      ['/clock', { advance: '1d' }],
    ] as const) {
      it(`refuses POST ${path}`, async () => {
        const { ask } = await admin()
        const { status, json } = await ask('POST', path, body)
        expect({ status, json }).to.deep.equal({
          status: 403,
          json: { error: 'This emulator is read-only.' },
        })
      })
    }

    it('lets be asked what changes no secret', async () => {
      const { ask } = await admin()
      expect((await ask('POST', '/snapshots', { name: 'a' })).status).to.equal(201)
      expect((await ask('POST', '/faults', { fault: 'throttling' })).status).to.equal(201)
      expect((await ask('POST', '/export', { plaintext: true })).status).to.equal(200)
    })
  })

  it('is told no token in what the emulator says of itself', async () => {
    await using emulator = await startEmulator({ adminToken })
    const { text } = await send(emulator.endpoint, { method: 'GET', path: '/_strongroom/', headers: right })
    expect(text).to.not.contain(adminToken)
    expect(JSON.stringify(emulator.requests())).to.not.contain(adminToken)
  })
})
