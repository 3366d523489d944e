import {
  memoryProvider,
  requireOnlyVersion,
  type SecretsProvider,
  undeclared,
  unsupported,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { refusalOf, thrownBy } from './refusal.js'

describe('unsupported', () => {
  it('names the call, or the option where only that is too much', () => {
    const call = unsupported('env', 'put')
    expect(call).to.include({ code: 'UNSUPPORTED', provider: 'env', operation: 'put', retryable: false })
    expect(call.message).to.equal('provider "env" does not support put')
    const option = unsupported('env', 'create', 'tags')
    expect(option).to.include({ operation: 'create', message: 'provider "env" does not support tags' })
  })
})

describe('what a provider does not declare', () => {
  const calls: [string, (provider: ReturnType<typeof undeclared>) => Promise<unknown>][] = [
    ['list', (provider) => provider.list()],
    ['versions', (provider) => provider.versions('db')],
    ['create', (provider) => provider.create('db', 'x')],
    ['put', (provider) => provider.put('db', 'x')],
    ['moveLabel', (provider) => provider.moveLabel('db', 'AWSCURRENT', {})],
    ['delete', (provider) => provider.delete('db')],
    ['restore', (provider) => provider.restore('db')],
    ['tag', (provider) => provider.tag('db', {})],
    ['untag', (provider) => provider.untag('db', [])],
    ['watch', (provider) => provider.watch(['db'])[Symbol.asyncIterator]().next()],
  ]
  for (const [operation, call] of calls) {
    it(`rejects ${operation} with UNSUPPORTED`, async () => {
      const error = await refusalOf(call(undeclared('env')))
      expect(error).to.include({ code: 'UNSUPPORTED', provider: 'env', operation })
    })
  }

  it('is every member that a provider need not have', () => {
    const needed: (keyof SecretsProvider)[] = [
      'id',
      'capabilities',
      'get',
      'getMany',
      'describe',
      'health',
      'close',
    ]
    const all = Object.keys(memoryProvider()).filter((member) => !needed.some((each) => each === member))
    expect(Object.keys(undeclared('env')).sort()).to.deep.equal(all.sort())
  })

  it('ends a loop over watched secrets', async () => {
    const loop = async () => {
      for await (const change of undeclared('env').watch(['db'])) expect.fail(change.kind)
    }
    expect(await refusalOf(loop())).to.have.property('code', 'UNSUPPORTED')
  })
})

describe('requireOnlyVersion', () => {
  for (const ref of [
    {},
    { label: 'AWSCURRENT' },
    { versionId: 'v1' },
    { versionId: 'v1', label: 'AWSCURRENT' },
  ]) {
    it(`lets ${JSON.stringify(ref)} through where v1 is all there is`, () => {
      requireOnlyVersion('env', { name: 'db', ...ref }, 'v1')
    })
  }

  for (const ref of [
    { label: 'AWSPREVIOUS' },
    { label: 'awscurrent' },
    { versionId: 'v2' },
    { versionId: 'v1', label: 'x' },
  ]) {
    it(`is UNSUPPORTED for ${JSON.stringify(ref)}`, () => {
      const error = thrownBy(() => requireOnlyVersion('env', { name: 'db', ...ref }, 'v1'))
      expect(error).to.include({ code: 'UNSUPPORTED', provider: 'env', operation: 'get' })
    })
  }
})
