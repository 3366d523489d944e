import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Draft } from '#draft'
import { memoryStore } from '#memory-store'
import { aSecret, changed, creation, update } from '#testing/sample-secrets'
import { writer } from '#writer'
import { rejection } from './rejection.js'
import { noon, notingStore, realm } from './set-up.js'

const key = { realm, name: 'a' }

/** A store with one secret, and a writer on it. */
async function setUp() {
  const inner = memoryStore()
  const base = aSecret('a', { description: '' })
  await inner.commit([creation(base)])
  const store = notingStore(inner)
  return { inner, base, store, write: writer(store, manualClock(noon)) }
}

/** A verb that adds a word to the description, and answers what is there then. */
const add = (word: string) => async (draft: Draft) => {
  const { secret } = draft
  if (secret === undefined) throw new Error('no secret')
  draft.change({ ...secret, description: `${secret.description}${word}` })
  return draft.secret?.description
}

describe('writer', () => {
  it('commits what a verb decides before it answers', async () => {
    const { store, write } = await setUp()
    expect(await write(key, add('x'))).to.equal('x')
    expect((await store.find(key))?.description).to.equal('x')
  })

  it('commits nothing where a verb decides nothing', async () => {
    const { store, write } = await setUp()
    expect(await write(key, async ({ secret }) => secret?.name)).to.equal('a')
    expect(store.commits).to.have.lengthOf(0)
  })

  it('decides again on what somebody else has made of the secret meanwhile', async () => {
    const { inner, base, store, write } = await setUp()
    let decisions = 0
    const result = await write(key, async (draft) => {
      decisions += 1
      if (decisions === 1) await inner.commit([update(base, changed(base, { description: 'theirs, ' }))])
      return add('ours')(draft)
    })
    expect([result, decisions]).to.deep.equal(['theirs, ours', 2])
    expect((await store.find(key))?.description).to.equal('theirs, ours')
  })

  it('decides again for every verb of a batch after a conflict, and answers each once', async () => {
    const { inner, base, store, write } = await setUp()
    let interfered = false
    const first = write(key, async (draft) => {
      if (!interfered) await inner.commit([update(base, changed(base, { description: '-' }))])
      interfered = true
      return add('1')(draft)
    })
    const results = await Promise.all([first, write(key, add('2')), write(key, add('3'))])
    expect(results).to.deep.equal(['-1', '-12', '-123'])
    expect((await store.find(key))?.description).to.equal('-123')
  })

  it('loses no update of many at once, and needs few commits for them', async () => {
    const { store, write } = await setUp()
    const results = await Promise.all(Array.from({ length: 500 }, () => write(key, add('x'))))
    expect(results.map((result) => result?.length)).to.deep.equal(results.map((_, i) => i + 1))
    expect(store.commits.length).to.be.at.most(7)
  })

  it('loses no update of two writers over one store', async () => {
    const { store, write } = await setUp()
    const other = writer(store, manualClock(noon))
    await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? write : other)(key, add('x'))))
    expect((await store.find(key))?.description).to.have.lengthOf(50)
  })

  it('fails a refused verb alone, with its own error, and keeps what those beside it decided', async () => {
    const { store, write } = await setUp()
    const refusal = new Error('no')
    const [, one, refused, two] = await Promise.allSettled([
      write(key, add('0')),
      write(key, add('1')),
      write(key, async (draft) => {
        await add('never')(draft)
        throw refusal
      }),
      write(key, add('2')),
    ])
    expect([one, two]).to.deep.equal([
      { status: 'fulfilled', value: '01' },
      { status: 'fulfilled', value: '012' },
    ])
    expect(refused).to.deep.equal({ status: 'rejected', reason: refusal })
    expect((await store.find(key))?.description).to.equal('012')
  })

  it('answers a refusal that rests on another verb only when that one is committed', async () => {
    const { inner, store } = await setUp()
    const order: string[] = []
    const slow = writer(
      {
        ...store,
        async commit(changes) {
          const done = await inner.commit(changes)
          order.push('committed')
          return done
        },
      },
      manualClock(noon),
    )
    const free = { realm, name: 'free' }
    const make = (draft: Draft) => {
      if (draft.secret !== undefined) throw new Error('there already')
      draft.begin(aSecret('free'))
    }
    const told = (what: string) => () => order.push(what)
    await slow({ realm, name: 'free' }, async () => undefined)
    await Promise.all([
      slow(free, async () => undefined),
      slow(free, async (draft) => make(draft)).then(told('made')),
      slow(free, async (draft) => make(draft)).catch(told('refused')),
    ])
    expect(order).to.deep.equal(['committed', 'made', 'refused'])
  })

  for (const what of ['find', 'commit'] as const) {
    it(`rejects all verbs that wait for a ${what} that the store rejects, and goes on with those after them`, async () => {
      const { store } = await setUp()
      const trouble = new Error('disk full')
      let failing = 2
      const fail = () => {
        if (--failing === 0) throw trouble
      }
      const write = writer(
        {
          ...store,
          async find(at) {
            if (what === 'find') fail()
            return store.find(at)
          },
          async commit(changes) {
            if (what === 'commit') fail()
            return store.commit(changes)
          },
        },
        manualClock(noon),
      )
      const settled = await Promise.allSettled(['0', '1', '2'].map((word) => write(key, add(word))))
      expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected'])
      for (const each of settled) if (each.status === 'rejected') expect(each.reason).to.equal(trouble)
      expect(await write(key, add('3'))).to.equal('03')
    })
  }

  it('goes on with verbs that came while a commit failed', async () => {
    const { store } = await setUp()
    let fails = true
    const later: Promise<unknown>[] = []
    const write = writer(
      {
        ...store,
        async commit(changes) {
          if (!fails) return store.commit(changes)
          fails = false
          later.push(write(key, add('later')))
          throw new Error('once')
        },
      },
      manualClock(noon),
    )
    expect((await rejection(write(key, add('first')))).message).to.equal('once')
    expect(await Promise.all(later)).to.deep.equal(['later'])
  })

  it('lets verbs about other secrets by, also where account, Region and name look alike when put together', async () => {
    const { store, write } = await setUp()
    const keys = [
      { realm: { account: '1', region: 'r' }, name: 'r/a' },
      { realm: { account: '1/r', region: 'r' }, name: 'a' },
      { realm: { account: '1', region: 'r/r' }, name: 'a' },
    ]
    await Promise.all(
      keys.map((each) =>
        write(each, async (draft) => {
          expect(draft.key).to.equal(each)
          draft.begin(aSecret(each.name, { realm: each.realm }))
        }),
      ),
    )
    for (const each of keys) expect((await store.find(each))?.realm).to.deep.equal(each.realm)
  })

  it('decides again where another secret changed that the verb has changed beside its own', async () => {
    const { inner, store, write } = await setUp()
    const other = aSecret('other', { description: '' })
    await inner.commit([creation(other)])
    let decisions = 0
    await write(key, async (draft) => {
      decisions += 1
      const beside = await draft.beside(other)
      if (decisions === 1) await inner.commit([update(other, changed(other, { description: 'theirs' }))])
      if (beside.secret !== undefined) {
        beside.change({ ...beside.secret, description: `${beside.secret.description}, ours` })
      }
      await add('x')(draft)
    })
    expect(decisions).to.equal(2)
    expect((await store.find(other))?.description).to.equal('theirs, ours')
    expect((await store.find(key))?.description).to.equal('x')
  })

  describe('tells when something is to happen by itself', () => {
    const due = (at: number | undefined) => async (draft: Draft) => {
      const { secret } = draft
      if (secret === undefined) throw new Error('no secret')
      draft.note({ ...secret, deletion: at === undefined ? undefined : { requestedAt: noon, dueAt: at } })
    }

    async function told() {
      const { inner, base, store } = await setUp()
      const dues: (readonly [number, boolean])[] = []
      const look = (at: number) => dues.push([at, store.commits.length > 0])
      return { inner, base, store, dues, write: writer(store, manualClock(noon), look) }
    }

    it('once that is committed, and each time that it is decided anew', async () => {
      const { dues, write } = await told()
      await write(key, due(noon + 5))
      await write(key, due(noon + 3))
      expect(dues).to.deep.equal([
        [noon + 5, true],
        [noon + 3, true],
      ])
    })

    it('not where that stays as it was, nor where nothing is to happen', async () => {
      const { dues, write } = await told()
      await write(key, due(noon + 5))
      await write(key, add('x'))
      await write(key, due(undefined))
      expect(dues).to.deep.equal([[noon + 5, true]])
    })

    it('not of what was dropped after a conflict', async () => {
      const { inner, base, dues, write } = await told()
      let decisions = 0
      await write(key, async (draft) => {
        decisions += 1
        if (decisions === 1) await inner.commit([update(base, changed(base))])
        await due(noon + decisions)(draft)
      })
      expect(dues.map(([at]) => at)).to.deep.equal([noon + 2])
    })

    it('of secrets beside the one that is written, too', async () => {
      const { dues, write } = await told()
      const deletion = { requestedAt: noon, dueAt: noon + 7 }
      const other = { realm, name: 'other' }
      await write(key, async (draft) => (await draft.beside(other)).begin(aSecret('other', { deletion })))
      expect(dues.map(([at]) => at)).to.deep.equal([noon + 7])
    })
  })
})
