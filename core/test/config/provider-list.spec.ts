import { expect } from 'chai'
import { describe, it } from 'mocha'
import { readConventions } from '#config/environment'
import { parseConfig } from '#config/parse-config'
import { Problems } from '#config/place'
import { listProviders, refuseDuplicates } from '#config/provider-list'
import { complaintsOf } from './complaints.js'

const entriesOf = (...providers: readonly object[]) =>
  parseConfig({ providers }, new Problems().at('file')).providers ?? []

describe('listProviders', () => {
  const list = (env: Record<string, string>, ...providers: readonly object[]) => {
    const problems = new Problems()
    const listed = providers.length === 0 ? undefined : { value: entriesOf(...providers), from: 'file' }
    const { providers: chosen, ...rest } = listProviders(listed, readConventions(env, problems), problems)
    problems.refuse()
    return { ids: chosen.value.map(({ id }) => id), from: chosen.from, ...rest }
  }

  describe('without a list', () => {
    const cases: readonly [env: Record<string, string>, ids: readonly string[], from: string][] = [
      [{}, ['env'], 'default'],
      [{ ENVIRONMENT: 'local' }, ['env'], 'ENVIRONMENT'],
      [{ NODE_ENV: 'production' }, ['aws', 'env'], 'NODE_ENV=production'],
      [{ ENVIRONMENT: 'Production' }, ['aws', 'env'], 'ENVIRONMENT=production'],
      [{ ENVIRONMENT: 'staging', NODE_ENV: 'production' }, ['env'], 'ENVIRONMENT'],
      [{ ENVIRONMENT: 'production', USE_AWS_SECRETS: 'False' }, ['env'], 'USE_AWS_SECRETS=false'],
      [{ ENVIRONMENT: 'local', USE_SECRETS_MANAGER: '1' }, ['aws', 'env'], 'USE_SECRETS_MANAGER=true'],
    ]
    for (const [env, ids, from] of cases) {
      it(`${JSON.stringify(env)} means ${ids.join(' and ')}`, () => {
        const on = ids.includes('aws')
        const chosen = list(env)
        expect(chosen).to.deep.include({ ids, from, aws: { value: on, from }, dropped: on ? [] : ['aws'] })
      })
    }
  })

  describe('with a list', () => {
    const [aws, env] = [{ kind: 'aws' }, { kind: 'env' }]
    const second = { kind: '@strongroom/provider-aws', id: 'second' }

    it('leaves it alone in production', () => {
      const chosen = list({ ENVIRONMENT: 'production' }, env)
      expect(chosen).to.deep.include({ ids: ['env'], from: 'file', aws: { value: false, from: 'file' } })
    })

    it('leaves AWS in it outside production', () => {
      const chosen = list({}, env, aws)
      expect(chosen).to.deep.include({ ids: ['env', 'aws'], aws: { value: true, from: 'file' }, dropped: [] })
    })

    it('takes every AWS out where it is switched off', () => {
      const chosen = list({ USE_AWS_SECRETS: 'no' }, aws, env, second)
      expect(chosen).to.deep.include({
        ids: ['env'],
        from: 'file, USE_AWS_SECRETS=false',
        dropped: ['aws', 'second'],
        why: 'USE_AWS_SECRETS=false leaves AWS out',
        aws: { value: false, from: 'USE_AWS_SECRETS=false' },
      })
    })

    it('puts AWS first where it is switched on and was not listed', () => {
      const chosen = list({ USE_AWS_SECRETS: 'yes' }, env)
      expect(chosen).to.deep.include({ ids: ['aws', 'env'], from: 'file, USE_AWS_SECRETS=true', dropped: [] })
    })

    it('keeps the place of an AWS that is listed and switched on', () => {
      const chosen = list({ USE_AWS_SECRETS: 'yes' }, env, second)
      expect(chosen).to.deep.include({ ids: ['env', 'second'], from: 'file' })
    })

    it('refuses to be left with none', () => {
      expect(() => list({ USE_AWS_SECRETS: 'no' }, aws)).to.throw(
        'USE_AWS_SECRETS=false: leaves none of the providers in file',
      )
    })
  })
})

describe('refuseDuplicates', () => {
  it('complains about the second provider of an id', () => {
    const problems = complaintsOf((place) => {
      const { providers = [] } = parseConfig(
        { providers: [{ kind: 'env' }, { kind: 'aws' }, { kind: 'file', id: 'env' }] },
        place,
      )
      refuseDuplicates(providers)
    })
    expect(problems).to.deep.equal([
      'config: providers[2]: another provider has the id "env"; give one of them an "id" of its own',
    ])
  })
})
