import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import { VaultError } from '#refusals'
import { labelsByVersion } from '#rules/labels'
import { Vault } from '#vault'
import { SecretModel, type Step } from './secret-model.js'
import { day, hour, noon, realm, setUp, textOf, withSecret } from './set-up.js'

// Of what is often the same, so that tokens, labels and versions meet.
const token = fc.constantFrom('t1', 't2', 't3', 't4', 't5', 'old1', 'old2', 'old70')
const text = fc.constantFrom('x', 'x', 'x', 'y')
const label = fc.constantFrom('AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING', 'MINE', 'AWSSOMETHING')
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create'), token, text }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('put'), token, text },
      labels: maybe(fc.uniqueArray(label, { minLength: 1, maxLength: 3 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('update'), token, text }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('move'), label, to: maybe(token), from: maybe(token) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('read'), versionId: maybe(token), label: maybe(label) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('delete'), force: fc.constantFrom(false, false, true) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1, hour, day, 30 * day) }),
  },
)

function perform(vault: Vault, each: Step): Promise<unknown> {
  switch (each.do) {
    case 'create':
      return vault.create(realm, { name: 'a', token: each.token, value: { text: each.text } })
    case 'put':
      return vault.put(realm, 'a', { token: each.token, value: { text: each.text }, labels: each.labels })
    case 'update':
      return vault.update(realm, 'a', { token: each.token, value: { text: each.text } })
    case 'move':
      return vault.moveLabel(realm, 'a', each.label, { to: each.to, from: each.from })
    case 'read':
      return vault.read(realm, 'a', each).then(({ content }) => textOf(content))
    case 'delete':
      return vault.delete(realm, 'a', { force: each.force })
    case 'restore':
      return vault.restore(realm, 'a')
    case 'wait':
      return Promise.resolve()
  }
}

/** What a step ends in, in the words of the model. */
async function ended(vault: Vault, each: Step): Promise<string> {
  try {
    const answer = await perform(vault, each)
    return typeof answer === 'string' ? answer : 'ok'
  } catch (error) {
    if (error instanceof VaultError) return error.type
    throw error
  }
}

/** Every version with its labels, as the model tells them. */
async function versionsOf(vault: Vault) {
  const secret = await vault.describe(realm, 'a').catch(() => undefined)
  if (secret === undefined) return undefined
  const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true, limit: 1000 })
  expect(items).to.have.lengthOf(secret.versionCount)
  return items.map(({ version, labels }) => [version.id, labels])
}

describe('a vault, whatever is done with it', () => {
  it('answers as the model does, and leaves the versions and labels that the model leaves', async () => {
    const starts = fc.constantFrom(0, 1, 97, 98)
    await fc.assert(
      fc.asyncProperty(starts, fc.array(step, { maxLength: 40 }), async (olds, history) => {
        const { vault, clock } = setUp()
        const model = new SecretModel()
        const first: readonly Step[] = Array.from({ length: olds }, (_, i) => ({
          ...({ do: i === 0 ? 'create' : 'put' } as const),
          ...{ token: `old${i}`, text: 'x' },
        }))
        for (const [i, each] of [...first, ...history].entries()) {
          if (each.do === 'wait') await clock.advance(each.ms)
          expect(await ended(vault, each), `step ${i}`).to.equal(model.take(each))
          if (i < olds) continue
          expect(await versionsOf(vault), `after step ${i}`).to.deep.equal(model.versions)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('dates every change of a secret after the one before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (history) => {
        const { vault, clock, store } = await withSecret()
        for (const each of history) {
          if (each.do === 'wait') await clock.advance(each.ms)
          const commits = store.commits.length
          const { changedAt = 0 } = (await store.find({ realm, name: 'a' })) ?? {}
          await ended(vault, each)
          const [change, ...others] = store.commits.slice(commits).flat()
          expect(others).to.deep.equal([])
          if (change?.expected === undefined || change.record?.id !== change.expected.id) continue
          const { expected, record } = change
          expect(record.revision).to.equal(expected.revision + 1)
          if (each.do === 'read') expect(record.changedAt).to.equal(changedAt)
          else expect(record.changedAt).to.be.above(changedAt)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('keeps every promise to writers that run at once in two vaults over one store', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 60 }),
        fc.context(),
        async (steps, context) => {
          const [store, clock] = [memoryStore(), manualClock(noon)]
          const vaults = [new Vault(store, { clock }), new Vault(store, { clock })] as const
          await vaults[0].create(realm, { name: 'a', token: 't0', value: { text: 'x' } })
          const kept = steps.filter((each) => each.do !== 'delete' && each.do !== 'restore')
          const ends = await Promise.all(kept.map((each, i) => ended(vaults[i % 2 === 0 ? 0 : 1], each)))
          context.log(ends.join(' '))

          const secret = await vaults[0].describe(realm, 'a')
          const { items } = await vaults[0].versions(realm, 'a', { includeUnlabelled: true, limit: 1000 })
          const ids = items.map(({ version }) => version.id)
          expect(items.map(({ version }) => version.number)).to.deep.equal(ids.map((_, i) => i + 1))
          expect([secret.versionCount, secret.lastVersion]).to.deep.equal([ids.length, ids.length])
          expect(ids).to.include.members([...labelsByVersion(secret.labels).keys()])
          expect(secret.labels.has('AWSCURRENT')).to.equal(true)
          for (const id of ids) expect(await store.content(secret.id, id)).to.not.equal(undefined)
          for (const [i, each] of kept.entries()) {
            if (ends[i] !== 'ok' || (each.do !== 'put' && each.do !== 'update')) continue
            const { content } = await vaults[0].read(realm, 'a', { versionId: each.token })
            expect(textOf(content)).to.equal(each.text)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
