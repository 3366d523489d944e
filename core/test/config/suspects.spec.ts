import { expect } from 'chai'
import { describe, it } from 'mocha'
import { refuseSecrets } from '#config/suspects'
import { complaintsOf } from './complaints.js'

const advice =
  'looks like a secret: put it in an environment variable and write { env: NAME }, or in a file and write { file: PATH }'
const ageKey = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`

const shared = { providers: [{ kind: 'env' }] }

describe('refuseSecrets', () => {
  const complaints = (config: unknown) => complaintsOf((place) => refuseSecrets(config, place))

  const refused: readonly [what: string, config: unknown, where: string][] = [
    ['a named option', { providers: [{ kind: 'file', key: 'x' }] }, 'providers[0].key'],
    [
      'a named option within others',
      { providers: [{ a: { b: { apiKey: 'x' } } }] },
      'providers[0].a.b.apiKey',
    ],
    [
      'what is within a named option',
      { providers: [{ credentials: { user: 'x' } }] },
      'providers[0].credentials.user',
    ],
    ['digits under a name', { providers: [{ password: 12345678 }] }, 'providers[0].password'],
    ['a header', { providers: [{ headers: { authorization: 'x' } }] }, 'providers[0].headers.authorization'],
    ['a list under a name', { providers: [{ tokens: ['x'] }] }, 'providers[0].tokens[0]'],
    [
      'an option in a profile',
      { profiles: { dev: { providers: [{ token: 'x' }] } } },
      'profiles.dev.providers[0].token',
    ],
    ['key material by its form', { prefix: ageKey }, 'prefix'],
    ['key material by its form, in a list', { next: [ageKey] }, 'next[0]'],
    [
      'key material by its form, in a map of names',
      { providers: [{ kind: 'env', map: { a: ageKey } }] },
      'providers[0].map.a',
    ],
    ['key material as a key', { routes: { [ageKey]: 'aws' } }, 'routes[…]'],
    [
      'a proxy with a password',
      { providers: [{ kind: 'aws', proxy: { https: 'http://me:word@host' } }] },
      'providers[0].proxy.https',
    ],
    ['a file that is one text', ageKey, ''],
  ]
  for (const [what, config, where] of refused) {
    it(`refuses ${what}`, () => {
      expect(complaints(config)).to.deep.equal([
        where === '' ? `config: ${advice}` : `config: ${where}: ${advice}`,
      ])
    })
  }

  const accepted: readonly [what: string, config: unknown][] = [
    ['a reference to a variable', { providers: [{ kind: 'file', key: { env: 'AGE_KEY' } }] }],
    ['a reference to a file', { providers: [{ kind: 'file', key: { file: 'age.key' } }] }],
    ['the path of a key', { providers: [{ kind: 'file', keyFile: 'age.key' }] }],
    ['the id of a key', { providers: [{ kind: 'aws', kmsKeyId: 'alias/app' }] }],
    [
      'names of variables in a map',
      { providers: [{ kind: 'env', map: { 'db/password': 'DB', token: 'TOKEN' } }] },
    ],
    ['an empty text', { providers: [{ kind: 'file', key: '' }] }],
    ['what is no text', { providers: [{ kind: 'file', key: 1, token: true, password: null }] }],
    ['a secret-like name outside a provider', { routes: { key: 'aws', password: ['env'] }, writeTo: 'aws' }],
    ['objects of a program, unseen', { providers: [{ kind: 'aws', client: new Map([['key', ageKey]]) }] }],
    [
      'the same part in two places',
      { profiles: Object.fromEntries(['a', 'b'].map((name) => [name, shared])) },
    ],
    ['what is no configuration', [null, 1, { providers: 'x', profiles: [] }]],
  ]
  for (const [what, config] of accepted)
    it(`accepts ${what}`, () => expect(complaints(config)).to.deep.equal([]))

  it('accepts what points to key material from within a named option', () => {
    for (const credentials of [
      { env: 'NAME' },
      { file: 'path' },
      { profile: 'dev', accessKeyId: 'x' },
      { age: 5 },
    ]) {
      expect(complaints({ providers: [{ kind: 'x', credentials }] })).to.deep.equal([])
    }
  })

  it('refuses what is nested beyond reason', () => {
    let nested: unknown = 'x'
    for (let i = 0; i < 5000; i++) nested = [nested]
    expect(complaints(nested)).to.have.lengthOf(1)
    expect(complaints(nested)[0]).to.contain('expected at most 50 levels')
  })

  it('refuses what is a part of itself', () => {
    const config: Record<string, unknown> = { providers: [] }
    config.cache = { again: config }
    expect(complaints(config)).to.deep.equal([
      'config: cache.again: expected a tree, and this is a part of itself',
    ])
  })
})
