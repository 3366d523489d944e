import {
  answerEach,
  memoryProvider,
  SecretsError,
  type SecretsErrorCode,
  type SecretsProvider,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { type Answer, answerParsed, ask, endsAll } from '#get-many'
import { refusalOf } from './refusal.js'

const seen = (answers: readonly Answer[]) =>
  answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.text()))
const failing = (code: SecretsErrorCode) => () => Promise.reject(new SecretsError(code, 'no'))

describe('endsAll', () => {
  const errors: [unknown, boolean][] = [
    [new SecretsError('ABORTED', 'no'), true],
    [new SecretsError('CLOSED', 'no'), true],
    [new SecretsError('TIMEOUT', 'no'), false],
    [new SecretsError('NOT_FOUND', 'no'), false],
    [new Error('no'), false],
  ]
  for (const [error, answer] of errors) {
    it(`is ${answer} for ${SecretsError.is(error) ? error.code : 'a foreign error'}`, () => {
      expect(endsAll(error)).to.equal(answer)
    })
  }
})

describe('answerEach', () => {
  const each = (refs: readonly string[], read: Parameters<typeof answerEach>[3]) =>
    answerEach('p', refs, {}, read)

  it('keeps the order, also of those asked for twice, and puts refusals in their place', async () => {
    const provider = memoryProvider({ a: 'A', b: 'B' })
    const answers = await each(['b', 'none', 'a', 'b ad', 'b'], (ref) => provider.get(ref))
    expect(seen(answers)).to.deep.equal(['B', 'NOT_FOUND', 'A', 'INVALID_NAME', 'B'])
    expect(await each([], (ref) => provider.get(ref))).to.deep.equal([])
    await provider.close()
  })

  for (const code of ['ABORTED', 'CLOSED'] as const) {
    it(`rejects as a whole with ${code}`, async () => {
      expect(await refusalOf(each(['a', 'b'], failing(code)))).to.have.property('code', code)
    })
  }

  it('says of each refusal whose it is, also where it is thrown at once, or is no SecretsError', async () => {
    const canary = newCanary()
    const [answer] = await each(['a'], () => {
      throw new Error(canary)
    })
    expect(answer).to.include({ code: 'INTERNAL', provider: 'p', secretName: 'a', operation: 'getMany' })
    expectNoTrace(canary, answer)
  })
})

describe('ask', () => {
  function asked() {
    const inner = memoryProvider({ a: 'A', b: 'B' }, { id: 'p' })
    const calls: string[] = []
    const provider: SecretsProvider = {
      ...inner,
      get: (ref, op) => {
        calls.push('get')
        return inner.get(ref, op)
      },
      getMany: (refs, op) => {
        calls.push('getMany')
        return inner.getMany(refs, op)
      },
    }
    return { provider, calls }
  }

  for (const [refs, call, answers] of [
    [[], [], []],
    [['a'], ['get'], ['A']],
    [['b', 'a'], ['getMany'], ['B', 'A']],
    [['none'], ['get'], ['NOT_FOUND']],
    [['none', 'a'], ['getMany'], ['NOT_FOUND', 'A']],
  ] as const) {
    it(`asks for ${refs.length} refs by ${call[0] ?? 'nothing'}: ${refs.join(', ')}`, async () => {
      const { provider, calls } = asked()
      expect(seen(await ask(provider, refs))).to.deep.equal(answers)
      expect(calls).to.deep.equal(call)
      await provider.close()
    })
  }

  it('puts a refusal of the whole in every place', async () => {
    const { provider } = asked()
    provider.getMany = failing('ACCESS_DENIED')
    const answers = await ask(provider, ['a', 'b'])
    expect(seen(answers)).to.deep.equal(['ACCESS_DENIED', 'ACCESS_DENIED'])
    expect(answers[0]).to.include({ provider: 'p', operation: 'getMany' })
    await provider.close()
  })

  it('rejects with what concerns the caller', async () => {
    const { provider } = asked()
    const op = { signal: AbortSignal.abort() }
    expect(await refusalOf(ask(provider, ['a'], op))).to.have.property('code', 'ABORTED')
    expect(await refusalOf(ask(provider, ['a', 'b'], op))).to.have.property('code', 'ABORTED')
    await provider.close()
    expect(await refusalOf(ask(provider, ['a', 'b']))).to.have.property('code', 'CLOSED')
  })

  it('makes INTERNAL of a foreign error, and quotes nothing of it', async () => {
    const canary = newCanary()
    const { provider } = asked()
    provider.get = () => Promise.reject(new Error(canary))
    const [answer] = await ask(provider, ['a'])
    expect(answer).to.include({ code: 'INTERNAL', provider: 'p', operation: 'get' })
    expectNoTrace(canary, answer)
    await provider.close()
  })

  it('makes INTERNAL of too few answers', async () => {
    const { provider } = asked()
    provider.getMany = async () => []
    expect(seen(await ask(provider, ['a', 'b']))).to.deep.equal(['INTERNAL', 'INTERNAL'])
    await provider.close()
  })
})

describe('answerParsed', () => {
  it('answers refs that make no sense itself, and keeps all in their places', async () => {
    const provider = memoryProvider({ a: 'A', b: 'B' })
    const refs = ['a', 'a b', 'b', '', 'b#', 'toolong']
    const answers = await answerParsed(refs, { maxLength: 6 }, async (parsed) => {
      expect(parsed).to.deep.equal([{ name: 'a' }, { name: 'b' }])
      return provider.getMany(parsed)
    })
    const codes = ['INVALID_NAME', 'INVALID_NAME', 'INVALID_ARGUMENT', 'INVALID_NAME']
    expect(seen(answers)).to.deep.equal(['A', codes[0], 'B', codes[1], codes[2], codes[3]])
    for (const answer of answers.filter((each) => SecretsError.is(each))) {
      expect(answer).to.have.property('operation', 'getMany')
    }
    await provider.close()
  })
})
