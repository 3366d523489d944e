import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Draft } from '#draft'
import { memoryStore } from '#memory-store'
import type { SecretRecord } from '#model'
import { aSecret, aVersion, creation, text } from '#testing/sample-secrets'
import { rejection } from './rejection.js'
import { day, noon, plain } from './set-up.js'

/** A draft about a secret that is in a store with these versions, each with its id as its content. */
async function draftOf(base: SecretRecord | undefined, versionIds: readonly string[] = ['v1'], now = noon) {
  const store = memoryStore()
  if (base !== undefined) {
    const versions = versionIds.map((id, i) => aVersion(id, i + 1))
    const contents = new Map(versionIds.map((id) => [id, text(id)]))
    await store.commit([creation(base, { versions, contents })])
  }
  const key = base ?? aSecret('none')
  return { store, draft: new Draft(store, key, base, now) }
}

describe('a draft', () => {
  it('is no change while nothing is decided', async () => {
    const base = aSecret('a')
    const { draft } = await draftOf(base)
    expect(draft.secret).to.equal(base)
    await draft.version('v1')
    await draft.content('v1')
    expect(draft.toChange()).to.equal(undefined)
    expect((await draftOf(undefined)).draft.toChange()).to.equal(undefined)
  })

  it('shows what was decided, and the rest as it is in the store', async () => {
    const { draft } = await draftOf(aSecret('a'))
    draft.keepVersion(aVersion('v2', 2), text('two'))
    expect((await draft.version('v2'))?.number).to.equal(2)
    expect(await draft.content('v2')).to.deep.equal(text('two'))
    expect((await draft.version('v1'))?.number).to.equal(1)
    expect(await draft.content('v1')).to.deep.equal(text('v1'))
  })

  it('keeps the content of a version that is kept without one', async () => {
    const { draft } = await draftOf(aSecret('a'))
    draft.keepVersion(aVersion('v2', 2), text('two'))
    draft.keepVersion(aVersion('v2', 2, { accessedOn: noon }))
    expect(await draft.content('v2')).to.deep.equal(text('two'))
    draft.keepVersion(aVersion('v1', 1, { accessedOn: noon }))
    expect(await draft.content('v1')).to.deep.equal(text('v1'))
    expect([...(draft.toChange()?.contents.keys() ?? [])]).to.deep.equal(['v2'])
  })

  it('changes by one revision, however many decide, and answers the revision that it will have', async () => {
    const base = aSecret('a', { revision: 7 })
    const { draft } = await draftOf(base)
    for (const description of ['one', 'two', 'three']) {
      draft.change({ ...(draft.secret ?? base), description })
      expect(draft.secret?.revision).to.equal(8)
    }
    const change = draft.toChange()
    expect(change?.expected).to.equal(base)
    expect(change?.record).to.include({ revision: 8, description: 'three' })
  })

  it('changes by one revision where only a version was kept', async () => {
    const { draft } = await draftOf(aSecret('a', { revision: 7 }))
    draft.keepVersion(aVersion('v1', 1, { accessedOn: noon }))
    expect(draft.toChange()?.record?.revision).to.equal(8)
  })

  it('moves the date of change with the clock, by a millisecond at least, and never back', async () => {
    for (const [before, now, after] of [
      [noon - 5, noon, noon],
      [noon, noon, noon + 1],
      [noon + day, noon, noon + day + 1],
    ] as const) {
      const base = aSecret('a', { changedAt: before })
      const { draft } = await draftOf(base, ['v1'], now)
      draft.change(base)
      expect(draft.secret?.changedAt).to.equal(after)
    }
  })

  it('notes without moving the date of change', async () => {
    const base = aSecret('a')
    const { draft } = await draftOf(base, ['v1'], noon + day)
    draft.note({ ...base, accessedOn: noon })
    expect(draft.toChange()?.record).to.deep.include({ changedAt: base.changedAt, accessedOn: noon })
  })

  it('drops what a refused verb decided, and nothing of those before it', async () => {
    const base = aSecret('a')
    const { draft } = await draftOf(base, ['v1', 'v2'])
    await draft.attempt(async () => draft.keepVersion(aVersion('v3', 3), text('three')))
    const before = draft.toChange()
    const refused = draft.attempt(async () => {
      draft.change({ ...base, description: 'gone' })
      draft.keepVersion(aVersion('v4', 4), text('four'))
      draft.removeVersions(['v2', 'v3'])
      draft.remove()
      throw new Error('refused')
    })
    expect((await rejection(refused)).message).to.equal('refused')
    expect(draft.toChange()).to.deep.equal(before)
    expect(await draft.version('v4')).to.equal(undefined)
    expect((await draft.version('v2'))?.number).to.equal(2)
    expect(draft.secret?.description).to.equal(undefined)
  })

  describe('without some versions', () => {
    it('shows neither them nor their contents, whether they were staged or stored', async () => {
      const { draft } = await draftOf(aSecret('a'), ['v1', 'v2', 'v3'])
      draft.keepVersion(aVersion('v4', 4), text('four'))
      draft.removeVersions(['v1', 'v4'])
      for (const id of ['v1', 'v4']) {
        expect(await draft.version(id)).to.equal(undefined)
        expect(await draft.content(id)).to.equal(undefined)
      }
      expect((await draft.oldest(1)).map(({ id }) => id))
        .to.include('v2')
        .and.not.include('v1')
      expect(draft.toChange()).to.deep.include({ versions: [], removed: ['v1', 'v4'] })
    })

    it('keeps one that is made again under the same id', async () => {
      const { store, draft } = await draftOf(aSecret('a'), ['v1', 'v2'])
      draft.removeVersions(['v2'])
      draft.keepVersion(aVersion('v2', 3), text('again'))
      expect(await draft.content('v2')).to.deep.equal(text('again'))
      const change = draft.toChange()
      if (change === undefined) throw new Error('it is no change')
      await store.commit([change])
      expect((await store.version(change.record?.id ?? '', 'v2'))?.number).to.equal(3)
      expect(await store.content(change.record?.id ?? '', 'v2')).to.deep.equal(text('again'))
    })
  })

  describe('in which the secret is replaced', () => {
    it('shows nothing of the one before, and expects it', async () => {
      const base = aSecret('a', { revision: 7 })
      const { draft } = await draftOf(base)
      draft.keepVersion(aVersion('v2', 2), text('of the old one'))
      draft.remove()
      expect(draft.secret).to.equal(undefined)
      expect(await draft.version('v1')).to.equal(undefined)
      expect(draft.toChange()).to.deep.include({ expected: base, record: undefined, versions: [] })

      const next = aSecret('a')
      draft.begin(next)
      draft.keepVersion(aVersion('n1', 1), text('new'))
      expect(await draft.version('v1')).to.equal(undefined)
      expect(await draft.content('v1')).to.equal(undefined)
      expect(await draft.version('v2')).to.equal(undefined)
      expect(await draft.oldest(10)).to.deep.equal([])
      const change = draft.toChange()
      expect(change).to.deep.include({ expected: base, record: next })
      expect(plain(change?.contents ?? new Map())).to.deep.equal({ n1: text('new') })
    })

    it('begins at revision 1, and stays there whoever else decides', async () => {
      const { draft } = await draftOf(aSecret('a', { revision: 7 }))
      const next = aSecret('a')
      draft.begin(next)
      draft.change({ ...next, description: 'x' })
      expect(draft.toChange()?.record).to.include({ revision: 1, description: 'x' })
    })

    it('is no change where what was begun is removed again', async () => {
      const { draft } = await draftOf(undefined)
      draft.begin(aSecret('none'))
      draft.keepVersion(aVersion('v1', 1), text('x'))
      draft.remove()
      expect(draft.toChange()).to.equal(undefined)
    })
  })

  describe('of a secret whose recovery window has ended', () => {
    const ended = aSecret('a', { revision: 7, deletion: { requestedAt: noon - 7 * day, dueAt: noon } })

    it('has no secret and no versions, and leaves the old one to be swept', async () => {
      const { draft } = await draftOf(ended)
      expect(draft.secret).to.equal(undefined)
      expect(await draft.version('v1')).to.equal(undefined)
      expect(draft.toChange()).to.equal(undefined)
    })

    it('puts a new one in its place, expecting the old one', async () => {
      const { draft } = await draftOf(ended)
      const next = aSecret('a')
      draft.begin(next)
      expect(draft.toChange()).to.deep.include({ expected: ended, record: next })
    })
  })
})
