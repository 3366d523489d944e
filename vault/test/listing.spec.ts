import { expect } from 'chai'
import { describe, it } from 'mocha'
import { limits } from '#limits'
import { memoryStore } from '#memory-store'
import type { ListRequest } from '#requests'
import type { Order } from '#store'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { day, elsewhere, hour, noon, realm, setUp, withSecret } from './set-up.js'

const badToken = /^InvalidNextTokenException: /

/** The names of a list, page by page. */
async function pages(vault: Vault, request: ListRequest): Promise<string[][]> {
  const names: string[][] = []
  let token: string | undefined
  do {
    const page = await vault.list(realm, { ...request, token })
    names.push(page.items.map(({ name }) => name))
    token = page.token
  } while (token !== undefined)
  return names
}

/** c, a and b are made in this order, an hour apart; a is changed last, b was read on an earlier day than c. */
async function withThree() {
  const all = setUp()
  const { vault, clock } = all
  for (const name of ['c', 'a', 'b']) {
    await vault.create(realm, { name, value: { text: name } })
    await clock.advance(hour)
  }
  await vault.read(realm, 'b')
  await clock.advance(day)
  await vault.read(realm, 'c')
  await vault.update(realm, 'a', { description: 'x' })
  return all
}

describe('list', () => {
  const orders: readonly (readonly [Order | undefined, string])[] = [
    [undefined, 'cab'],
    ['created', 'cab'],
    ['changed', 'cba'],
    ['name', 'abc'],
    ['accessed', 'abc'],
  ]
  for (const [order, names] of orders) {
    it(`is ordered as ${names} by ${order ?? 'nothing'}, and the other way round descending, whatever the pages`, async () => {
      const { vault } = await withThree()
      for (const limit of [undefined, 1, 2, 3]) {
        expect((await pages(vault, { order, limit })).flat().join('')).to.equal(names)
        const backwards = (await pages(vault, { order, limit, descending: true })).flat().join('')
        expect(backwards).to.equal([...names].reverse().join(''))
      }
    })
  }

  it('tells what ties in the order in which it was made', async () => {
    const { vault } = setUp()
    for (const name of ['c', 'a', 'b']) await vault.create(realm, { name })
    for (const order of ['created', 'changed', 'accessed'] as const) {
      expect((await pages(vault, { order, limit: 2 })).flat()).to.deep.equal(['c', 'a', 'b'])
    }
  })

  it('has pages of 100 where nothing is said, no token on the last one, and nothing in an empty realm', async () => {
    const { vault } = setUp()
    for (let i = 0; i < 100; i += 1) await vault.create(realm, { name: `n${i}` })
    expect((await pages(vault, {})).map(({ length }) => length)).to.deep.equal([100])
    await vault.create(realm, { name: 'one-more' })
    expect((await pages(vault, {})).map(({ length }) => length)).to.deep.equal([100, 1])
    expect(await vault.list(elsewhere)).to.deep.equal({ items: [] })
  })

  it('fills its pages, however far what fits lies apart, and ends with the last that fits', async () => {
    const { vault } = setUp()
    for (let i = 0; i < 450; i += 1) await vault.create(realm, { name: i % 150 === 149 ? `x${i}` : `n${i}` })
    const filters = [{ key: 'name', values: ['x'] }] as const
    expect(await pages(vault, { filters, limit: 2 })).to.deep.equal([['x149', 'x299'], ['x449']])
    expect(await pages(vault, { filters, limit: 3 })).to.deep.equal([['x149', 'x299', 'x449']])
    expect(await pages(vault, { filters: [{ key: 'name', values: ['y'] }] })).to.deep.equal([[]])
  })

  it('lets others have a turn while it looks far', async () => {
    const { vault } = setUp()
    for (let i = 0; i < 150; i += 1) await vault.create(realm, { name: `n${i}` })
    let turns = 0
    setImmediate(() => {
      turns += 1
    })
    await vault.list(realm, { filters: [{ key: 'name', values: ['y'] }] })
    expect(turns).to.equal(1)
  })

  it('goes on after a page whose last secret is gone, and tells none twice', async () => {
    const { vault } = setUp()
    for (const name of ['a', 'b', 'c', 'd']) await vault.create(realm, { name })
    const first = await vault.list(realm, { order: 'name', limit: 2 })
    await vault.delete(realm, 'b', { force: true })
    await vault.create(realm, { name: 'aa' })
    const second = await vault.list(realm, { order: 'name', limit: 2, token: first.token })
    expect(second.items.map(({ name }) => name)).to.deep.equal(['c', 'd'])
  })

  it('takes a token back for the same question with pages of another size, and for no other', async () => {
    const { vault } = setUp()
    for (const name of ['a', 'b', 'c']) {
      await vault.create(realm, { name })
      await vault.create(elsewhere, { name })
    }
    const filters = [{ key: 'name', values: ['a', 'b', 'c'] }] as const
    const { token } = await vault.list(realm, { filters, limit: 1 })
    expect(token?.length).to.be.within(limits.nextToken.min, limits.nextToken.max)
    const rest = await vault.list(realm, { filters, limit: 2, token })
    expect(rest.items.map(({ name }) => name)).to.deep.equal(['b', 'c'])
    for (const other of [
      {},
      { filters: [] },
      { filters: [{ key: 'name', values: ['a', 'b'] }] },
      { filters: [...filters, ...filters] },
      { filters, order: 'name' },
      { filters, descending: true },
      { filters, includeDeleted: true },
    ] as const) {
      expect(await outcome(vault.list(realm, { ...other, token })), JSON.stringify(other)).to.match(badToken)
    }
    expect(await outcome(vault.list(elsewhere, { filters, token }))).to.match(badToken)
  })

  it('refuses tokens that are broken or empty', async () => {
    const { vault } = setUp()
    for (const token of ['', 'x', 'null', 'W10', 'WyJ4Iiwx']) {
      expect(await outcome(vault.list(realm, { token }))).to.match(badToken)
      await outcome(vault.create(realm, { name: 'a' }))
      expect(await outcome(vault.versions(realm, 'a', { token }))).to.match(badToken)
    }
  })

  it('refuses filters without a key or without values', async () => {
    const { vault } = setUp()
    expect(await outcome(vault.list(realm, { filters: [{ values: ['x'] }] }))).to.match(
      /: Invalid filter key$/,
    )
  })
})

describe('versions', () => {
  it('are those with labels, in the order in which they were made; with the others where they are asked for', async () => {
    const { vault, put } = await withSecret()
    for (const id of ['v2', 'v3', 'v4']) await put(id)
    await put('v5', ['AWSPENDING'])
    const told = async (includeUnlabelled?: boolean) =>
      (await vault.versions(realm, 'a', { includeUnlabelled })).items.map(
        ({ version, labels }) => `${version.id} ${labels}`,
      )
    expect(await told()).to.deep.equal(['v3 AWSPREVIOUS', 'v4 AWSCURRENT', 'v5 AWSPENDING'])
    expect(await told(true)).to.deep.equal(['v1 ', 'v2 ', 'v3 AWSPREVIOUS', 'v4 AWSCURRENT', 'v5 AWSPENDING'])
  })

  for (const includeUnlabelled of [false, true]) {
    it(`come in pages, ${includeUnlabelled ? 'all of them' : 'those with labels'}, whose tokens fit no other question`, async () => {
      const { vault, put } = await withSecret()
      for (const id of ['v2', 'v3', 'v4']) await put(id)
      await vault.moveLabel(realm, 'a', 'MINE', { to: 'v1' })
      await vault.create(realm, { name: 'b', value: { text: 'x' } })
      const expected = includeUnlabelled ? ['v1', 'v2', 'v3', 'v4'] : ['v1', 'v3', 'v4']
      for (const limit of [1, 2, 3, 4]) {
        const ids: string[] = []
        let token: string | undefined
        do {
          const page = await vault.versions(realm, 'a', { includeUnlabelled, limit, token })
          expect(page.secret.name).to.equal('a')
          expect(page.items.length).to.be.within(1, limit)
          ids.push(...page.items.map(({ version }) => version.id))
          token = page.token
        } while (token !== undefined)
        expect(ids).to.deep.equal(expected)
      }
      const { token } = await vault.versions(realm, 'a', { includeUnlabelled, limit: 1 })
      for (const [secretId, other] of [
        ['a', { includeUnlabelled: !includeUnlabelled, token }],
        ['b', { includeUnlabelled, token }],
      ] as const) {
        expect(await outcome(vault.versions(realm, secretId, other))).to.match(badToken)
      }
      expect(await outcome(vault.list(realm, { token }))).to.match(badToken)
    })
  }

  it('tell of no version that is newer than the labels that they are told with', async () => {
    const store = memoryStore()
    const clock = { now: () => noon, sleep: async () => {} }
    const vault = new Vault(store, { clock })
    await vault.create(realm, { name: 'a', token: 'v1', value: { text: 'v1' } })
    const interrupted = new Vault(
      {
        ...store,
        async versions(secretId, scan) {
          await vault.put(realm, 'a', { token: 'v2', value: { text: 'v2' } })
          return store.versions(secretId, scan)
        },
      },
      { clock },
    )
    const { items, token } = await interrupted.versions(realm, 'a', { includeUnlabelled: true, limit: 1 })
    expect(items.map(({ version, labels }) => [version.id, labels])).to.deep.equal([['v1', ['AWSCURRENT']]])
    expect(token).to.equal(undefined)
  })

  it('are told of a scheduled secret, and refused for one that is not there', async () => {
    const { vault } = await withSecret()
    await vault.delete(realm, 'a')
    expect((await vault.versions(realm, 'a')).items).to.have.lengthOf(1)
    expect(await outcome(vault.versions(realm, 'b'))).to.match(/^ResourceNotFoundException/)
  })
})
