import { expect } from 'chai'
import { describe, it } from 'mocha'
import { defineConfig, type SecretsConfig } from '#config/secrets-config'

describe('defineConfig', () => {
  it('gives the configuration back', () => {
    const config: SecretsConfig = {
      prefix: 'app',
      cache: { ttlSeconds: 60, max: 10, maxStaleSeconds: 600 },
      next: ['NOT_FOUND', 'UNAVAILABLE'],
      routes: { '': ['aws', 'env'], 'local/': 'local' },
      writeTo: 'aws',
      profile: 'dev',
      providers: [
        { kind: 'aws', region: 'eu-central-1' },
        { kind: 'file', path: 'secrets.age', key: { env: 'AGE_KEY' } },
        { kind: 'memory', id: 'local', values: { file: 'local.json' } },
        { kind: '@acme/secrets', key: async () => 'key' },
        { kind: './vault.mjs', id: undefined },
      ],
      profiles: { dev: { prefix: 'dev', providers: [{ kind: 'env' }] } },
    }
    expect(defineConfig(config)).to.equal(config)
  })

  it('is refused by the compiler where it is wrong', () => {
    // @ts-expect-error: no such key
    defineConfig({ prefixes: 'app' })
    // @ts-expect-error: no such key in the cache
    defineConfig({ cache: { ttl: 1 } })
    // @ts-expect-error: a number is meant
    defineConfig({ cache: { ttlSeconds: '60' } })
    // @ts-expect-error: no such code
    defineConfig({ next: ['NOTFOUND'] })
    // @ts-expect-error: a list is meant
    defineConfig({ next: 'NOT_FOUND' })
    // @ts-expect-error: an id, or ids
    defineConfig({ routes: { '': 1 } })
    // @ts-expect-error: a provider has a kind
    defineConfig({ providers: [{ id: 'aws' }] })
    // @ts-expect-error: an id is a text
    defineConfig({ providers: [{ kind: 'aws', id: 1 }] })
    // @ts-expect-error: a list is meant
    defineConfig({ providers: { kind: 'aws' } })
    // @ts-expect-error: a profile has no profiles
    defineConfig({ profiles: { dev: { profiles: {} } } })
    // @ts-expect-error: nor does it choose one
    defineConfig({ profiles: { dev: { profile: 'dev' } } })
  })
})
