import { chain, SecretsError, type SecretsErrorCode } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { after, before, describe, it } from 'mocha'
import { fakeProvider, gate, type Said, settle } from './fake-provider.js'
import { codeOf } from './refusal.js'

const names = ['a', 'b', 'c', 'd']
const codes: readonly SecretsErrorCode[] = ['NOT_FOUND', 'UNAVAILABLE', 'ACCESS_DENIED', 'INVALID_NAME']
const said = fc.constantFrom<Said>('value', ...codes.map((code) => ({ code })))
/** What each of up to four members says of each name. */
const members = fc.array(fc.record({ a: said, b: said, c: said, d: said }), { minLength: 1, maxLength: 4 })
const next = fc.subarray(codes.slice(0, 3))

interface Outcome {
  readonly code: string
  readonly tried: readonly string[]
}

/** What a chain answers, in the fewest words. */
function expected(says: readonly Said[], goesOnAfter: readonly string[]): Outcome {
  const heard = says.map((each) => (typeof each === 'string' ? 'FOUND' : each.code))
  const end = heard.findIndex((outcome) => outcome !== 'INVALID_NAME' && !goesOnAfter.includes(outcome))
  if (end >= 0) return { code: heard[end] as string, tried: heard.slice(0, end + 1) }
  const trouble = heard.find((outcome) => outcome !== 'NOT_FOUND' && outcome !== 'INVALID_NAME')
  return { code: heard.includes('NOT_FOUND') ? 'NOT_FOUND' : (trouble ?? 'INVALID_NAME'), tried: heard }
}

describe('chain, whatever its members say', () => {
  const unhandled: unknown[] = []
  const hear = (reason: unknown) => unhandled.push(reason)
  before(() => process.on('unhandledRejection', hear))
  after(() => process.off('unhandledRejection', hear))

  it('answers each name as it would alone, and asks a member for a name only when those before went on', async () => {
    await fc.assert(
      fc.asyncProperty(
        members,
        next,
        fc.array(fc.constantFrom(...names), { maxLength: 8 }),
        async (table, goesOn, refs) => {
          const providers = table.map((row, i) =>
            fakeProvider(({ name }) => row[name as 'a'], { id: `p${i}` }),
          )
          const answers = await chain(providers, { next: goesOn }).getMany(refs)
          expect(answers).to.have.lengthOf(refs.length)
          for (const [i, answer] of answers.entries()) {
            const name = refs[i] as 'a'
            const wanted = expected(
              table.map((row) => row[name]),
              goesOn,
            )
            const [code, tried] = SecretsError.is(answer)
              ? [answer.code, answer.tried]
              : ['FOUND', answer.provenance.tried]
            expect({ code, tried: tried?.map(({ outcome }) => outcome) }).to.deep.equal(wanted)
            expect(await codeOf(chain(providers, { next: goesOn }).get(name))).to.equal(
              code === 'FOUND' ? 'fulfilled' : code,
            )
          }
          for (const [i, { calls }] of providers.entries()) {
            const due = refs.filter(
              (name) =>
                expected(
                  table.map((row) => row[name as 'a']),
                  goesOn,
                ).tried.length > i,
            )
            const asked = calls[0]?.replace(/^get(Many)? /, '').split(', ') ?? []
            expect(due.length === 0 ? [] : asked).to.deep.equal(due)
          }
        },
      ),
    )
    expect(unhandled).to.deep.equal([])
  })

  it('ends every caller by itself: who aborts is ABORTED, the others have their answer, and nobody is left unheard', async () => {
    const plans = fc.array(fc.constantFrom('at once', 'later', 'never'), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(plans, said, async (all, answer) => {
        const slow = gate<Said>()
        const both = chain([
          fakeProvider(() => slow.promise, { id: 'slow' }),
          fakeProvider(() => 'value', { id: 'last' }),
        ])
        const callers = all.map((plan) => {
          const controller = new AbortController()
          return { plan, controller, ends: codeOf(both.get('db', { signal: controller.signal })) }
        })
        const abortAll = (when: string) => {
          for (const { plan, controller } of callers) if (plan === when) controller.abort()
        }
        abortAll('at once')
        await settle()
        abortAll('later')
        slow.resolve(answer)
        const { code } = expected([answer, 'value'], ['NOT_FOUND'])
        for (const { plan, ends } of callers) {
          expect(await ends).to.equal(plan !== 'never' ? 'ABORTED' : code === 'FOUND' ? 'fulfilled' : code)
        }
        await both.close()
      }),
      { numRuns: 50 },
    )
    expect(unhandled).to.deep.equal([])
  })
})
