import { type CacheOptions, cached, manualClock, SecretsError, type SecretsErrorCode } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider, gate, type Said, settle } from './fake-provider.js'
import { callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf } from './refusal.js'

const writes = ['create', 'put', 'moveLabel', 'delete', 'restore']

/** A cache without jitter over a provider whose answer can be changed, on a clock that is turned by hand. */
function setUp(options: CacheOptions = {}, first: Said = 'one') {
  const clock = manualClock()
  const told = { says: first as Said | Promise<Said> }
  const provider = fakeProvider(() => told.says)
  const cache = cached(provider, { clock, jitter: 0, ...options })
  const text = async (ref = 'db') => (await cache.get(ref)).text()
  return { clock, told, provider, cache, text }
}

describe('cached', () => {
  describe('serving', () => {
    it('asks once within the time, and again when it has passed', async () => {
      const { clock, told, provider, text } = setUp({ ttlMs: 1000 })
      expect(await text()).to.equal('one')
      told.says = 'two'
      await clock.advance(999)
      expect(await text()).to.equal('one')
      await clock.advance(1)
      expect(await text()).to.equal('two')
      expect(provider.calls).to.deep.equal(['get db', 'get db'])
    })

    it('keeps a value for 300 seconds where nothing else is said', async () => {
      const { clock, provider, text } = setUp()
      await text()
      await clock.advance(299_999)
      await text()
      expect(provider.calls).to.have.lengthOf(1)
      await clock.advance(1)
      await text()
      expect(provider.calls).to.have.lengthOf(2)
    })

    it('counts the time from when the read started, not from when it ended', async () => {
      const { clock, told, provider, text } = setUp({ ttlMs: 1000 })
      const slow = gate<Said>()
      told.says = slow.promise
      const reading = text()
      await clock.advance(600)
      slow.resolve('old')
      await reading
      await clock.advance(400)
      await text()
      expect(provider.calls).to.have.lengthOf(2)
    })

    it('has other times for the names that were given one', async () => {
      const { clock, provider, text } = setUp({ ttlMs: 1000, ttlByName: { short: 10, toString: 10 } })
      await text('short')
      await text('long')
      await clock.advance(10)
      await text('short')
      await text('long')
      expect(provider.calls).to.deep.equal(['get short', 'get long', 'get short'])
    })

    it('ends entries early by up to the jitter, and never late', async () => {
      for (const [random, endsAt] of [
        [0, 1000],
        [0.5, 900],
        [1, 800],
      ] as const) {
        const { clock, provider, text } = setUp({ ttlMs: 1000, jitter: 0.2, random: () => random })
        await text()
        await clock.advance(endsAt - 1)
        await text()
        expect(provider.calls, `just before ${endsAt}`).to.have.lengthOf(1)
        await clock.advance(1)
        await text()
        expect(provider.calls, `at ${endsAt}`).to.have.lengthOf(2)
      }
    })

    it('keeps nothing at a time of 0, and still shares what is under way', async () => {
      const { provider, cache, text } = setUp({ ttlMs: 0 })
      await Promise.all([text(), text()])
      await text()
      expect(provider.calls).to.deep.equal(['get db', 'get db'])
      expect(cache.stats()).to.include({ entries: 0, misses: 2, coalesced: 1 })
    })

    it('keeps versions and labels apart, and AWSCURRENT together with no label', async () => {
      const { provider, cache } = setUp()
      await cache.get('db')
      await cache.get({ name: 'db', label: 'AWSCURRENT' })
      await cache.get({ name: 'db', label: 'AWSPREVIOUS' })
      await cache.get({ name: 'db', versionId: 'v7' })
      await cache.get({ name: 'db', versionId: 'v7', label: 'AWSCURRENT' })
      expect(provider.calls).to.deep.equal([
        'get db',
        'get db@AWSPREVIOUS',
        'get db@v7',
        'get db@v7@AWSCURRENT',
      ])
    })

    it('reads a secret once for all its keys', async () => {
      const { provider, cache } = setUp({}, '{"user":"a","password":"b"}')
      const [user, password] = await Promise.all([
        cache.get('db#user'),
        cache.get({ name: 'db', key: 'password' }),
      ])
      expect([user?.text(), password?.text()]).to.deep.equal(['a', 'b'])
      expect(await codeOf(cache.get('db#other'))).to.equal('KEY_NOT_FOUND')
      expect(provider.calls).to.deep.equal(['get db'])
    })

    it('drops the least recently used one beyond its bound', async () => {
      const { provider, cache, text } = setUp({ max: 2 })
      await text('a')
      await text('b')
      await text('a')
      await text('c')
      expect(cache.stats().entries).to.equal(2)
      await text('a')
      await text('b')
      expect(provider.calls).to.deep.equal(['get a', 'get b', 'get c', 'get b'])
    })

    it('tells the facts of the provider as its own', () => {
      const { provider, cache } = setUp()
      expect(cache.id).to.equal(provider.id)
      expect(cache.capabilities).to.deep.equal(provider.capabilities)
    })
  })

  describe('one read for many', () => {
    it('sends 100 cold reads of one secret as one call', async () => {
      const { provider, cache, text } = setUp()
      const all = await Promise.all(Array.from({ length: 100 }, () => text()))
      expect(new Set(all)).to.deep.equal(new Set(['one']))
      expect(provider.calls).to.deep.equal(['get db'])
      expect(cache.stats()).to.include({ misses: 1, coalesced: 99, hits: 0 })
    })

    it('sends the reads of one tick as one getMany', async () => {
      const { provider, text } = setUp()
      await Promise.all([text('a'), Promise.resolve().then(() => text('b')), text('c')])
      expect(provider.calls).to.deep.equal(['getMany a, c, b'])
    })

    it('answers getMany in order, from the cache and from one call for the rest', async () => {
      const { provider, cache, text } = setUp()
      await text('b')
      const answers = await cache.getMany(['a', 'b', 'a', 'bad name', 'c'])
      expect(answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.name))).to.deep.equal([
        'a',
        'b',
        'a',
        'INVALID_NAME',
        'c',
      ])
      expect(provider.calls).to.deep.equal(['get b', 'getMany a, c'])
    })

    it('asks for nothing where getMany is given nothing', async () => {
      const { provider, cache } = setUp()
      expect(await cache.getMany([])).to.deep.equal([])
      expect(provider.calls).to.deep.equal([])
    })

    it('lets one waiter leave without touching the others or the read', async () => {
      const { told, provider, cache, text } = setUp()
      const slow = gate<Said>()
      told.says = slow.promise
      const leaving = new AbortController()
      const left = codeOf(cache.get('db', { signal: leaving.signal }))
      const stays = text()
      await settle()
      leaving.abort()
      expect(await left).to.equal('ABORTED')
      slow.resolve('late')
      expect(await stays).to.equal('late')
      expect(provider.signals[0]?.aborted).to.equal(false)
    })

    it('aborts the read when the last waiter has left, and starts anew for the next', async () => {
      const { told, provider, cache, text } = setUp()
      told.says = gate<Said>().promise
      const [one, two] = [new AbortController(), new AbortController()]
      const left = Promise.all([one, two].map(({ signal }) => codeOf(cache.get('db', { signal }))))
      await settle()
      one.abort()
      expect(provider.signals[0]?.aborted).to.equal(false)
      two.abort()
      expect(provider.signals[0]?.aborted).to.equal(true)
      expect(await left).to.deep.equal(['ABORTED', 'ABORTED'])
      told.says = 'again'
      expect(await text()).to.equal('again')
    })

    it('does not send what nobody waits for any more when the tick ends', async () => {
      const { provider, cache, text } = setUp()
      const leaving = new AbortController()
      const left = codeOf(cache.get('a', { signal: leaving.signal }))
      const stays = text('b')
      leaving.abort()
      expect(await left).to.equal('ABORTED')
      expect(await stays).to.equal('one')
      expect(provider.calls).to.deep.equal(['get b'])
    })

    it('gives a caller up after its own time, and the others none the less their value', async () => {
      const { clock, told, cache, text } = setUp()
      const slow = gate<Said>()
      told.says = slow.promise
      const hurried = codeOf(cache.get('db', { timeoutMs: 50 }))
      const stays = text()
      await clock.advance(50)
      expect(await hurried).to.equal('TIMEOUT')
      slow.resolve('late')
      expect(await stays).to.equal('late')
    })
  })

  describe('stale values', () => {
    it('serves one past its time, flagged and counted, while a newer one is fetched', async () => {
      const { clock, told, provider, cache, text } = setUp({ ttlMs: 100, maxStaleMs: 1000 })
      await text()
      told.says = 'two'
      await clock.advance(100)
      const stale = await cache.get('db')
      expect(stale.text()).to.equal('one')
      expect(stale.provenance.stale).to.equal(true)
      await settle()
      const fresh = await cache.get('db')
      expect(fresh.text()).to.equal('two')
      expect(fresh.provenance).to.not.have.property('stale')
      expect(provider.calls).to.have.lengthOf(2)
      expect(cache.stats()).to.include({ stale: 1, misses: 1, hits: 1 })
    })

    it('starts one fetch for many stale reads', async () => {
      const { clock, provider, text } = setUp({ ttlMs: 100, maxStaleMs: 1000 })
      await text()
      await clock.advance(100)
      await Promise.all(Array.from({ length: 10 }, () => text()))
      await settle()
      expect(provider.calls).to.have.lengthOf(2)
    })

    it('waits for the provider again once the value is too old', async () => {
      const { clock, told, text } = setUp({ ttlMs: 100, maxStaleMs: 1000 })
      await text()
      told.says = 'two'
      await clock.advance(1100)
      expect(await text()).to.equal('two')
    })

    for (const code of ['UNAVAILABLE', 'THROTTLED', 'TIMEOUT'] as const) {
      it(`keeps the stale value where the provider answers ${code}, and leaves it alone for a second`, async () => {
        const { clock, told, provider, cache, text } = setUp({ ttlMs: 100, maxStaleMs: 5000 })
        await text()
        told.says = { code }
        await clock.advance(100)
        await text()
        await settle()
        expect(await text()).to.equal('one')
        expect(provider.calls).to.have.lengthOf(2)
        await clock.advance(1000)
        expect(await text()).to.equal('one')
        await settle()
        expect(provider.calls).to.have.lengthOf(3)
        expect(cache.stats().errors).to.deep.equal({ [code]: 2 })
        await clock.advance(4000)
        expect(await codeOf(text())).to.equal(code)
      })
    }

    const evicting: readonly SecretsErrorCode[] = [
      'ACCESS_DENIED',
      'NOT_FOUND',
      'DECRYPTION_FAILED',
      'UNAUTHENTICATED',
      'CORRUPT',
      'INVALID_STATE',
      'INTERNAL',
    ]
    for (const code of evicting) {
      it(`forgets the stale value where the provider answers ${code}`, async () => {
        const { clock, told, text } = setUp({ ttlMs: 100, maxStaleMs: 5000 })
        await text()
        told.says = { code }
        await clock.advance(100)
        await text()
        await settle()
        expect(await codeOf(text())).to.equal(code)
      })
    }
  })

  it('keeps nothing past its time at a time of 0, not even as stale', async () => {
    const { told, text } = setUp({ ttlMs: 0, maxStaleMs: 1000 })
    await text()
    told.says = 'two'
    expect(await text()).to.equal('two')
  })

  it('forgets every version of a secret that is denied', async () => {
    const { told, cache } = setUp()
    await cache.get('db')
    await cache.get({ name: 'db', versionId: 'v1' })
    await cache.get('other')
    told.says = { code: 'ACCESS_DENIED' }
    await codeOf(cache.refresh('db'))
    expect(await codeOf(cache.get({ name: 'db', versionId: 'v1' }))).to.equal('ACCESS_DENIED')
    expect(await codeOf(cache.get('other'))).to.equal('fulfilled')
  })

  it('remembers which version it handed out last, when nothing else is known any more', async () => {
    const { cache } = setUp({ ttlMs: 0 })
    expect(cache.lastVersion('db')).to.equal(undefined)
    await cache.get('db')
    await cache.get({ name: 'other', label: 'AWSPREVIOUS' })
    expect(cache.lastVersion('db')).to.equal('v-one')
    expect(cache.lastVersion('other')).to.equal(undefined)
  })

  it('takes what its provider gives that is no value for INTERNAL, and does not keep it', async () => {
    const { provider, cache } = setUp()
    for (const given of [undefined, 'hunter2', {}]) {
      provider.get = async () => given as never
      expect(await codeOf(cache.get('db'))).to.equal('INTERNAL')
    }
    expect(cache.stats()).to.deep.include({ entries: 0, errors: { INTERNAL: 3 } })
  })

  describe('what is not there', () => {
    it('believes a NOT_FOUND for a short time', async () => {
      const { clock, told, provider, text } = setUp({}, { code: 'NOT_FOUND' })
      expect(await codeOf(text())).to.equal('NOT_FOUND')
      told.says = 'new'
      await clock.advance(4999)
      expect(await codeOf(text())).to.equal('NOT_FOUND')
      expect(provider.calls).to.have.lengthOf(1)
      await clock.advance(1)
      expect(await text()).to.equal('new')
    })

    it('believes it no longer than a value', async () => {
      const { clock, provider, text } = setUp({ ttlMs: 10 }, { code: 'NOT_FOUND' })
      await codeOf(text())
      await clock.advance(10)
      await codeOf(text())
      expect(provider.calls).to.have.lengthOf(2)
    })

    it('believes no other error', async () => {
      const { provider, text } = setUp({}, { code: 'ACCESS_DENIED' })
      await codeOf(text())
      await codeOf(text())
      expect(provider.calls).to.have.lengthOf(2)
    })
  })

  describe('refresh', () => {
    it('reads past a fresh value and renews it', async () => {
      const { told, cache, text } = setUp()
      await text()
      told.says = 'two'
      expect((await cache.refresh('db')).text()).to.equal('two')
      expect(await text()).to.equal('two')
    })

    it('is one read for all that overlap, also for plain reads that come meanwhile', async () => {
      const { provider, cache } = setUp({}, '{"a":"1"}')
      const all = await Promise.all([cache.refresh('db'), cache.refresh('db#a'), cache.get('db')])
      expect(all[1]?.text()).to.equal('1')
      expect(provider.calls).to.deep.equal(['get db'])
    })

    it('does not let an older read that ends later overwrite it', async () => {
      const { told, cache, text } = setUp()
      const slow = gate<Said>()
      told.says = slow.promise
      const older = text()
      await settle()
      told.says = 'new'
      await cache.refresh('db')
      slow.resolve('old')
      expect(await older).to.equal('old')
      expect(await text()).to.equal('new')
    })

    it('forgets the other versions and labels', async () => {
      const { provider, cache } = setUp()
      await cache.get({ name: 'db', label: 'AWSPREVIOUS' })
      await cache.refresh('db')
      await cache.get({ name: 'db', label: 'AWSPREVIOUS' })
      expect(provider.calls).to.deep.equal(['get db@AWSPREVIOUS', 'get db', 'get db@AWSPREVIOUS'])
    })

    it('rejects where the provider cannot answer, and leaves what is known', async () => {
      const { told, cache, text } = setUp()
      await text()
      told.says = { code: 'UNAVAILABLE' }
      expect(await codeOf(cache.refresh('db'))).to.equal('UNAVAILABLE')
      expect(await text()).to.equal('one')
    })
  })

  describe('forgetting', () => {
    it('invalidate forgets every version of one secret', async () => {
      const { provider, cache, text } = setUp()
      await text('a')
      await text('b')
      await cache.get({ name: 'a', label: 'AWSPREVIOUS' })
      cache.invalidate('a')
      await text('a')
      await text('b')
      await cache.get({ name: 'a', label: 'AWSPREVIOUS' })
      expect(provider.calls).to.have.lengthOf(5)
    })

    it('invalidate keeps a read under way from being kept', async () => {
      const { told, text, cache } = setUp()
      const slow = gate<Said>()
      told.says = slow.promise
      const reading = text()
      await settle()
      cache.invalidate('db')
      told.says = 'new'
      slow.resolve('old')
      expect(await reading).to.equal('old')
      expect(await text()).to.equal('new')
    })

    it('invalidate takes a ref, and refuses what is none', async () => {
      const { cache, text } = setUp({}, '{"k":"v"}')
      await text()
      cache.invalidate('db#k')
      expect(cache.peek('db')).to.equal(undefined)
      expect(() => cache.invalidate('b ad')).to.throw(SecretsError, 'b ad')
      expect(await codeOf(cache.put(undefined as never, 'x'))).to.equal('INVALID_NAME')
    })

    it('forgets what was read later than now, since the clock went back', async () => {
      const now = { is: 10_000 }
      const { provider, cache } = setUp({ clock: { ...manualClock(), now: () => now.is } })
      await cache.get('db')
      now.is = 0
      await cache.get('db')
      expect(provider.calls).to.have.lengthOf(2)
    })

    it('clear forgets everything', async () => {
      const { cache, text } = setUp()
      await text('a')
      await text('b')
      cache.clear()
      expect(cache.stats().entries).to.equal(0)
    })

    for (const [operation, call] of callsAboutOne.filter(([member]) => writes.includes(member))) {
      it(`${operation} makes the next read new, whether it succeeds or not`, async () => {
        const recording = recordingProvider()
        const cache = cached(recording)
        for (const failing of [undefined, 'TIMEOUT'] as const) {
          await cache.get('db')
          recording.failing = failing
          await call(cache, 'db').catch(() => {})
          recording.failing = undefined
          expect(cache.peek('db'), String(failing)).to.equal(undefined)
        }
      })
    }

    it('a change that the provider tells of makes the next read new before it is told on', async () => {
      const recording = recordingProvider()
      recording.changes.push({ kind: 'changed', name: 'db', versionId: 'v2' })
      const cache = cached(recording)
      await cache.get('db')
      await cache.get('other')
      for await (const { name } of cache.watch(['db'])) expect(cache.peek(name)).to.equal(undefined)
      expect(cache.peek('other')).to.have.property('state', 'fresh')
    })

    it('an ARN and a name are taken for the same secret', async () => {
      const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf'
      const provider = fakeProvider(() => 'x', {
        capabilities: { limits: { name: { arn: true }, value: { maxBytes: 9 } } },
      })
      const cache = cached(provider)
      await cache.get(arn)
      await cache.get('other')
      cache.invalidate('db')
      expect(cache.peek(arn)).to.equal(undefined)
      expect(cache.peek('other')).to.have.property('state', 'fresh')
    })
  })

  describe('peek', () => {
    it('tells state, age and version without asking', async () => {
      const { clock, provider, cache, text } = setUp({ ttlMs: 100, maxStaleMs: 100 })
      expect(cache.peek('db')).to.equal(undefined)
      await text()
      await clock.advance(30)
      expect(cache.peek('db')).to.deep.equal({ state: 'fresh', ageMs: 30, versionId: 'v-one' })
      await clock.advance(70)
      expect(cache.peek('db')).to.have.property('state', 'stale')
      await clock.advance(100)
      expect(cache.peek('db')).to.have.property('state', 'expired')
      expect(cache.stats()).to.include({ entries: 1, valid: 0, expired: 1 })
      expect(provider.calls).to.have.lengthOf(1)
    })

    it('tells of a NOT_FOUND without a version', async () => {
      const { cache, text } = setUp({}, { code: 'NOT_FOUND' })
      await codeOf(text())
      expect(cache.peek('db')).to.deep.equal({ state: 'fresh', ageMs: 0 })
    })
  })

  describe('life', () => {
    it('rejects with CLOSED afterwards, also for what it knows, and forgets it', async () => {
      const { provider, cache, text } = setUp()
      await text()
      await cache.close()
      await cache[Symbol.asyncDispose]()
      expect(await codeOf(text())).to.equal('CLOSED')
      expect(await codeOf(cache.refresh('db'))).to.equal('CLOSED')
      expect(cache.stats().entries).to.equal(0)
      expect(provider.closed).to.be.greaterThan(0)
    })

    it('answers many that it has begun to answer', async () => {
      const { cache } = setUp()
      const answers = cache.getMany(['a', 'b'])
      await cache.close()
      expect((await answers).map((answer) => SecretsError.is(answer))).to.deep.equal([false, false])
    })

    it('waits for who still waits, and gives fetches in the background up', async () => {
      const { clock, told, provider, cache, text } = setUp({ ttlMs: 100, maxStaleMs: 1000 })
      await text()
      await clock.advance(100)
      told.says = gate<Said>().promise
      await text()
      await settle()
      const slow = gate<Said>()
      told.says = slow.promise
      const waiting = text('other')
      await settle()
      const closing = cache.close()
      expect(provider.signals[1]?.aborted).to.equal(true)
      expect(provider.closed).to.equal(0)
      slow.resolve('late')
      expect(await waiting).to.equal('late')
      await closing
      expect(provider.closed).to.equal(1)
    })

    it('refuses options that make no sense, by name', () => {
      const provider = fakeProvider(() => 'x')
      const table: [CacheOptions, string][] = [
        [{ ttlMs: -1 }, 'cached: "ttlMs" must be a number, 0 or more, got -1'],
        [{ ttlMs: Number.NaN }, 'cached: "ttlMs" must be a number, 0 or more, got NaN'],
        [{ max: 0 }, 'cached: "max" must be a number, 1 or more, got 0'],
        [{ ttlSeconds: 5 } as never, 'cached: there is no option "ttlSeconds", only ttlMs'],
        [{ jitter: 2 }, 'cached: "jitter" must be a number, from 0 to 1, got 2'],
        [{ maxStaleMs: -1 }, 'cached: "maxStaleMs" must be a number, 0 or more, got -1'],
        [{ negativeTtlMs: -1 }, 'cached: "negativeTtlMs" must be a number, 0 or more, got -1'],
        [{ ttlByName: { db: -1 } }, 'cached: "ttlByName["db"]" must be a number, 0 or more, got -1'],
      ]
      for (const [options, message] of table)
        expect(() => cached(provider, options)).to.throw(TypeError, message)
    })
  })
})
