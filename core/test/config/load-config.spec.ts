import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type ConfigOptions, loadConfig } from '#config/load-config'
import { refusalOf } from '../refusal.js'
import { providerPackage, telling, useFolder } from './folder.js'

const file = 'strongroom.config.json'

describe('loadConfig', () => {
  const folder = useFolder()

  const load = async (config?: unknown, env = {}, options: ConfigOptions = {}) => {
    await folder.write({
      ...providerPackage('@strongroom/provider-aws'),
      ...providerPackage('@strongroom/provider-env'),
      ...(config === undefined ? {} : { [file]: config }),
    })
    return loadConfig({ cwd: folder.at(), env, ...options })
  }
  const decision = async (setting: string, ...args: Parameters<typeof load>) => {
    const found = (await load(...args)).decisions?.find((each) => each.setting === setting)
    return found && [found.value, found.from]
  }

  it('works without a file', async () => {
    const graph = await load()
    expect(graph.providers.map(({ id }) => id)).to.deep.equal(['env'])
    expect(graph).to.deep.include({
      prefix: undefined,
      cache: { ttlSeconds: 300, max: 1000, maxStaleSeconds: 0 },
      routes: undefined,
      next: ['NOT_FOUND', 'UNAVAILABLE', 'UNAUTHENTICATED'],
      writeTo: undefined,
    })
  })

  it('tells of every setting who decided it', async () => {
    expect((await load()).decisions).to.deep.equal([
      { setting: 'file', value: null, from: 'default' },
      { setting: 'profile', value: null, from: 'default' },
      { setting: 'prefix', value: null, from: 'default' },
      { setting: 'cache.ttlSeconds', value: 300, from: 'default' },
      { setting: 'cache.max', value: 1000, from: 'default' },
      { setting: 'cache.maxStaleSeconds', value: 0, from: 'default' },
      { setting: 'aws', value: false, from: 'default' },
      { setting: 'providers', value: ['env'], from: 'default' },
      { setting: 'routes', value: null, from: 'default' },
      { setting: 'next', value: ['NOT_FOUND', 'UNAVAILABLE', 'UNAUTHENTICATED'], from: 'default' },
      { setting: 'writeTo', value: null, from: 'default' },
    ])
  })

  it('gives what the file says, and says so', async () => {
    const settings = {
      prefix: 'app/',
      cache: { ttlSeconds: 1, max: 2, maxStaleSeconds: 3 },
      routes: { '': ['env', 'local'] },
      next: ['TIMEOUT'],
      writeTo: 'local',
    }
    const graph = await load({ ...settings, providers: [{ kind: 'env' }, { kind: 'memory', id: 'local' }] })
    expect(graph).to.deep.include(settings)
    expect(graph.providers.map(({ id }) => id)).to.deep.equal(['env', 'local'])
    const said = graph.decisions?.filter(({ from }) => from === file).map(({ setting }) => setting)
    expect(said).to.deep.equal([
      'prefix',
      'cache.ttlSeconds',
      'cache.max',
      'cache.maxStaleSeconds',
      'aws',
      'providers',
      'routes',
      'next',
      'writeTo',
    ])
  })

  describe('file', () => {
    it('tells which file it was and who named it', async () => {
      await folder.write({ 'etc/own.yaml': 'prefix: own' })
      const args = [undefined, { STRONGROOM_CONFIG: 'etc/own.yaml' }] as const
      expect(await decision('file', ...args)).to.deep.equal([folder.at('etc/own.yaml'), 'STRONGROOM_CONFIG'])
      expect(await decision('prefix', ...args)).to.deep.equal(['own/', 'own.yaml'])
    })

    it('starts relative paths at the folder of the file', async () => {
      const providers = [{ kind: './my.mjs', key: { file: 'my.key' } }]
      await folder.write({ 'etc/own.json': { providers }, 'etc/my.mjs': telling, 'etc/my.key': 'key\n' })
      const { providers: made } = await load(undefined, {}, { file: 'etc/own.json' })
      const key: unknown = Reflect.get(made[0]?.capabilities ?? {}, 'key')
      expect(typeof key === 'function' && (await key())).to.equal('key')
    })

    it('takes the working directory of the process where no other is given', async () => {
      expect(await refusalOf(loadConfig({ file: 'no/such.json', env: {} }))).to.have.property(
        'code',
        'CONFIG',
      )
    })

    it('takes the environment of the process where no other is given', async () => {
      process.env.SECRET_PREFIX = 'of-this-process'
      try {
        await folder.write(providerPackage('@strongroom/provider-env'))
        await folder.write({ [file]: { providers: [{ kind: 'env' }] } })
        expect(await loadConfig({ cwd: folder.at() })).to.have.property('prefix', 'of-this-process/')
      } finally {
        delete process.env.SECRET_PREFIX
      }
    })
  })

  describe('profile', () => {
    const config = {
      prefix: 'app',
      cache: { ttlSeconds: 1, max: 2 },
      routes: { '': 'env' },
      providers: [{ kind: 'env' }],
      profiles: {
        staging: { prefix: '', cache: { max: 3 }, providers: [{ kind: 'memory' }], routes: { '': 'memory' } },
      },
    }

    it('overrides the top key by key, and merges the cache', async () => {
      const graph = await load(config, {}, { profile: 'staging' })
      expect(graph).to.deep.include({
        prefix: '',
        cache: { ttlSeconds: 1, max: 3, maxStaleSeconds: 0 },
        routes: { '': 'memory' },
      })
      expect(graph.providers.map(({ id }) => id)).to.deep.equal(['memory'])
    })

    it('is named in decisions', async () => {
      const args = [config, { ENVIRONMENT: 'staging' }] as const
      expect(await decision('profile', ...args)).to.deep.equal(['staging', 'ENVIRONMENT'])
      expect(await decision('cache.max', ...args)).to.deep.equal([3, `${file} (profile staging)`])
      expect(await decision('cache.ttlSeconds', ...args)).to.deep.equal([1, file])
    })

    it('says that its routes are wrong where they stand', async () => {
      const error = await refusalOf(
        load({ profiles: { dev: { routes: { '': 'vault' } } } }, {}, { profile: 'dev' }),
      )
      expect(error.message).to.contain(
        `${file}: profiles.dev.routes[""]: expected the id of a provider (env)`,
      )
    })
  })

  describe('environment', () => {
    it('outranks the file in prefix and time to live', async () => {
      const args = [
        { prefix: 'app', cache: { ttlSeconds: 1 } },
        { SECRET_PREFIX: 'env', SECRET_CACHE_TTL: '0' },
      ] as const
      expect(await load(...args)).to.deep.include({ prefix: 'env/' })
      expect(await decision('prefix', ...args)).to.deep.equal(['env/', 'SECRET_PREFIX'])
      expect(await decision('cache.ttlSeconds', ...args)).to.deep.equal([0, 'SECRET_CACHE_TTL'])
    })

    it('brings AWS in production, with its region', async () => {
      const env = { ENVIRONMENT: 'production', AWS_REGION: 'eu-central-1' }
      const { providers } = await load(undefined, env)
      expect(providers.map(({ capabilities }) => capabilities)).to.deep.equal([
        { id: 'aws', region: 'eu-central-1' },
        { id: 'env' },
      ])
      expect(await decision('aws', undefined, env)).to.deep.equal([true, 'ENVIRONMENT=production'])
      expect(await decision('providers.aws.region', undefined, env)).to.deep.equal([
        'eu-central-1',
        'AWS_REGION',
      ])
    })

    it('falls back on missing secrets alone in production, and warns of nothing', async () => {
      const graph = await load(undefined, { NODE_ENV: 'production' })
      expect(graph).to.deep.include({ next: ['NOT_FOUND'], onFallback: undefined })
    })

    it('falls back on trouble elsewhere, and warns', async () => {
      expect((await load(undefined, { NODE_ENV: 'test' })).onFallback).to.be.a('function')
    })

    it('takes an explicit "next" as it is, and warns of nothing', async () => {
      const next = ['NOT_FOUND', 'UNAVAILABLE']
      expect(await load({ next })).to.deep.include({ next, onFallback: undefined })
    })

    it('leaves AWS out of routes where it is switched off', async () => {
      const config = { providers: [{ kind: 'aws' }, { kind: 'env' }], routes: { '': ['aws', 'env'] } }
      expect(await load(config, { USE_AWS_SECRETS: '0' })).to.deep.include({ routes: { '': ['env'] } })
    })

    it('refuses routes and writes to an AWS that is switched off, and says why', async () => {
      const config = { providers: [{ kind: 'aws' }, { kind: 'env' }], routes: { '': 'aws' }, writeTo: 'aws' }
      const error = await refusalOf(load(config, { USE_AWS_SECRETS: '0' }))
      expect(error.message.split('\n').slice(1)).to.have.members([
        `${file}: routes[""]: has no provider left: USE_AWS_SECRETS=false leaves AWS out`,
        `${file}: writeTo: names a provider that is left out: USE_AWS_SECRETS=false leaves AWS out`,
      ])
    })

    it('refuses a second provider that is called as the AWS it brings', async () => {
      const config = { providers: [{ kind: 'env', id: 'aws' }] }
      const error = await refusalOf(load(config, { USE_AWS_SECRETS: '1' }))
      expect(error.message).to.contain(`${file}: providers[0]: another provider has the id "aws"`)
    })
  })

  describe('refusals', () => {
    it('tells what is wrong in the file and in the environment at once', async () => {
      const config = { cache: { ttlSecond: 1 }, providers: [{ kind: 'file', key: 'hunter2' }] }
      const { code, message } = await refusalOf(load(config, { USE_AWS_SECRETS: 'maybe' }))
      expect(code).to.equal('CONFIG')
      expect(message.split('\n')).to.deep.equal([
        'the configuration has 3 problems:',
        'USE_AWS_SECRETS: expected true or false',
        `${file}: cache.ttlSecond: unknown key; did you mean "ttlSeconds"?`,
        `${file}: providers[0].key: looks like a secret: put it in an environment variable and write { env: NAME }, or in a file and write { file: PATH }`,
      ])
    })

    it('refuses a reference to a variable that cannot be', async () => {
      const error = await refusalOf(load({ providers: [{ kind: 'file', key: { env: 'a b' } }] }))
      expect(error.message).to.contain('providers[0].key.env: expected the name of an environment variable')
    })

    it('names the package that the environment asks for', async () => {
      const error = await refusalOf(loadConfig({ cwd: folder.at(), env: { USE_AWS_SECRETS: 'yes' } }))
      expect(error.message).to.equal(
        'provider "aws" (USE_AWS_SECRETS=true): provider kind "aws" needs the package @strongroom/provider-aws, which is not installed',
      )
    })

    for (const option of ['file', 'cwd', 'profile'] as const) {
      it(`is a TypeError for an empty "${option}"`, async () => {
        const error = await loadConfig({ [option]: '' }).catch((reason: unknown) => reason)
        expect(error).to.be.instanceOf(TypeError)
      })
    }
  })
})
