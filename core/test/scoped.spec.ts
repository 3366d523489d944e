import { memoryProvider, SecretsError, scoped } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { all, callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf } from './refusal.js'

describe('scoped', () => {
  for (const [operation, call] of callsAboutOne) {
    it(`puts its prefix before the name in ${operation}, and takes it off errors`, async () => {
      const provider = recordingProvider()
      const scope = scoped(provider, 'app/')
      await call(scope, 'db')
      const [member, about] = provider.calls[0] ?? []
      expect(member).to.equal(operation)
      expect(typeof about === 'string' ? about : (about as { name: string }).name).to.equal('app/db')

      provider.failing = 'ACCESS_DENIED'
      const error: unknown = await call(scope, 'db').catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'ACCESS_DENIED', secretName: 'db', operation })
    })

    it(`refuses what is no name in ${operation} before anybody is asked`, async () => {
      const provider = recordingProvider()
      for (const name of [
        '',
        'a b',
        'x'.repeat(509),
        'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x',
      ]) {
        expect(await codeOf(call(scoped(provider, 'app/'), name))).to.equal('INVALID_NAME')
      }
      expect(provider.calls).to.deep.equal([])
    })
  }

  it('passes everything else on as it is', async () => {
    const provider = recordingProvider()
    const scope = scoped(provider, 'app/')
    const op = { timeoutMs: 5 }
    await scope.put('db', 'v', { ifVersion: 'v0' }, op)
    await scope.get({ name: 'db', label: 'AWSPENDING', key: 'k' }, op).catch(() => {})
    expect(provider.calls).to.deep.equal([
      ['put', 'app/db', 'v', { ifVersion: 'v0' }, op],
      ['get', { name: 'app/db', label: 'AWSPENDING', key: 'k' }, op],
    ])
  })

  it('tells values, infos and answers by their short names', async () => {
    const provider = memoryProvider({ 'app/db': '1', 'app/a': '2', appx: '3', other: '4' })
    const scope = scoped(provider, 'app/')
    expect((await scope.get('db')).name).to.equal('db')
    expect((await scope.describe('db')).name).to.equal('db')
    expect((await scope.create('new', 'x')).name).to.equal('new')
    const answers = await scope.getMany(['db', 'none', 'b ad', 'a'])
    expect(
      answers.map((answer) => (SecretsError.is(answer) ? [answer.code, answer.secretName] : answer.name)),
    ).to.deep.equal(['db', ['NOT_FOUND', 'none'], ['INVALID_NAME', 'b ad'], 'a'])
  })

  it('lists what is in it and nothing else', async () => {
    const provider = memoryProvider({ 'app/a': '1', 'app/b': '2', appx: '3', 'ap/a': '4', app: '5' })
    const scope = scoped(provider, 'app/')
    const first = await scope.list({ limit: 1 })
    const second = await scope.list({ limit: 1, cursor: first.cursor })
    expect([...first.items, ...second.items].map(({ name }) => name)).to.deep.equal(['a', 'b'])
    expect((await scope.list({ prefix: 'b' })).items.map(({ name }) => name)).to.deep.equal(['b'])
  })

  it('lists nothing beyond it, even where the provider does not heed the prefix', async () => {
    const provider = recordingProvider()
    const page = {
      items: ['other/secret', 'app/db'].map((name) => ({ name, createdAt: new Date(0), versions: [] })),
    }
    provider.list = async () => page
    expect((await scoped(provider, 'app/').list()).items.map(({ name }) => name)).to.deep.equal(['db'])
  })

  it('watches by short names', async () => {
    const provider = recordingProvider()
    provider.changes.push({ kind: 'deleted', name: 'app/db' })
    const scope = scoped(provider, 'app/')
    expect(await all(scope.watch(['db']))).to.deep.equal([{ kind: 'deleted', name: 'db' }])
    expect(provider.calls[0]?.slice(0, 2)).to.deep.equal(['watch', ['app/db']])
    expect(await codeOf(all(scope.watch(['b ad'])))).to.equal('INVALID_NAME')
  })

  it('lowers the limit on names by its prefix, once for each scope', () => {
    const outer = scoped(memoryProvider(), 'app/')
    const inner = scoped(outer, 'db/')
    expect(outer.capabilities.limits.name).to.deep.equal({ maxLength: 508, arn: false })
    expect(inner.capabilities.limits.name.maxLength).to.equal(505)
    expect(() => scoped(inner, 'x'.repeat(505))).to.throw(SecretsError)
    expect(() => scoped(inner, 'no prefix')).to.throw(SecretsError)
  })

  it('is the provider itself where the prefix is empty', () => {
    const provider = memoryProvider()
    expect(scoped(provider, '')).to.equal(provider)
  })

  it('passes a foreign error on to where it is told properly', async () => {
    const provider = recordingProvider()
    provider.get = async () => {
      throw new Error('what')
    }
    expect(await codeOf(scoped(provider, 'app/').get('db'))).to.equal('INTERNAL')
  })

  it('closes the provider, and then rejects with CLOSED', async () => {
    const provider = recordingProvider()
    const scope = scoped(provider, 'app/')
    await scope[Symbol.asyncDispose]()
    expect(provider.calls).to.deep.equal([['close']])
    expect(await codeOf(scope.get('db'))).to.equal('CLOSED')
  })
})
