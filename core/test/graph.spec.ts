import { createSecrets, type GraphOptions, memoryProvider } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider } from './fake-provider.js'
import { codeOf } from './refusal.js'

const a = memoryProvider({}, { id: 'a' })
const b = memoryProvider({}, { id: 'b' })

describe('the graph', () => {
  it('describes itself as plain data, defaults included', () => {
    expect(createSecrets({ providers: [a, b] }).describe()).to.deep.equal({
      prefix: '',
      cache: { ttlSeconds: 300, max: 1000, maxStaleSeconds: 0 },
      providers: ['a', 'b'],
      routes: { '': ['a', 'b'] },
      next: ['NOT_FOUND'],
      writeTo: null,
    })
  })

  it('describes every setting', () => {
    const described = createSecrets({
      providers: [a, b],
      prefix: 'app',
      cache: { ttlSeconds: 1, max: 2, maxStaleSeconds: 3 },
      routes: { 'x/': 'b', '': ['b', 'a'] },
      next: ['NOT_FOUND', 'TIMEOUT'],
      writeTo: 'a',
    }).describe()
    expect(structuredClone(described)).to.deep.equal({
      prefix: 'app/',
      cache: { ttlSeconds: 1, max: 2, maxStaleSeconds: 3 },
      providers: ['a', 'b'],
      routes: { '': ['b', 'a'], 'x/': ['b'] },
      next: ['NOT_FOUND', 'TIMEOUT'],
      writeTo: 'a',
    })
  })

  it('routes by the names that the application uses, whatever the prefix', async () => {
    const [one, two] = [
      fakeProvider(({ name }) => name, { id: 'one' }),
      fakeProvider(({ name }) => name, { id: 'two' }),
    ]
    const secrets = createSecrets({ providers: [one, two], prefix: 'prod', routes: { 'pay/': 'two' } })
    expect((await secrets.get('pay/x')).text()).to.equal('prod/pay/x')
    expect((await secrets.get('app')).text()).to.equal('prod/app')
    expect(two.calls).to.deep.equal(['get prod/pay/x'])
    expect(one.calls).to.deep.equal(['get prod/app'])
  })

  it('writes on a route only where it leads to writeTo', async () => {
    const providers = [memoryProvider({}, { id: 'a' }), memoryProvider({}, { id: 'b' })]
    const { provider } = createSecrets({ providers, routes: { 'x/': 'b' }, writeTo: 'a' })
    await provider.create('y', '1')
    expect(await codeOf(provider.create('x/1', '1'))).to.equal('UNSUPPORTED')
  })

  it('goes on after the codes of next, telling of it', async () => {
    const told: unknown[] = []
    const down = fakeProvider(() => ({ code: 'UNAVAILABLE' }), { id: 'down' })
    const secrets = createSecrets({
      providers: [down, memoryProvider({ x: '1' })],
      next: ['UNAVAILABLE'],
      onFallback: (fallback) => told.push(fallback),
    })
    await secrets.get('x')
    expect(told).to.deep.equal([{ provider: 'down', next: 'memory', code: 'UNAVAILABLE', secretName: 'x' }])
  })

  it('takes a clock that is a class', async () => {
    class Still {
      readonly #time = 5
      now() {
        return this.#time
      }
      async sleep() {}
    }
    const secrets = createSecrets({ providers: [memoryProvider({ x: '1' })], clock: new Still() })
    expect((await secrets.get('x')).text()).to.equal('1')
  })

  it('cannot be changed through its description', () => {
    const described = createSecrets({ providers: [a, b] }).describe()
    for (const part of [
      described,
      described.providers,
      described.routes,
      described.routes[''],
      described.cache,
    ]) {
      expect(Object.isFrozen(part)).to.equal(true)
    }
  })

  it('refuses settings that make no sense, by name', () => {
    const table: [Partial<GraphOptions>, string][] = [
      [{ providers: [] }, '"providers" must be a list of at least one'],
      [{ providers: [a, memoryProvider({}, { id: 'a' })] }, '"providers" has two with the id "a"'],
      [{ providers: undefined as never }, '"providers" must be a list of at least one'],
      [{ prefix: 'b ad' }, '"prefix" must be the start of names: "b ad" is not'],
      [{ prefix: 'x'.repeat(512) }, '"prefix" must be the start of names'],
      [
        { prefix: 'x'.repeat(400), routes: { ['y'.repeat(200)]: 'a' } },
        '"routes", with "prefix" before them, must be',
      ],
      [{ routes: { 'x/': ['a', 'a'] } }, 'the route "x/" has two with the id "a"'],
      [{ cache: null } as never, '"cache" must be an object'],
      [{ routes: null } as never, '"routes" must be an object'],
      [{ next: 'NOT_FOUND' } as never, '"next" must be a list of codes'],
      [{ cache: { ttlSeconds: Number.POSITIVE_INFINITY } }, '"cache.ttlSeconds" must be a number'],
      [{ cahce: {} } as never, 'there is no option "cahce", only providers, prefix, cache'],
      [
        { cache: { ttl: 5 } } as never,
        'there is no option "cache.ttl", only ttlSeconds, max, maxStaleSeconds',
      ],
      [{ writeTo: 'c' }, '"writeTo" must be one of a, b, got c'],
      [{ routes: { 'x/': 'c' } }, '"routes" leads "x/" to c, not to a, b'],
      [{ routes: { 'x/': [] } }, '"routes" leads "x/" to nothing, not to a, b'],
      [{ cache: { ttlSeconds: -1 } }, '"cache.ttlSeconds" must be a number, 0 or more, got -1'],
      [{ cache: { max: 0 } }, '"cache.max" must be a number, 1 or more, got 0'],
      [
        { cache: { maxStaleSeconds: Number.NaN } },
        '"cache.maxStaleSeconds" must be a number, 0 or more, got NaN',
      ],
    ]
    for (const [options, message] of table) {
      expect(() => createSecrets({ providers: [a, b], ...options })).to.throw(
        TypeError,
        `createSecrets: ${message}`,
      )
    }
  })
})
