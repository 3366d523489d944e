import { inspect } from 'node:util'
import {
  createSecrets,
  type GraphOptions,
  manualClock,
  memoryProvider,
  type Secrets,
  SecretsError,
  type SecretsProvider,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { z } from 'zod'
import { fakeProvider, type Said, settle } from './fake-provider.js'
import { codeOf, refusalOf } from './refusal.js'

const db = { host: 'h', port: 5432, password: 'hunter2' }

function secretsOver(provider: SecretsProvider, options: Partial<GraphOptions> = {}): Secrets {
  return createSecrets({ providers: [provider], ...options })
}

const overMemory = (options: Partial<GraphOptions> = {}) =>
  secretsOver(memoryProvider({ db, text: 'plain', empty: '{}' }), options)

const says = (said: Said) => fakeProvider(() => said)

describe('Secrets', () => {
  describe('get', () => {
    it('reads a secret, or a key of it', async () => {
      const secrets = overMemory()
      expect((await secrets.get('text')).text()).to.equal('plain')
      expect((await secrets.get('db#password')).text()).to.equal('hunter2')
      expect((await secrets.get({ name: 'db', key: '/port' })).text()).to.equal('5432')
    })

    it('uses a default for NOT_FOUND alone, and says so', async () => {
      const clock = manualClock(5)
      const secrets = overMemory({ clock })
      const value = await secrets.get('none#key', { default: 'd' })
      expect(value.text()).to.equal('d')
      expect(value).to.include({ name: 'none', provider: 'default', versionId: 'default' })
      expect(value.createdAt.getTime()).to.equal(5)
      expect(value.provenance).to.deep.equal({
        provider: 'default',
        tried: [{ provider: 'memory', outcome: 'NOT_FOUND' }],
        default: true,
      })
      expect((await secrets.get('text', { default: 'd' })).text()).to.equal('plain')
      expect(await codeOf(secrets.get('db#none', { default: 'd' }))).to.equal('KEY_NOT_FOUND')
      expect(await codeOf(secretsOver(says({ code: 'UNAVAILABLE' })).get('a', { default: 'd' }))).to.equal(
        'UNAVAILABLE',
      )
    })

    it('refuses a default that is no value before it asks', async () => {
      const provider = says('x')
      for (const fallback of [8080, null, {}]) {
        const options = { default: fallback as never }
        expect(await codeOf(secretsOver(provider).get('a', options))).to.equal('INVALID_ARGUMENT')
        expect(await codeOf(secretsOver(provider).bundle({ a: { ref: 'a', ...options } }))).to.equal(
          'INVALID_ARGUMENT',
        )
      }
      expect(provider.calls).to.deep.equal([])
    })

    it('takes an empty default for a default', async () => {
      expect((await overMemory().get('none', { default: '' })).text()).to.equal('')
    })

    it('gives up when the caller does', async () => {
      const clock = manualClock()
      const secrets = secretsOver(
        fakeProvider(() => new Promise(() => {})),
        { clock },
      )
      const late = codeOf(secrets.get('a', { timeoutMs: 10, default: 'd' }))
      await clock.advance(10)
      expect(await late).to.equal('TIMEOUT')
      expect(await codeOf(secrets.get('a', { signal: AbortSignal.abort() }))).to.equal('ABORTED')
    })
  })

  it('tryGet is undefined for NOT_FOUND, and rejects for everything else', async () => {
    const secrets = overMemory()
    expect(await secrets.tryGet('none')).to.equal(undefined)
    expect((await secrets.tryGet('text'))?.text()).to.equal('plain')
    expect(await codeOf(secrets.tryGet('db#none'))).to.equal('KEY_NOT_FOUND')
    expect(await codeOf(secretsOver(says({ code: 'ACCESS_DENIED' })).tryGet('a'))).to.equal('ACCESS_DENIED')
  })

  it('has tells whether secret and key are there, and rejects where it cannot tell', async () => {
    const secrets = overMemory()
    const answers = await Promise.all(['db', 'db#host', 'db#none', 'none'].map((ref) => secrets.has(ref)))
    expect(answers).to.deep.equal([true, true, false, false])
    expect(await codeOf(secrets.has('text#key'))).to.equal('NOT_JSON')
    expect(await codeOf(secretsOver(says({ code: 'UNAVAILABLE' })).has('a'))).to.equal('UNAVAILABLE')
  })

  it('json reads JSON, as it is or through a schema', async () => {
    const secrets = overMemory()
    expect(await secrets.json('db')).to.deep.equal(db)
    const schema = z.object({ host: z.string(), port: z.number() })
    const { port }: { port: number } = await secrets.json('db', schema)
    expect(port).to.equal(5432)
    expect(await secrets.json('db', { timeoutMs: 1000 })).to.deep.equal(db)
    const error = await refusalOf(secrets.json('db', z.object({ password: z.number() }), { timeoutMs: 1000 }))
    expect(error.code).to.equal('SCHEMA')
    expect(inspect(error)).to.not.contain('hunter2')
    expect(await codeOf(secrets.json('text'))).to.equal('NOT_JSON')
  })

  it('getMany answers in order, errors in their place', async () => {
    const answers = await overMemory().getMany(['text', 'none', 'db#port', 'text'])
    expect(answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.text()))).to.deep.equal([
      'plain',
      'NOT_FOUND',
      '5432',
      'plain',
    ])
  })

  it('reads of one tick are one call', async () => {
    const provider = fakeProvider(({ name }) => name)
    const secrets = secretsOver(provider)
    await Promise.all([
      secrets.get('a'),
      secrets.tryGet('b'),
      secrets.bundle({ one: 'c', two: 'a' }),
      secrets.ready({ require: ['d'] }),
    ])
    expect(provider.calls).to.deep.equal(['getMany a, b, c, d'])
  })

  describe('bundle', () => {
    it('gives sealed values under your names', async () => {
      const bundle = await overMemory().bundle({
        host: 'db#host',
        all: { name: 'db' },
        level: { ref: 'none', default: 'info' },
        maybe: { ref: 'none', optional: true },
        there: { ref: 'text', optional: true },
        __proto__x: 'text',
      })
      expect(bundle.host.text()).to.equal('h')
      expect(bundle.all.json()).to.deep.equal(db)
      expect(bundle.level.provenance.default).to.equal(true)
      expect(bundle.maybe).to.equal(undefined)
      expect(bundle.there?.text()).to.equal('plain')
      expect(inspect(bundle) + JSON.stringify(bundle)).to.not.contain('hunter2')
    })

    it('tells of everything that cannot be had in one error', async () => {
      const error = await refusalOf(
        overMemory().bundle({
          a: 'none',
          b: { ref: 'b ad', optional: true },
          c: { ref: 'db#none', default: 'x' },
          d: 'text',
        }),
      )
      expect(error.errors?.map(({ code }) => code)).to.deep.equal([
        'NOT_FOUND',
        'INVALID_NAME',
        'KEY_NOT_FOUND',
      ])
      expect(error).to.include({ code: 'NOT_FOUND', operation: 'bundle' })
      expect(error.message).to.match(/^3 of 4 secrets cannot be had:\n {2}NOT_FOUND none: /)
    })
  })

  describe('ready', () => {
    it('settles where all can be read', async () => {
      await overMemory().ready({ require: ['db', 'text', 'db#host'] })
      await overMemory().ready({ require: [] })
    })

    it('tells of every missing, denied and invalid name at once', async () => {
      const provider = fakeProvider(({ name }) =>
        name === 'denied'
          ? { code: 'ACCESS_DENIED' }
          : name === 'down'
            ? { code: 'UNAVAILABLE' }
            : { code: 'NOT_FOUND' },
      )
      const error = await refusalOf(
        secretsOver(provider).ready({ require: ['down', 'denied', 'none', 'b ad'] }),
      )
      expect(error.errors?.map(({ code }) => code)).to.deep.equal([
        'UNAVAILABLE',
        'ACCESS_DENIED',
        'NOT_FOUND',
        'INVALID_NAME',
      ])
      expect(error.code).to.equal('ACCESS_DENIED')
      for (const part of [
        'UNAVAILABLE down: fake',
        'ACCESS_DENIED denied: ',
        'NOT_FOUND none: ',
        'INVALID_NAME b ad: ',
      ])
        expect(error.message).to.contain(part)
      const retryable = await refusalOf(secretsOver(says({ code: 'UNAVAILABLE' })).ready({ require: ['a'] }))
      expect(retryable).to.include({ code: 'UNAVAILABLE', retryable: true })
    })
  })

  it('ready tells of each that is late by itself', async () => {
    const clock = manualClock()
    const provider = fakeProvider(({ name }) =>
      name === 'slow' ? new Promise(() => {}) : { code: 'NOT_FOUND' },
    )
    const secrets = secretsOver(provider, { clock })
    await codeOf(secrets.get('none'))
    const ends = refusalOf(secrets.ready({ require: ['none', 'slow', 'b ad'], timeoutMs: 10 }))
    await clock.advance(10)
    expect((await ends).errors?.map(({ code }) => code)).to.deep.equal([
      'NOT_FOUND',
      'TIMEOUT',
      'INVALID_NAME',
    ])
    expect(await codeOf(secrets.ready({ require: ['a'], signal: AbortSignal.abort() }))).to.equal('ABORTED')
    for (const require of [undefined, 'db', {}]) {
      expect(await codeOf(secrets.ready({ require: require as never }))).to.equal('INVALID_ARGUMENT')
    }
  })

  it('refresh and invalidate make the next read new', async () => {
    const memory = memoryProvider({ a: '1', b: '1' })
    const secrets = secretsOver(memory)
    const texts = async () =>
      (await Promise.all(['a', 'b'].map((name) => secrets.get(name)))).map((value) => value.text())
    await texts()
    await memory.put('a', '2')
    await memory.put('b', '2')
    expect(await texts()).to.deep.equal(['1', '1'])
    expect((await secrets.refresh('a')).text()).to.equal('2')
    expect(await texts()).to.deep.equal(['2', '1'])
    secrets.invalidate('b')
    expect(await texts()).to.deep.equal(['2', '2'])
    await memory.put('a', '3')
    secrets.invalidate()
    expect(await texts()).to.deep.equal(['3', '2'])
  })

  it('writes through its provider to writeTo, and reads what it wrote', async () => {
    const secrets = overMemory({ writeTo: 'memory', prefix: 'app' })
    expect(await codeOf(secrets.get('new'))).to.equal('NOT_FOUND')
    await secrets.provider.create('new', 'x')
    expect((await secrets.get('new')).text()).to.equal('x')
    expect(await codeOf(overMemory().provider.create('new', 'x'))).to.equal('UNSUPPORTED')
  })

  describe('watch', () => {
    it('looks every ttl, and has renewed the cache before it tells', async () => {
      const clock = manualClock()
      const memory = memoryProvider({ a: '1' }, { clock })
      const secrets = secretsOver(memory, { clock, cache: { ttlSeconds: 60 } })
      await secrets.get('a')
      const seen: string[] = []
      const watched = (async () => {
        for await (const { kind, name } of secrets.watch('a'))
          seen.push(`${kind} ${(await secrets.get(name)).text()}`)
      })()
      await memory.put('a', '2')
      await clock.advance(59_999)
      expect(seen).to.deep.equal([])
      await clock.advance(1)
      expect(seen).to.deep.equal(['changed 2'])
      expect(secrets.stats().sources).to.deep.equal({ memory: { OK: 2 } })
      await secrets.close()
      await watched
    })

    it('looks as often as it is told to, and every 300 seconds without a cache', async () => {
      for (const [cache, pollSeconds, everyMs] of [
        [{}, 1, 1000],
        [{ ttlSeconds: 0 }, undefined, 300_000],
      ] as const) {
        const clock = manualClock()
        const provider = says('x')
        const secrets = secretsOver(provider, { clock, cache })
        const stop = new AbortController()
        secrets.watch(['a'], { pollSeconds, signal: stop.signal })
        await clock.advance(everyMs * 3)
        expect(provider.calls).to.have.lengthOf(4)
        stop.abort()
        await clock.advance(everyMs)
        expect(provider.calls).to.have.lengthOf(4)
      }
    })

    it('tells a change that happened between the last read and the watching, with or without a cache', async () => {
      for (const ttlSeconds of [60, 0]) {
        const clock = manualClock()
        const memory = memoryProvider({ a: '1' }, { clock })
        const secrets = secretsOver(memory, { clock, cache: { ttlSeconds } })
        await secrets.get('a')
        await memory.put('a', '2')
        const next = secrets.watch('a', { pollSeconds: 1 })[Symbol.asyncIterator]().next()
        await clock.advance(1000)
        expect(await next).to.have.nested.property('value.kind', 'changed')
        await secrets.close()
      }
    })

    it('refuses to look more often than is sensible, and names that are none', async () => {
      for (const pollSeconds of [0, -1, Number.NaN, 0.01]) {
        expect(() => overMemory().watch('a', { pollSeconds })).to.throw(TypeError, 'watch: "pollSeconds"')
      }
      const next = overMemory().watch('b ad')[Symbol.asyncIterator]().next()
      expect(await codeOf(next)).to.equal('INVALID_NAME')
    })

    it('fails with CLOSED after close', async () => {
      const secrets = overMemory()
      await secrets.close()
      const next = secrets.watch('a')[Symbol.asyncIterator]().next()
      expect(await codeOf(next)).to.equal('CLOSED')
    })
  })

  it('stats tells of the cache and of each source', async () => {
    const secrets = createSecrets({
      providers: [memoryProvider({}, { id: 'a' }), memoryProvider({ x: '1' }, { id: 'b' })],
    })
    await secrets.get('x')
    await secrets.get('x')
    const { cache, sources } = secrets.stats()
    expect(cache).to.include({ entries: 1, valid: 1, expired: 0, hits: 1, misses: 1, stale: 0, coalesced: 0 })
    expect(sources).to.deep.equal({ a: { NOT_FOUND: 1 }, b: { OK: 1 } })
  })

  it('health asks each provider once, however many routes lead to it', async () => {
    const secrets = createSecrets({
      providers: [memoryProvider({}, { id: 'a' }), memoryProvider({}, { id: 'b' })],
      routes: { 'x/': 'a', 'y/': 'a' },
    })
    const { status, members } = await secrets.health()
    expect(status).to.equal('healthy')
    expect(members?.map(({ provider }) => provider)).to.deep.equal(['a', 'b'])
  })

  describe('explain', () => {
    const secrets = () =>
      createSecrets({
        providers: [memoryProvider({}, { id: 'a' }), memoryProvider({ 'app/db': 'hunter2' }, { id: 'b' })],
        prefix: 'app',
        routes: { 'only-a/': 'a' },
        clock: manualClock(),
        decisions: [{ setting: 'prefix', value: 'app/', from: 'SECRET_PREFIX' }],
      })

    it('tells the way to a value, and never the value', async () => {
      const it = secrets()
      const told = await it.explain('db')
      expect(told).to.deep.include({
        name: 'db',
        asked: 'app/db',
        route: '',
        providers: ['a', 'b'],
        outcome: 'FOUND',
        provider: 'b',
        cached: { state: 'absent' },
        decisions: [{ setting: 'prefix', value: 'app/', from: 'SECRET_PREFIX' }],
      })
      expect(told.tried.map(({ outcome }) => outcome)).to.deep.equal(['NOT_FOUND', 'FOUND'])
      expect(inspect(told) + JSON.stringify(told)).to.not.contain('hunter2')
      await it.get('db')
      expect((await it.explain('db')).cached).to.include({ state: 'fresh', ageMs: 0 })
    })

    it('tells why there is none, and which route that name takes', async () => {
      const told = await secrets().explain('only-a/x')
      expect(told).to.deep.include({ route: 'only-a/', providers: ['a'], outcome: 'NOT_FOUND' })
      expect(told.message).to.contain('app/only-a/x')
    })

    it('hands on the hint, where there is one', async () => {
      const down = fakeProvider(() => ({ code: 'UNAVAILABLE' }), { id: 'down' })
      const told = await createSecrets({
        providers: [down, memoryProvider()],
        next: ['NOT_FOUND', 'UNAVAILABLE'],
      }).explain('db')
      expect(told.hint).to.contain('"down" could not be asked')
      expect(told.decisions).to.deep.equal([])
    })

    it('rejects what is no question', async () => {
      expect(await codeOf(secrets().explain('b ad'))).to.equal('INVALID_NAME')
      expect(await codeOf(secrets().explain('db', { signal: AbortSignal.abort() }))).to.equal('ABORTED')
    })
  })

  describe('life', () => {
    it('closes every provider, and then rejects with CLOSED', async () => {
      const providers = ['a', 'b'].map((id) => fakeProvider(() => 'x', { id }))
      {
        await using secrets = createSecrets({ providers, routes: { 'x/': 'b' } })
        await secrets.get('y')
      }
      expect(providers.map(({ closed }) => closed > 0)).to.deep.equal([true, true])
      const secrets = overMemory()
      await secrets.close()
      await secrets.close()
      expect(await codeOf(secrets.get('text'))).to.equal('CLOSED')
      expect(await secrets.health()).to.have.property('status', 'unhealthy')
    })

    it('does no I/O until it is asked for something', async () => {
      const provider = says('x')
      secretsOver(provider)
      await settle()
      expect(provider.calls).to.deep.equal([])
    })
  })

  it('tells every call to the audit sink under whole names', async () => {
    const lines: string[] = []
    const secrets = secretsOver(memoryProvider({ 'app/db': 'hunter2' }), {
      prefix: 'app/',
      who: 'svc',
      audit: ({ who, operation, name, outcome }) => void lines.push(`${who} ${operation} ${name} ${outcome}`),
    })
    await secrets.get('db')
    await secrets.get('db')
    expect(lines).to.deep.equal(['svc get app/db OK'])
  })
})
