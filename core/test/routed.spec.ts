import { memoryProvider, routed, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider } from './fake-provider.js'
import { all, callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf } from './refusal.js'

describe('routed', () => {
  for (const [operation, call] of callsAboutOne) {
    it(`gives ${operation} to the route with the longest start, under the whole name`, async () => {
      const [short, long, rest] = [
        recordingProvider('short'),
        recordingProvider('long'),
        recordingProvider('rest'),
      ]
      const routes = routed({ 'pay/': short, 'pay/eu/': long, '': rest })
      await call(routes, 'pay/eu/db')
      await call(routes, 'pay/us/db')
      await call(routes, 'other')
      const asked = [long, short, rest].map(({ calls }) =>
        calls.map(([, about]) => (typeof about === 'string' ? about : (about as { name: string }).name)),
      )
      expect(asked).to.deep.equal([['pay/eu/db'], ['pay/us/db'], ['other']])
    })

    it(`refuses ${operation} of a name that no route takes`, async () => {
      const provider = recordingProvider()
      const reads = ['get', 'describe', 'versions'].includes(operation)
      const routes = routed({ 'pay/': provider })
      expect(await codeOf(call(routes, 'other'))).to.equal(reads ? 'NOT_FOUND' : 'UNSUPPORTED')
      expect(await codeOf(call(routes, 'b ad'))).to.equal('INVALID_NAME')
      expect(provider.calls).to.deep.equal([])
    })
  }

  it('says in a hint which names it takes', async () => {
    const error: unknown = await routed({ 'pay/': memoryProvider() })
      .get('db')
      .catch((thrown: unknown) => thrown)
    expect(error).to.have.property('hint', 'The routes take names that start with "pay/".')
  })

  it('asks each provider once for all of its refs, and keeps the order', async () => {
    const [a, b] = [
      fakeProvider(({ name }) => name, { id: 'a' }),
      fakeProvider(({ name }) => name, { id: 'b' }),
    ]
    const answers = await routed({ 'a/': a, 'b/': b, 'a2/': a }).getMany([
      'b/1',
      'a/1',
      'none',
      'a2/1',
      '',
      'b/1',
    ])
    expect(answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.provider))).to.deep.equal([
      'b',
      'a',
      'NOT_FOUND',
      'a',
      'INVALID_NAME',
      'b',
    ])
    expect(a.calls).to.deep.equal(['getMany a/1, a2/1'])
    expect(b.calls).to.deep.equal(['getMany b/1, b/1'])
  })

  describe('list', () => {
    const routes = () => {
      const pay = memoryProvider({ 'pay/1': 'x', 'pay/2': 'x', 'stray/1': 'x' }, { id: 'pay' })
      const rest = memoryProvider({ 'app/1': 'x', 'pay/9': 'x', zed: 'x' }, { id: 'rest' })
      return routed({ 'pay/': pay, '': rest })
    }

    it('has what each route answers for, over pages of any size', async () => {
      for (const limit of [1, 2, 100]) {
        const names: string[] = []
        let cursor: string | undefined
        do {
          const page = await routes().list({ limit, cursor })
          names.push(...page.items.map(({ name }) => name))
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(names).to.deep.equal(['pay/1', 'pay/2', 'app/1', 'zed'])
      }
    })

    for (const [prefix, names] of [
      ['pay/', ['pay/1', 'pay/2']],
      ['pay/2', ['pay/2']],
      ['p', ['pay/1', 'pay/2']],
      ['app', ['app/1']],
      ['nothing', []],
    ] as const) {
      it(`has ${names.length} names that start with "${prefix}"`, async () => {
        expect((await routes().list({ prefix })).items.map(({ name }) => name)).to.deep.equal(names)
      })
    }

    it('has nothing where no route can have such names, and no cursor of a route that is gone', async () => {
      const one = memoryProvider({ 'a/1': 'x', 'a/2': 'x' })
      expect(await routed({ 'a/': one }).list({ prefix: 'b' })).to.deep.equal({ items: [] })
      const { cursor } = await routed({ 'a/': one }).list({ limit: 1 })
      expect(await codeOf(routed({ 'b/': one }).list({ cursor }))).to.equal('INVALID_CURSOR')
    })

    it('is UNSUPPORTED for names whose route does not list', async () => {
      const mute = fakeProvider(() => 'x', { capabilities: { list: false } })
      const some = routed({ 'mute/': mute, 'a/': memoryProvider({ 'a/1': 'x' }) })
      expect(await codeOf(some.list({ prefix: 'mute/x' }))).to.equal('UNSUPPORTED')
      expect((await some.list()).items).to.have.lengthOf(1)
    })

    it('is UNSUPPORTED where no route lists', async () => {
      const mute = fakeProvider(() => 'x', { capabilities: { list: false } })
      expect(await codeOf(routed({ '': mute }).list())).to.equal('UNSUPPORTED')
    })
  })

  it('watches each name where it belongs, and fails for one that belongs nowhere', async () => {
    const [a, b] = [recordingProvider('a'), recordingProvider('b')]
    a.changes.push({ kind: 'deleted', name: 'a/1' })
    b.changes.push({ kind: 'changed', name: 'b/1', versionId: 'v2' })
    const routes = routed({ 'a/': a, 'b/': b })
    const stop = new AbortController()
    const seen: string[] = []
    for await (const { name } of routes.watch(['a/1', 'b/1'], { signal: stop.signal })) {
      seen.push(name)
      if (seen.length === 2) stop.abort()
    }
    expect(seen.sort()).to.deep.equal(['a/1', 'b/1'])
    expect(await codeOf(all(routes.watch(['c'])))).to.equal('NOT_FOUND')
    expect(await codeOf(all(routes.watch(['b ad'])))).to.equal('INVALID_NAME')
  })

  it('is as well as its providers, each asked once, and closes each once', async () => {
    const [a, b] = [recordingProvider('a'), recordingProvider('b')]
    const routes = routed({ 'a/': a, 'a2/': a, 'b/': b }, { id: 'mine' })
    expect(await routes.health()).to.deep.include({ status: 'healthy', provider: 'mine' })
    await routes[Symbol.asyncDispose]()
    expect(a.calls.map(([member]) => member)).to.deep.equal(['health', 'close'])
    expect(await codeOf(routes.get('a/1'))).to.equal('CLOSED')
  })

  it('can what any of its providers can', () => {
    const { capabilities } = routed({ 'a/': memoryProvider(), 'b/': recordingProvider() })
    expect(capabilities).to.include({ write: true, versions: true, watch: true, tags: true })
    expect(capabilities.delete).to.deep.equal(['soft', 'force', 'restore'])
    expect(Object.isFrozen(capabilities)).to.equal(true)
  })

  it('refuses to be made of no routes, or of starts that no name has', () => {
    expect(() => routed({})).to.throw(TypeError, 'routed: needs at least one route')
    expect(() => routed({ 'no name': memoryProvider() })).to.throw(SecretsError)
  })
})
