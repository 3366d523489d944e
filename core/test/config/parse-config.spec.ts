import { expect } from 'chai'
import { describe, it } from 'mocha'
import { parseConfig } from '#config/parse-config'
import { Problems } from '#config/place'
import { secretsErrorCodes } from '#errors'
import { complaintsOf } from './complaints.js'

const parsed = (config: unknown) => parseConfig(config, new Problems().at('config'))

describe('parseConfig', () => {
  const complaints = (config: unknown) => complaintsOf((place) => parseConfig(config, place))

  describe('types', () => {
    const cases: readonly [config: unknown, complaint: string][] = [
      [null, 'expected an object, got null'],
      [[], 'expected an object, got an array'],
      ['x', 'expected an object, got a string'],
      [new Date(), 'expected an object, got an instance of a class'],
      [{ prefix: 1 }, 'prefix: expected a string, got a number'],
      [{ profile: true }, 'profile: expected a string, got a boolean'],
      [{ writeTo: {} }, 'writeTo: expected a string, got an object'],
      [{ cache: null }, 'cache: expected an object, got null'],
      [
        { cache: { ttlSeconds: '1' } },
        'cache.ttlSeconds: expected a number of seconds, 0 or more, got a string',
      ],
      [{ cache: { max: '1' } }, 'cache.max: expected a whole number, 1 or more, got a string'],
      [{ routes: [] }, 'routes: expected an object, got an array'],
      [{ routes: { '': 1 } }, `routes[""]: expected a provider's id or a list of them, got a number`],
      [{ routes: { a: ['env', 1] } }, 'routes.a[1]: expected a string, got a number'],
      [{ next: 'NOT_FOUND' }, 'next: expected a list, got a string'],
      [{ next: [404] }, 'next[0]: expected the code of an error, got a number'],
      [{ providers: {} }, 'providers: expected a list, got an object'],
      [{ providers: ['aws'] }, 'providers[0]: expected an object, got a string'],
      [{ providers: [{ kind: 'env' }, { kind: 1 }] }, 'providers[1].kind: expected a string, got a number'],
      [{ providers: [{}] }, 'providers[0].kind: expected a string, got nothing'],
      [{ providers: [{ kind: 'env', id: 1 }] }, 'providers[0].id: expected a string, got a number'],
      [{ profiles: [] }, 'profiles: expected an object, got an array'],
      [{ profiles: { dev: 1 } }, 'profiles.dev: expected an object, got a number'],
      [{ profiles: { dev: { prefix: () => '' } } }, 'profiles.dev.prefix: expected a string, got a function'],
    ]
    for (const [config, complaint] of cases) {
      it(`refuses: ${complaint}`, () => expect(complaints(config)).to.deep.equal([`config: ${complaint}`]))
    }
  })

  describe('constraints', () => {
    const cases: readonly [config: unknown, complaint: string][] = [
      [{ cache: { ttlSeconds: -1 } }, 'cache.ttlSeconds: expected a number of seconds, 0 or more'],
      [{ cache: { ttlSeconds: Number.NaN } }, 'cache.ttlSeconds: expected a number of seconds, 0 or more'],
      [
        { cache: { maxStaleSeconds: Infinity } },
        'cache.maxStaleSeconds: expected a number of seconds, 0 or more',
      ],
      [{ cache: { max: 0 } }, 'cache.max: expected a whole number, 1 or more'],
      [{ cache: { max: 1.5 } }, 'cache.max: expected a whole number, 1 or more'],
      [{ profile: '' }, 'profile: expected a string that is not empty'],
      [{ writeTo: '' }, 'writeTo: expected a string that is not empty'],
      [
        { prefix: 'x'.repeat(511) },
        'prefix: expected the start of a name: letters, digits and / _ + = . @ - !',
      ],
      [{ cache: { ttlSeconds: 1e300 } }, 'cache.ttlSeconds: expected a number of seconds, 0 or more'],
      [{ prefix: 'a b' }, 'prefix: expected the start of a name: letters, digits and / _ + = . @ - !'],
      [
        { routes: { 'a b': 'env' } },
        'routes["a b"]: expected the start of a name: letters, digits and / _ + = . @ - !',
      ],
      [{ routes: { a: '' } }, 'routes.a: expected a string that is not empty'],
      [{ routes: { a: [] } }, 'routes.a: expected a list that is not empty'],
      [{ next: ['NOTFOUND'] }, 'next[0]: expected the code of an error; did you mean "NOT_FOUND"?'],
      [{ next: ['SOMETHING'] }, 'next[0]: expected the code of an error'],
      [{ providers: [] }, 'providers: expected a list that is not empty'],
      [{ providers: [{ kind: '' }] }, 'providers[0].kind: expected a string that is not empty'],
      [{ providers: [{ kind: 'env', id: '' }] }, 'providers[0].id: expected a string that is not empty'],
      [
        { providers: [{ kind: 'memory', values: { a: 'b' } }] },
        'providers[0].values: expected { env: NAME } or { file: PATH }, got an object',
      ],
      [
        { providers: [{ kind: 'memory', value: 1 }] },
        'providers[0].value: unknown key; did you mean "values"?',
      ],
      [{ cache: { ttlSecond: 1 } }, 'cache.ttlSecond: unknown key; did you mean "ttlSeconds"?'],
      [{ ttlSeconds: 1 }, 'ttlSeconds: unknown key'],
      [{ constructor: 1 }, 'constructor: unknown key'],
      [JSON.parse('{"__proto__": 1}'), '__proto__: unknown key'],
      [{ profiles: { dev: { profile: 'x' } } }, 'profiles.dev.profile: unknown key'],
      [{ profiles: { dev: { profiles: {} } } }, 'profiles.dev.profiles: unknown key'],
    ]
    for (const [config, complaint] of cases) {
      it(`refuses: ${complaint}`, () => expect(complaints(config)).to.deep.equal([`config: ${complaint}`]))
    }

    it('tells everything that is wrong at once', () => {
      const config = {
        cache: { ttlSecond: 1, max: -1 },
        providers: [{ kind: 1, id: 2 }],
        next: ['NO'],
        prefix: 3,
      }
      expect(complaints(config)).to.have.length(6)
    })

    it('accepts every code of an error in "next", and none', () => {
      expect(complaints({ next: secretsErrorCodes })).to.deep.equal([])
      expect(complaints({ next: [] })).to.deep.equal([])
    })
  })

  describe('behaviour', () => {
    it('gives what is set and nothing else', () => {
      const cache = { ttlSeconds: 0, max: 1, maxStaleSeconds: 0.5 }
      const config = {
        cache,
        routes: { '': ['env'], 'pay/': 'aws' },
        next: ['TIMEOUT'],
        writeTo: 'aws',
        profile: 'dev',
      }
      expect(parsed({ ...config, prefix: undefined })).to.deep.equal(config)
    })

    const prefixes: readonly [written: string, meant: string][] = [
      ['app', 'app/'],
      ['app/', 'app/'],
      ['app_', 'app_'],
      ['', ''],
    ]
    for (const [written, meant] of prefixes) {
      it(`reads the prefix "${written}" as "${meant}"`, () =>
        expect(parsed({ prefix: written })).to.deep.equal({ prefix: meant }))
    }

    const ids: readonly [provider: object, id: string][] = [
      [{ kind: 'aws' }, 'aws'],
      [{ kind: 'aws', id: 'main' }, 'main'],
      [{ kind: 'memory' }, 'memory'],
      [{ kind: '@acme/secrets' }, '@acme/secrets'],
      [{ kind: './lib/my-vault.mjs' }, 'my-vault'],
    ]
    for (const [provider, id] of ids) {
      it(`calls ${JSON.stringify(provider)} "${id}"`, () => {
        expect(parsed({ providers: [provider] }).providers?.[0]).to.have.property('id', id)
      })
    }

    it('leaves the options of a provider as they are', () => {
      const client = new Map()
      const [provider] =
        parsed({ providers: [{ kind: 'aws', id: 'a', client, deep: { x: 1 } }] }).providers ?? []
      expect(provider?.options).to.deep.equal({ client, deep: { x: 1 } })
    })

    it('keeps routes and profiles of any name', () => {
      const config = JSON.parse(
        '{"routes": {"__proto__": "env"}, "profiles": {"constructor": {"writeTo": "env"}}}',
      )
      const { routes, profiles } = parsed(config)
      expect(Object.keys(routes ?? {})).to.deep.equal(['__proto__'])
      expect(profiles?.constructor).to.deep.equal({ writeTo: 'env' })
    })
  })
})
