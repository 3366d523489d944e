import { inspect } from 'node:util'
import {
  type ChainOptions,
  chain,
  type Fallback,
  memoryProvider,
  SecretsError,
  type SecretsErrorCode,
  scoped,
  secretsErrorCodes,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider, gate, type Said, sealed, settle } from './fake-provider.js'
import { codeOf, refusalOf } from './refusal.js'

const missing = { code: 'NOT_FOUND' } as const

function three(says: Record<'a' | 'b' | 'c', Said>, options: ChainOptions = {}) {
  const members = (['a', 'b', 'c'] as const).map((id) => fakeProvider(() => says[id], { id }))
  return { members, all: chain(members, options) }
}

describe('chain', () => {
  it('answers with the first that has it, and tells who was asked', async () => {
    const { members, all } = three({ a: missing, b: 'from b', c: 'from c' })
    const value = await all.get('db')
    expect(value.text()).to.equal('from b')
    expect(value.provider).to.equal('b')
    expect(value.provenance).to.deep.equal({
      provider: 'b',
      tried: [
        { provider: 'a', outcome: 'NOT_FOUND' },
        { provider: 'b', outcome: 'FOUND' },
      ],
    })
    expect(members[2]?.calls).to.deep.equal([])
  })

  it('is NOT_FOUND where everybody is sure, naming all of them', async () => {
    const { all } = three({ a: missing, b: missing, c: missing })
    const error = await refusalOf(all.get('db'))
    expect(error).to.include({ code: 'NOT_FOUND', provider: 'chain', secretName: 'db', operation: 'get' })
    expect(error.message).to.contain('a, b, c')
    expect(error.tried).to.have.lengthOf(3)
    expect(error).to.not.have.property('hint')
  })

  for (const code of secretsErrorCodes.filter((each) => each !== 'NOT_FOUND' && each !== 'INVALID_NAME')) {
    it(`stops at ${code}, and asks nobody else`, async () => {
      const { members, all } = three({ a: missing, b: { code }, c: 'from c' })
      const error = await refusalOf(all.get('db'))
      expect(error).to.have.property('code', code)
      expect(members[2]?.calls).to.deep.equal([])
    })
  }

  it('goes on after the codes of "next", telling of each but NOT_FOUND', async () => {
    const fallbacks: Fallback[] = []
    const next: SecretsErrorCode[] = ['NOT_FOUND', 'UNAVAILABLE']
    const { all } = three(
      { a: { code: 'UNAVAILABLE' }, b: missing, c: 'from c' },
      { next, onFallback: (fallback) => fallbacks.push(fallback) },
    )
    const value = await all.get('db')
    expect(value.provenance.tried.map(({ outcome }) => outcome)).to.deep.equal([
      'UNAVAILABLE',
      'NOT_FOUND',
      'FOUND',
    ])
    expect(fallbacks).to.deep.equal([{ provider: 'a', next: 'b', code: 'UNAVAILABLE', secretName: 'db' }])
  })

  it('is NOT_FOUND where one was sure, with a hint at who could not be asked', async () => {
    const { all } = three(
      { a: { code: 'UNAVAILABLE' }, b: missing, c: missing },
      { next: ['NOT_FOUND', 'UNAVAILABLE'] },
    )
    const error = await refusalOf(all.get('db'))
    expect(error).to.have.property('code', 'NOT_FOUND')
    expect(error.hint).to.contain('"a" could not be asked (UNAVAILABLE)')
  })

  it('is the trouble of the first where nobody could be asked', async () => {
    const next: SecretsErrorCode[] = ['NOT_FOUND', 'UNAVAILABLE', 'UNAUTHENTICATED']
    const trouble = { code: 'UNAVAILABLE' } as const
    const { all } = three({ a: { code: 'UNAUTHENTICATED' }, b: trouble, c: trouble }, { next })
    const error = await refusalOf(all.get('db'))
    expect(error).to.include({ code: 'UNAUTHENTICATED', provider: 'a' })
    expect(error.tried).to.have.lengthOf(3)
  })

  it('passes by who cannot have a secret of that name', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf'
    const takesArn = { limits: { name: { arn: true }, value: { maxBytes: 65_536 } } }
    const all = chain([memoryProvider(), fakeProvider(() => 'x', { id: 'aws', capabilities: takesArn })])
    expect((await all.get(arn)).provider).to.equal('aws')
    expect(await codeOf(all.get('bad name'))).to.equal('INVALID_NAME')
  })

  it('is INVALID_NAME where nobody takes the name after all', async () => {
    const { all } = three({
      a: { code: 'INVALID_NAME' },
      b: { code: 'INVALID_NAME' },
      c: { code: 'INVALID_NAME' },
    })
    expect(await codeOf(all.get('db'))).to.equal('INVALID_NAME')
  })

  it('reads a key out of the first that has the secret', async () => {
    const { all } = three({ a: missing, b: '{"user":"x"}', c: '{"password":"y"}' })
    expect(await codeOf(all.get('db#nothing'))).to.equal('fulfilled')
    const values = chain([
      memoryProvider({ db: { user: 'x' } }),
      memoryProvider({ db: { password: 'y' } }, { id: 'm2' }),
    ])
    expect(await codeOf(values.get('db#password'))).to.equal('KEY_NOT_FOUND')
  })

  it('tells the way through a chain within a chain', async () => {
    const inner = chain([memoryProvider({}, { id: 'x' }), memoryProvider({ db: '1' }, { id: 'y' })], {
      id: 'inner',
    })
    const value = await chain([memoryProvider({}, { id: 'w' }), inner]).get('db')
    expect(value.provenance.tried.map(({ provider }) => provider)).to.deep.equal(['w', 'x', 'y'])
    const error = await refusalOf(chain([memoryProvider({}, { id: 'w' }), inner]).get('none'))
    expect(error.tried?.map(({ provider }) => provider)).to.deep.equal(['w', 'x', 'y'])
  })

  it('aborts the member that is being asked, and asks nobody else', async () => {
    const never = gate<Said>()
    const { members, all } = three({ a: missing, b: 'x', c: 'x' })
    const slow = fakeProvider(() => never.promise, { id: 'slow' })
    const controller = new AbortController()
    const left = codeOf(chain([slow, ...members]).get('db', { signal: controller.signal }))
    controller.abort()
    expect(await left).to.equal('ABORTED')
    expect(members[0]?.calls).to.deep.equal([])
    await all.close()
  })

  describe('getMany', () => {
    it('asks each member only for what those before did not have', async () => {
      const has = (names: string) => (ref: { name: string }) =>
        names.includes(ref.name) ? ref.name : missing
      const [a, b] = [fakeProvider(has('x'), { id: 'a' }), fakeProvider(has('yz'), { id: 'b' })]
      const answers = await chain([a, b]).getMany(['x', 'y', 'x', 'bad name', 'z', 'none'])
      const shown = answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.provider))
      expect(shown).to.deep.equal(['a', 'b', 'a', 'INVALID_NAME', 'b', 'NOT_FOUND'])
      expect(a.calls).to.deep.equal(['getMany x, y, x, z, none'])
      expect(b.calls).to.deep.equal(['getMany y, z, none'])
    })

    it('stops for the denied one only', async () => {
      const a = fakeProvider(({ name }) => ({ code: name === 'x' ? 'ACCESS_DENIED' : 'NOT_FOUND' }), {
        id: 'a',
      })
      const b = fakeProvider(({ name }) => name, { id: 'b' })
      const [x, y] = await chain([a, b]).getMany(['x', 'y'])
      expect(x).to.have.property('code', 'ACCESS_DENIED')
      expect(y).to.have.property('provider', 'b')
    })

    it('gives a member that fails as a whole up for each ref, as "next" says', async () => {
      const a = fakeProvider(() => 'x', { id: 'a' })
      a.getMany = async () => {
        throw new SecretsError('UNAVAILABLE', 'down', { provider: 'a' })
      }
      const b = fakeProvider(({ name }) => name, { id: 'b' })
      const strict = await chain([a, b]).getMany(['x', 'y'])
      expect(strict.map((answer) => SecretsError.is(answer, 'UNAVAILABLE'))).to.deep.equal([true, true])
      const lenient = await chain([a, b], { next: ['NOT_FOUND', 'UNAVAILABLE'] }).getMany(['x', 'y'])
      expect(lenient.map((answer) => answer.provider)).to.deep.equal(['b', 'b'])
    })

    it('does no I/O for nothing', async () => {
      const { members, all } = three({ a: 'x', b: 'x', c: 'x' })
      expect(await all.getMany([])).to.deep.equal([])
      expect(members.flatMap(({ calls }) => calls)).to.deep.equal([])
    })
  })

  describe('writing', () => {
    it('is UNSUPPORTED without writeTo, and changes nothing', async () => {
      const member = memoryProvider({ db: '1' })
      const all = chain([member])
      expect(all.capabilities.write).to.equal(false)
      for (const write of [
        all.create('new', 'x'),
        all.put('db', 'x'),
        all.delete('db'),
        all.restore('db'),
        all.tag('db', { a: 'b' }),
        all.untag('db', ['a']),
        all.moveLabel('db', 'l', {}),
      ]) {
        expect(await codeOf(write)).to.equal('UNSUPPORTED')
      }
      expect((await member.get('db')).text()).to.equal('1')
    })

    it('goes to writeTo alone', async () => {
      const [a, b] = [memoryProvider({}, { id: 'a' }), memoryProvider({}, { id: 'b' })]
      const all = chain([a, b], { writeTo: 'b' })
      expect(all.capabilities.write).to.equal(true)
      await all.create('new', 'x')
      expect(await codeOf(a.get('new'))).to.equal('NOT_FOUND')
      expect((await b.get('new')).text()).to.equal('x')
      await all.put('new', 'y')
      expect((await all.get('new')).text()).to.equal('y')
    })
  })

  describe('describing and listing', () => {
    const members = () => [
      memoryProvider({ 'a/1': 'x', 'b/1': 'x' }, { id: 'first' }),
      memoryProvider({ 'a/1': 'y', 'a/2': 'y', 'b/2': 'y' }, { id: 'second' }),
    ]

    it('describes what the first that has it has', async () => {
      const [first, second] = members()
      const all = chain([first, second] as never)
      expect(await all.describe('a/1')).to.deep.equal(await first?.describe('a/1'))
      expect(await all.describe('a/2')).to.deep.equal(await second?.describe('a/2'))
      expect(await codeOf(all.describe('none'))).to.equal('NOT_FOUND')
    })

    it('stops describing at trouble', async () => {
      const broken = memoryProvider({}, { id: 'broken' })
      broken.describe = async () => {
        throw new SecretsError('ACCESS_DENIED', 'no', { provider: 'broken' })
      }
      expect(await codeOf(chain([broken, ...members()]).describe('a/1'))).to.equal('ACCESS_DENIED')
    })

    it('lists each secret once, over pages of any size', async () => {
      for (const limit of [1, 2, 3, 100]) {
        const all = chain(members())
        const names: string[] = []
        let cursor: string | undefined
        do {
          const page = await all.list({ limit, cursor })
          expect(page.items.length).to.be.at.most(limit)
          names.push(...page.items.map(({ name }) => name))
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(names, `limit ${limit}`).to.deep.equal(['a/1', 'b/1', 'a/2', 'b/2'])
      }
    })

    it('lists by prefix, and takes only its own cursors back', async () => {
      const all = chain(members())
      expect((await all.list({ prefix: 'a/' })).items.map(({ name }) => name)).to.deep.equal(['a/1', 'a/2'])
      const { cursor } = await all.list({ prefix: 'a/', limit: 1 })
      expect(await codeOf(all.list({ prefix: 'b/', cursor }))).to.equal('INVALID_CURSOR')
      expect(
        await codeOf(chain(members().slice(1), { id: 'chain' }).list({ prefix: 'a/', cursor })),
      ).to.equal('fulfilled')
      expect(await codeOf(all.list({ cursor: 'x' }))).to.equal('INVALID_CURSOR')
      expect(await codeOf(all.list({ limit: 0 }))).to.equal('INVALID_ARGUMENT')
    })

    it('does not take what it could not find out for "not listed before"', async () => {
      const [first, second] = members() as [
        ReturnType<typeof memoryProvider>,
        ReturnType<typeof memoryProvider>,
      ]
      first.describe = async () => {
        throw new SecretsError('UNAVAILABLE', 'down')
      }
      expect(await codeOf(chain([first, second]).list())).to.equal('UNAVAILABLE')
    })

    it('rejects UNSUPPORTED where no member lists, or has versions', async () => {
      const mute = fakeProvider(() => 'x', { capabilities: { list: false } })
      expect(await codeOf(chain([mute]).list())).to.equal('UNSUPPORTED')
      expect(await codeOf(chain(members()).versions('a/1'))).to.equal('UNSUPPORTED')
      expect(await codeOf(chain(members()).versions('none'))).to.equal('NOT_FOUND')
    })
  })

  it('has the worst health of its members, or their common one', async () => {
    const well = memoryProvider({}, { id: 'well' })
    const ill = memoryProvider({}, { id: 'ill' })
    await ill.close()
    expect(await chain([well]).health()).to.have.property('status', 'healthy')
    expect(await chain([ill]).health()).to.have.property('status', 'unhealthy')
    const mixed = await chain([well, ill]).health()
    expect(mixed.status).to.equal('degraded')
    expect(mixed.members?.map(({ provider }) => provider)).to.deep.equal(['well', 'ill'])
  })

  it('closes its members, the last one first, and then rejects with CLOSED', async () => {
    const order: string[] = []
    const members = ['a', 'b'].map((id) => {
      const member = fakeProvider(() => 'x', { id })
      member.close = async () => {
        order.push(id)
      }
      return member
    })
    const all = chain(members)
    await all[Symbol.asyncDispose]()
    expect(order).to.deep.equal(['b', 'a'])
    expect(await codeOf(all.get('db'))).to.equal('CLOSED')
    expect(await codeOf(all.getMany(['db']))).to.equal('CLOSED')
  })

  it('closes every member, whatever becomes of the others, and then tells the first failure', async () => {
    const members = ['a', 'b', 'c'].map((id) => fakeProvider(() => 'x', { id }))
    for (const member of members.slice(1)) {
      member.close = async () => {
        throw new Error(`hunter2 of ${member.id}`)
      }
    }
    const error = await refusalOf(chain(members).close())
    expect(error).to.include({ code: 'INTERNAL', provider: 'c', operation: 'close' })
    expect(error.errors?.map(({ provider }) => provider)).to.deep.equal(['c', 'b'])
    expect(String(error.stack)).to.not.contain('hunter2')
    expect(members[0]?.closed).to.equal(1)
  })

  for (const fail of [
    () => {
      throw new RangeError('hunter2')
    },
    () => Promise.reject(new RangeError('hunter2')),
  ])
    it('goes on where "onFallback" fails, and warns', async () => {
      const warnings: Error[] = []
      const hear = (warning: Error) => warnings.push(warning)
      process.on('warning', hear)
      const { all } = three(
        { a: { code: 'UNAVAILABLE' }, b: 'x', c: 'x' },
        {
          next: ['UNAVAILABLE'],
          onFallback: fail,
        },
      )
      expect((await all.get('db')).provider).to.equal('b')
      await settle()
      process.off('warning', hear)
      expect(warnings.map(({ message }) => message)).to.deep.equal([
        '"onFallback" of "chain" failed with RangeError',
      ])
    })

  it('takes what a member gives that is no answer for INTERNAL, of that member, and for that ref alone', async () => {
    const broken = fakeProvider(() => 'x', { id: 'broken' })
    broken.get = async () => undefined as never
    broken.getMany = async () => [undefined, new Error('hunter2'), 'hunter2', sealed('d', 'x')] as never
    const all = chain([broken])
    expect(await refusalOf(all.get('a'))).to.include({ code: 'INTERNAL', provider: 'broken' })
    const answers = await all.getMany(['a', 'b', 'c', 'd'])
    expect(answers.map((answer) => SecretsError.is(answer, 'INTERNAL'))).to.deep.equal([
      true,
      true,
      true,
      false,
    ])
    expect(inspect(answers)).to.not.contain('hunter2')
  })

  it('tells whose answer it is where nobody of many had it', async () => {
    const { all } = three({ a: missing, b: missing, c: missing })
    const [answer] = await all.getMany(['x', 'y'])
    expect(answer).to.include({ code: 'NOT_FOUND', provider: 'chain', secretName: 'x' })
  })

  it('lists names that an earlier member cannot have', async () => {
    const narrow = scoped(memoryProvider({}, { id: 'narrow' }), 'p'.repeat(505))
    const all = chain([narrow, memoryProvider({ 'a-long-name': 'x' })])
    expect((await all.list()).items.map(({ name }) => name)).to.deep.equal(['a-long-name'])
  })

  it('refuses to be made of what makes no sense', () => {
    const twice = [memoryProvider(), memoryProvider()]
    expect(() => chain([])).to.throw(TypeError, 'chain: needs at least one provider')
    expect(() => chain(twice)).to.throw(TypeError, 'chain: two providers have one id: memory, memory')
    expect(() => chain([memoryProvider()], { writeTo: 'x' })).to.throw(
      TypeError,
      '"writeTo" must be one of memory, got x',
    )
    expect(() => chain([memoryProvider()], { nxt: [] } as never)).to.throw(TypeError, 'no option "nxt"')
    expect(() => chain([memoryProvider()], { next: ['NOPE' as never] })).to.throw(TypeError, 'NOPE is none')
  })
})
