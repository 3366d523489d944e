import 'reflect-metadata'
import { createSecrets, type GraphOptions, memoryProvider } from '@strongroom/core'
import {
  closeSecrets,
  providerModule,
  SECRETS,
  SECRETS_PROVIDER,
  type SecretHandle,
  secret,
  secretsModule,
} from '@strongroom/core/inversify'
import { expect } from 'chai'
import { Container, ContainerModule, inject, injectable } from 'inversify'
import { describe, it } from 'mocha'
import { fakeProvider } from './fake-provider.js'
import { codeOf } from './refusal.js'

const named = (id: string) => memoryProvider({ who: id }, { id })

describe('the container module', () => {
  it('binds Secrets once', () => {
    const container = new Container()
    container.load(secretsModule({ providers: [named('a')] }))
    expect(container.get(SECRETS)).to.equal(container.get(SECRETS))
  })

  it('asks providers of any number of modules, the highest priority first, and of equals the first bound', () => {
    const container = new Container()
    container.load(
      providerModule(named('low'), { priority: -1 }),
      secretsModule({ providers: [named('a'), named('b')] }),
      new ContainerModule(({ bind }) => {
        bind(SECRETS_PROVIDER).toConstantValue({ id: 'c', priority: 0, provider: named('c') })
      }),
      providerModule(named('high'), { priority: 1 }),
      providerModule(named('d')),
    )
    expect(container.get(SECRETS).describe().providers).to.deep.equal(['high', 'a', 'b', 'c', 'd', 'low'])
  })

  it('makes the graph that createSecrets makes of the same settings', () => {
    const options: GraphOptions = {
      providers: [named('a'), named('b')],
      prefix: 'app',
      cache: { ttlSeconds: 5, maxStaleSeconds: 6 },
      routes: { 'x/': 'b' },
      next: ['NOT_FOUND', 'UNAVAILABLE'],
      writeTo: 'b',
    }
    const container = new Container()
    container.load(secretsModule(options))
    expect(container.get(SECRETS).describe()).to.deep.equal(createSecrets(options).describe())
  })

  it('injects one secret into a class, read anew each time', async () => {
    @injectable()
    class Database {
      readonly #password: SecretHandle
      constructor(@inject(secret('db#password')) password: SecretHandle) {
        this.#password = password
      }
      async url() {
        return `db://app:${(await this.#password.get()).text()}@h`
      }
    }
    const memory = memoryProvider({ db: { password: 'one' } })
    const container = new Container()
    container.load(secretsModule({ providers: [memory], writeTo: 'memory' }, { inject: ['db#password'] }))
    container.bind(Database).toSelf()
    const database = container.get(Database)
    expect(await database.url()).to.equal('db://app:one@h')
    await container.get(SECRETS).provider.put('db', '{"password":"two"}')
    expect(await database.url()).to.equal('db://app:two@h')
  })

  it('has one identifier for one ref, and different ones for different refs', () => {
    expect(secret('db#a')).to.equal(secret('db#a'))
    expect(secret({ name: 'db', label: 'AWSPREVIOUS' })).to.equal(
      secret({ label: 'AWSPREVIOUS', name: 'db' }),
    )
    expect(secret({ name: 'db', key: 'a' })).to.equal(secret('db#a'))
    const all = ['db', 'db#a', 'a', { name: 'db', label: 'a' }, { name: 'db', versionId: 'a' }]
    expect(new Set(all.map((ref) => secret(ref))).size).to.equal(all.length)
  })

  it('takes a ref that is listed twice for one', () => {
    const container = new Container()
    container.load(
      secretsModule({ providers: [memoryProvider()] }, { inject: ['db#a', { name: 'db', key: 'a' }] }),
    )
    expect(container.get(secret('db#a'))).to.have.property('get')
  })

  it('hands the options of a read on', async () => {
    const container = new Container()
    container.load(secretsModule({ providers: [memoryProvider()] }, { inject: ['none'] }))
    const handle = container.get(secret('none'))
    expect((await handle.get({ default: 'd' })).text()).to.equal('d')
    expect(await codeOf(handle.get())).to.equal('NOT_FOUND')
  })

  it('says which secret nobody listed in "inject"', () => {
    const container = new Container()
    container.load(secretsModule({ providers: [memoryProvider()] }))
    expect(() => container.get(secret('db'))).to.throw('@strongroom/core/secret db')
  })

  it('closes what the container made, as often as it is asked to, and nothing where there is nothing', async () => {
    const provider = fakeProvider(() => 'x')
    const container = new Container()
    await closeSecrets(container)
    container.load(secretsModule({ providers: [provider] }))
    await closeSecrets(container)
    await closeSecrets(container)
    expect(provider.closed).to.be.greaterThan(0)
    expect(await codeOf(container.get(SECRETS).get('x'))).to.equal('CLOSED')
  })

  it('refuses a descriptor whose provider has another id', () => {
    const container = new Container()
    container.load(
      new ContainerModule(({ bind }) => {
        bind(SECRETS_PROVIDER).toConstantValue({ id: 'x', priority: 0, provider: named('y') })
      }),
      secretsModule(),
    )
    expect(() => container.get(SECRETS)).to.throw(
      TypeError,
      'a provider descriptor says "x", and its provider "y"',
    )
  })

  it('refuses to be without any provider', () => {
    const container = new Container()
    container.load(secretsModule())
    expect(() => container.get(SECRETS)).to.throw()
  })
})
