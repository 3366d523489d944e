import { cached, chain, manualClock, memoryProvider, type SecretsProvider } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { after, before, describe, it } from 'mocha'
import { fakeProvider, gate, type Said, settle } from './fake-provider.js'
import { codeOf } from './refusal.js'

const unhandled: unknown[] = []
const hear = (reason: unknown) => unhandled.push(reason)

/** When each waiter gives up: before the read is sent, while it is under way, or never. */
const leaving = fc.constantFrom('at once', 'later', 'never')
const answers = fc.constantFrom<Said>(
  'found',
  { code: 'NOT_FOUND' },
  { code: 'UNAVAILABLE' },
  { code: 'INTERNAL' },
)

type Wrap = (provider: SecretsProvider) => SecretsProvider

const wraps: readonly [string, Wrap][] = [
  ['cached', (provider) => cached(provider, { clock: manualClock() })],
  ['cached over chain', (provider) => cached(chain([memoryProvider(), provider]), { clock: manualClock() })],
  ['cached over cached', (provider) => cached(cached(provider, { ttlMs: 0 }), { clock: manualClock() })],
]

describe('cached, whoever comes and goes', () => {
  before(() => process.on('unhandledRejection', hear))
  after(() => process.off('unhandledRejection', hear))

  for (const [title, wrap] of wraps) {
    it(`${title}: 100 waiters, some leaving, are one call, and who stays gets its answer`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(leaving, { minLength: 100, maxLength: 100 }),
          answers,
          async (plans, said) => {
            const answer = gate<Said>()
            const provider = fakeProvider(() => answer.promise)
            const cache = wrap(provider)
            const waiters = plans.map((plan) => {
              const controller = new AbortController()
              return { plan, controller, ends: codeOf(cache.get('db', { signal: controller.signal })) }
            })
            const abortAll = (when: string) => {
              for (const { plan, controller } of waiters) if (plan === when) controller.abort()
            }
            abortAll('at once')
            await settle()
            abortAll('later')
            await settle()
            answer.resolve(said)

            const wanted = typeof said === 'string' ? 'fulfilled' : said.code
            for (const { plan, ends } of waiters)
              expect(await ends).to.equal(plan === 'never' ? wanted : 'ABORTED')
            const somebodyWaited = plans.some((plan) => plan !== 'at once')
            expect(provider.calls).to.have.lengthOf(somebodyWaited ? 1 : 0)
            expect(provider.signals.every((signal) => signal?.aborted)).to.equal(!plans.includes('never'))
            await cache.close()
          },
        ),
        { numRuns: 60 },
      )
      expect(unhandled).to.deep.equal([])
    })
  }

  it('never serves what is older than its time, nor a value from before a write, whatever the order of things', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('read' as const) }),
      fc.record({ do: fc.constant('refresh' as const) }),
      fc.record({ do: fc.constant('invalidate' as const) }),
      fc.record({ do: fc.constant('write' as const) }),
      fc.record({ do: fc.constant('change behind its back' as const) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 80 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = manualClock()
        const store = memoryProvider({ db: '0' }, { clock })
        const cache = cached(store, { clock, ttlMs: 50 })
        /** Each value with the time at which it was replaced. */
        const replacedAt: number[] = []
        let current = 0
        let leastAllowed = 0
        const replace = () => {
          replacedAt[current] = clock.now()
          current += 1
        }
        for (const each of steps) {
          if (each.do === 'wait') await clock.advance(each.ms)
          else if (each.do === 'change behind its back') {
            replace()
            await store.put('db', String(current))
          } else if (each.do === 'write') {
            replace()
            await cache.put('db', String(current))
            leastAllowed = current
          } else if (each.do === 'invalidate') {
            cache.invalidate('db')
            leastAllowed = current
          } else {
            const value = each.do === 'read' ? await cache.get('db') : await cache.refresh('db')
            const seen = Number(value.text())
            expect(seen).to.be.at.least(leastAllowed)
            if (each.do === 'refresh') expect(seen).to.equal(current)
            else if (seen !== current) expect(clock.now() - (replacedAt[seen] as number)).to.be.lessThan(50)
            leastAllowed = seen
          }
        }
        await cache.close()
      }),
    )
  })
})
