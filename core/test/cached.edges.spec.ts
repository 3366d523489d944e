import { cached, manualClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider, gate, type Said, settle } from './fake-provider.js'
import { codeOf } from './refusal.js'

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf'

function caching(options = {}) {
  const clock = manualClock()
  const told: { says: Said | Promise<Said> } = { says: 'one' }
  const provider = fakeProvider(() => told.says, {
    capabilities: { limits: { name: { arn: true }, value: { maxBytes: 65_536 } } },
  })
  return { clock, told, provider, cache: cached(provider, { clock, jitter: 0, ...options }) }
}

describe('cached, at its edges', () => {
  it('starts no second fetch for stale reads of a later tick while one is under way', async () => {
    const { clock, told, provider, cache } = caching({ ttlMs: 1000, maxStaleMs: 5000 })
    await cache.get('db')
    await clock.advance(1000)
    told.says = gate<Said>().promise
    await cache.get('db')
    await settle()
    await cache.get('db')
    await settle()
    expect(provider.calls).to.deep.equal(['get db', 'get db'])
  })

  it('clear keeps a read under way from being kept', async () => {
    const { told, provider, cache } = caching()
    const slow = gate<Said>()
    told.says = slow.promise
    const reading = cache.get('db')
    await settle()
    cache.clear()
    slow.resolve('old')
    expect((await reading).text()).to.equal('old')
    told.says = 'new'
    expect((await cache.get('db')).text()).to.equal('new')
    expect(provider.calls).to.have.lengthOf(2)
  })

  it('calls a NOT_FOUND past its time expired, and never stale', async () => {
    const { clock, told, cache } = caching({ maxStaleMs: 60_000 })
    told.says = { code: 'NOT_FOUND' }
    await codeOf(cache.get('db'))
    await clock.advance(5000)
    expect(cache.peek('db')).to.have.property('state', 'expired')
  })

  it('leaves what is known where the provider gives a fetch up by itself', async () => {
    const { clock, told, cache } = caching({ ttlMs: 1000, maxStaleMs: 5000 })
    await cache.get('db')
    await clock.advance(1000)
    told.says = { code: 'ABORTED' }
    await cache.get('db')
    await settle()
    expect(cache.peek('db')).to.have.property('state', 'stale')
  })

  it('forgets every version of a secret that is on its way out', async () => {
    const { told, cache } = caching()
    await cache.get('db')
    told.says = { code: 'INVALID_STATE' }
    await codeOf(cache.get({ name: 'db', label: 'AWSPREVIOUS' }))
    expect(cache.peek('db')).to.equal(undefined)
  })

  it('does not let the refusal of an older read evict what a refresh brought', async () => {
    const { told, cache } = caching()
    const slow = gate<Said>()
    told.says = slow.promise
    const older = codeOf(cache.get('db'))
    await settle()
    told.says = 'new'
    await cache.refresh('db')
    slow.resolve({ code: 'ACCESS_DENIED' })
    expect(await older).to.equal('ACCESS_DENIED')
    expect(cache.peek('db')).to.have.property('state', 'fresh')
  })

  it('forgets a name when its ARN is forgotten, and an ARN when a name is', async () => {
    for (const [read, forgotten] of [
      ['db', arn],
      [arn, 'db'],
    ] as const) {
      const { cache } = caching()
      await cache.get(read)
      cache.invalidate(forgotten)
      expect(cache.peek(read), read).to.equal(undefined)
    }
  })

  it('gathers the reads of one tick also when promises lie between them', async () => {
    const { provider, cache } = caching()
    const first = cache.get('a')
    let later = Promise.resolve()
    for (let i = 0; i < 20; i += 1) later = later.then(() => {})
    await Promise.all([first, later.then(() => cache.get('b'))])
    expect(provider.calls).to.deep.equal(['getMany a, b'])
  })
})
