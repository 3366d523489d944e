import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type Environment, readConventions, variable } from '#config/environment'
import { Problems } from '#config/place'
import { complaintsOf } from './complaints.js'

const read = (env: Environment) => readConventions(env, new Problems())

describe('variable', () => {
  const cases: readonly [value: string | undefined, said: string | undefined][] = [
    [undefined, undefined],
    ['', undefined],
    ['  ', undefined],
    [' a b\n', 'a b'],
    ['0', '0'],
  ]
  for (const [value, said] of cases) {
    it(`reads ${JSON.stringify(value)} as ${JSON.stringify(said)}`, () => {
      expect(variable({ NAME: value }, 'NAME')).to.deep.equal(
        said === undefined ? undefined : { value: said, from: 'NAME' },
      )
    })
  }
})

describe('readConventions', () => {
  const complaints = (env: Environment) => complaintsOf((_, problems) => readConventions(env, problems))

  it('finds nothing in an empty environment', () => {
    const none = { https: undefined, http: undefined, no: undefined }
    const { proxy, production, ...rest } = read({})
    expect(proxy).to.deep.equal(none)
    expect(production).to.deep.equal({ value: false, from: 'default' })
    expect(Object.values(rest).filter((value) => value !== undefined)).to.deep.equal([])
  })

  for (const name of ['USE_SECRETS_MANAGER', 'USE_AWS_SECRETS']) {
    for (const yes of ['true', 'True', 'TRUE', '1', 'yes', 'on', ' On ']) {
      it(`takes ${name}="${yes}" for yes`, () =>
        expect(read({ [name]: yes }).useAws).to.deep.equal({ value: true, from: name }))
    }
    for (const no of ['false', 'False', '0', 'no', 'NO', 'off']) {
      it(`takes ${name}="${no}" for no`, () =>
        expect(read({ [name]: no }).useAws).to.deep.equal({ value: false, from: name }))
    }
    it(`takes an empty ${name} for none`, () => expect(read({ [name]: '' }).useAws).to.equal(undefined))
    it(`refuses any other ${name}, without quoting it`, () => {
      expect(complaints({ [name]: 'perhaps' })).to.deep.equal([`${name}: expected true or false`])
    })
  }

  it('accepts both switches when they agree', () => {
    const env = { USE_SECRETS_MANAGER: 'yes', USE_AWS_SECRETS: '1' }
    expect(complaints(env)).to.deep.equal([])
    expect(read(env).useAws).to.deep.equal({ value: true, from: 'USE_SECRETS_MANAGER' })
  })

  it('refuses switches that contradict each other', () => {
    expect(complaints({ USE_SECRETS_MANAGER: 'yes', USE_AWS_SECRETS: 'no' })).to.deep.equal([
      'USE_SECRETS_MANAGER and USE_AWS_SECRETS: contradict each other; set one of them',
    ])
  })

  const stages: readonly [env: Environment, production: boolean, from: string][] = [
    [{ ENVIRONMENT: 'production' }, true, 'ENVIRONMENT=production'],
    [{ ENVIRONMENT: 'Production' }, true, 'ENVIRONMENT=production'],
    [{ ENVIRONMENT: 'PROD' }, true, 'ENVIRONMENT=production'],
    [{ NODE_ENV: 'production' }, true, 'NODE_ENV=production'],
    [{ ENVIRONMENT: '', NODE_ENV: 'production' }, true, 'NODE_ENV=production'],
    [{ ENVIRONMENT: 'staging', NODE_ENV: 'production' }, false, 'ENVIRONMENT'],
    [{ ENVIRONMENT: 'preproduction' }, false, 'ENVIRONMENT'],
    [{ ENVIRONMENT: 'products' }, false, 'ENVIRONMENT'],
    [{ NODE_ENV: 'test' }, false, 'NODE_ENV'],
  ]
  for (const [env, value, from] of stages) {
    it(`takes ${JSON.stringify(env)} for ${value ? 'production' : 'something else'}`, () => {
      expect(read(env).production).to.deep.equal({ value, from })
    })
  }

  it('reads SECRET_PREFIX as a prefix', () => {
    expect(read({ SECRET_PREFIX: 'app' }).prefix).to.deep.equal({ value: 'app/', from: 'SECRET_PREFIX' })
  })

  it('refuses a SECRET_PREFIX that no name can start with', () => {
    expect(complaints({ SECRET_PREFIX: 'my app' })).to.deep.equal([
      'SECRET_PREFIX: expected the start of a name: letters, digits and / _ + = . @ - !',
    ])
  })

  for (const name of ['SECRETS_CACHE_TTL', 'SECRET_CACHE_TTL']) {
    for (const [text, value] of [
      ['0', 0],
      ['60', 60],
      ['1.5', 1.5],
    ] as const) {
      it(`reads ${name}=${text}`, () =>
        expect(read({ [name]: text }).ttlSeconds).to.deep.equal({ value, from: name }))
    }
    for (const text of ['-1', '1e3', '0x10', 'NaN', 'Infinity', '5m', '1.']) {
      it(`refuses ${name}=${text}`, () => {
        expect(complaints({ [name]: text })).to.deep.equal([
          `${name}: expected a number of seconds, 0 or more`,
        ])
      })
    }
  }

  it('accepts both times when they are the same', () => {
    expect(complaints({ SECRETS_CACHE_TTL: '60', SECRET_CACHE_TTL: '60.0' })).to.deep.equal([])
  })

  it('refuses times that differ', () => {
    expect(complaints({ SECRETS_CACHE_TTL: '60', SECRET_CACHE_TTL: '0' })).to.have.length(1)
    expect(complaints({ SECRETS_CACHE_TTL: '9'.repeat(400) })).to.have.length(1)
  })

  it('tells everything that is wrong at once', () => {
    expect(complaints({ USE_AWS_SECRETS: 'x', SECRETS_CACHE_TTL: 'x', SECRET_PREFIX: 'x x' })).to.have.length(
      3,
    )
  })

  it('prefers its own region to those of AWS', () => {
    const env = { AWS_DEFAULT_REGION: 'c', AWS_REGION: 'b', SECRETS_MANAGER_REGION: 'a' }
    expect(read(env).region).to.deep.equal({ value: 'a', from: 'SECRETS_MANAGER_REGION' })
    expect(read({ ...env, SECRETS_MANAGER_REGION: '' }).region).to.deep.equal({
      value: 'b',
      from: 'AWS_REGION',
    })
    expect(read({ AWS_DEFAULT_REGION: 'c' }).region).to.deep.equal({ value: 'c', from: 'AWS_DEFAULT_REGION' })
  })

  it('finds proxies in capitals, then in small letters', () => {
    const env = {
      HTTPS_PROXY: 'http://a',
      https_proxy: 'http://b',
      http_proxy: 'http://c',
      no_proxy: 'localhost',
    }
    expect(read(env).proxy).to.deep.equal({
      https: { value: 'http://a', from: 'HTTPS_PROXY' },
      http: { value: 'http://c', from: 'http_proxy' },
      no: { value: 'localhost', from: 'no_proxy' },
    })
  })
})
