import { memoryProvider, type Page, type SecretInfo, type SecretsProvider, toCursor } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { listedAcross, type Part } from '#listed-across'
import { refusalOf } from './refusal.js'

const holding = (names: readonly string[]) =>
  memoryProvider(Object.fromEntries(names.map((name) => [name, 'x'])))
const part = (key: string, provider: SecretsProvider, more: Partial<Part> = {}): Part => ({
  key,
  provider,
  keeps: () => true,
  ...more,
})
const namesOf = (page: Page<SecretInfo>) => page.items.map(({ name }) => name)

async function whole(parts: readonly Part[], limit?: number, prefix?: string): Promise<string[][]> {
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const page = await listedAcross('all', parts, { cursor, limit, prefix }, {})
    pages.push(namesOf(page))
    cursor = page.cursor
  } while (cursor !== undefined)
  return pages
}

describe('a list of several lists', () => {
  const parts = () => [
    part('one', holding(['a', 'b', 'c'])),
    part('two', holding([])),
    part('three', holding(['d', 'e'])),
  ]

  it('tells one after the other', async () => {
    expect(await whole(parts())).to.deep.equal([['a', 'b', 'c', 'd', 'e']])
    expect(await whole([])).to.deep.equal([[]])
  })

  it('has full pages across the lists', async () => {
    expect(await whole(parts(), 2)).to.deep.equal([['a', 'b'], ['c', 'd'], ['e']])
    const every = await whole(parts(), 1)
    expect(every.flat()).to.deep.equal(['a', 'b', 'c', 'd', 'e'])
  })

  it('leaves out what does not belong, and fills its pages all the same', async () => {
    const keeps = ({ name }: SecretInfo) => Promise.resolve(name !== 'b')
    const some = [part('one', holding(['a', 'b', 'c', 'd']), { keeps })]
    expect(await whole(some, 2)).to.deep.equal([['a', 'c'], ['d']])
  })

  it('asks each list for its own start', async () => {
    const both = ['x/1', 'x/y/1', 'z']
    const two = [part('one', holding(both), { prefix: 'x/y/' }), part('two', holding(both))]
    expect(await whole(two, undefined, 'x/')).to.deep.equal([['x/y/1', 'x/1', 'x/y/1']])
  })

  it('passes on the bounds of the call, and the wish for deleted ones', async () => {
    const seen: unknown[] = []
    const provider: SecretsProvider = {
      ...holding([]),
      list: async (options, op) => {
        seen.push(options, op)
        return { items: [] }
      },
    }
    const op = { timeoutMs: 5 }
    await listedAcross('all', [part('one', provider)], { includeDeleted: true, limit: 7 }, op)
    expect(seen).to.deep.equal([{ prefix: '', cursor: undefined, limit: 7, includeDeleted: true }, op])
  })

  it('is the same whole for every size of page', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 12 })
    const several = fc.array(names, { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(several, fc.integer({ min: 1, max: 6 }), async (lists, limit) => {
        const keeps = ({ name }: SecretInfo) => !name.startsWith('a')
        const some = lists.map((list, at) => part(`p${at}`, holding(list), { keeps }))
        const pages = await whole(some, limit)
        const expected = lists.flatMap((list) => list.toSorted().filter((name) => !name.startsWith('a')))
        expect(pages.flat()).to.deep.equal(expected)
        for (const page of pages.slice(0, -1)) expect(page).to.have.length(limit)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses sizes outside 1 to 100', async () => {
    for (const limit of [0, 101]) {
      const error = await refusalOf(listedAcross('all', parts(), { limit }, {}))
      expect(error).to.have.property('code', 'INVALID_ARGUMENT')
    }
  })

  const foreign: [string, string][] = [
    ['of another list', toCursor('other ', ['one', null])],
    ['of another prefix', toCursor('all x/', ['one', null])],
    ['of a list that is gone', toCursor('all ', ['gone', null])],
    ['with another place in a list', toCursor('all ', ['one', 'broken'])],
    ['of a provider that has this name', toCursor('all ', 'db')],
    ['with a number for a place', toCursor('all ', 7)],
    ['with nothing for a place', toCursor('all ', null)],
    ['with an object for a place', toCursor('all ', { one: null })],
    ['that is no cursor', 'x'],
  ]
  for (const [what, cursor] of foreign) {
    it(`refuses a cursor ${what} with INVALID_CURSOR`, async () => {
      const error = await refusalOf(listedAcross('all', parts(), { cursor }, {}))
      expect(error).to.have.property('code', 'INVALID_CURSOR')
    })
  }
})
