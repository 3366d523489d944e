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

  it('has all versions in their order, staged over stored, and those of no other secret', async () => {
    const { draft } = await draftOf(aSecret('a', { versionCount: 3, lastVersion: 3 }), ['v1', 'v2', 'v3'])
    draft.keepVersion(aVersion('v4', 4), text('four'))
    draft.keepVersion(aVersion('v2', 2, { accessedOn: noon }))
    draft.removeVersions(['v1'])
    const versions = await draft.versions()
    expect(versions.map(({ id, accessedOn }) => [id, accessedOn])).to.deep.equal([
      ['v2', noon],
      ['v3', undefined],
      ['v4', undefined],
    ])
    draft.remove()
    expect(await draft.versions()).to.deep.equal([])
    draft.begin(aSecret('a'))
    expect(await draft.versions()).to.deep.equal([])
  })

  it('dates what is next to happen by itself with each decision', async () => {
    const base = aSecret('a')
    const { draft } = await draftOf(base)
    draft.note({ ...base, deletion: { requestedAt: noon, dueAt: noon + day } })
    expect(draft.toChange()?.record?.dueAt).to.equal(noon + day)
    draft.note({ ...base, dueAt: noon + day })
    expect(draft.toChange()?.record?.dueAt).to.equal(undefined)
    draft.begin(aSecret('a', { deletion: { requestedAt: noon, dueAt: noon + day } }))
    expect(draft.secret?.dueAt).to.equal(noon + day)
  })

  describe('with others beside it', () => {
    async function withOthers() {
      const [base, one, two] = [aSecret('a'), aSecret('one', { revision: 3 }), aSecret('two')]
      const { store, draft } = await draftOf(base)
      await store.commit([creation(one), creation(two)])
      return { store, draft, base, one, two }
    }

    it('changes them together with it, and none that nothing was decided about', async () => {
      const { store, draft, base, one, two } = await withOthers()
      const [first, second] = [await draft.beside(one), await draft.beside(two)]
      draft.change({ ...base, description: 'x' })
      first.change({ ...one, description: 'y' })
      expect(second.secret).to.deep.equal(two)
      const changes = draft.toChanges()
      expect(changes.map(({ key }) => key)).to.deep.equal([base, one])
      expect(changes.map(({ record }) => record?.revision)).to.deep.equal([2, 4])
      expect(await store.commit(changes)).to.equal(true)
      expect((await store.find(one))?.description).to.equal('y')
    })

    it('is a change where only one of them changed', async () => {
      const { draft, one } = await withOthers()
      ;(await draft.beside(one)).remove()
      expect(draft.toChange()).to.equal(undefined)
      expect(draft.toChanges()).to.deep.equal([
        { key: one, expected: one, record: undefined, versions: [], contents: new Map(), removed: [] },
      ])
    })

    it('is one draft about each, however often it is asked for, at once too', async () => {
      const { draft, one } = await withOthers()
      const [first, other] = await Promise.all([draft.beside(one), draft.beside(one)])
      expect(other).to.equal(first)
      first.change({ ...one, description: 'y' })
      const again = await draft.beside({ realm: { ...one.realm }, name: 'one' })
      expect(again).to.equal(first)
      expect(again.secret?.description).to.equal('y')
      expect(draft.toChanges()).to.have.lengthOf(1)
    })

    it('has nothing of one where nothing stands, and puts a new one there', async () => {
      const { store, draft } = await withOthers()
      const next = aSecret('next')
      const beside = await draft.beside(next)
      expect(beside.secret).to.equal(undefined)
      beside.begin(next)
      beside.keepVersion(aVersion('v1', 1), text('new'))
      expect(await store.commit(draft.toChanges())).to.equal(true)
      expect(await store.content(next.id, 'v1')).to.deep.equal(text('new'))
    })

    it('drops what a refused verb decided about them, and nothing of those before it', async () => {
      const { draft, base, one, two } = await withOthers()
      await draft.attempt(async () => (await draft.beside(one)).change({ ...one, description: 'kept' }))
      const before = draft.toChanges()
      const refused = draft.attempt(async () => {
        draft.change({ ...base, description: 'gone' })
        ;(await draft.beside(one)).change({ ...one, description: 'gone' })
        ;(await draft.beside(two)).remove()
        throw new Error('refused')
      })
      expect((await rejection(refused)).message).to.equal('refused')
      expect(draft.toChanges()).to.deep.equal(before)
      expect((await draft.beside(one)).secret?.description).to.equal('kept')
      expect((await draft.beside(two)).secret).to.deep.equal(two)
    })

    it('shows the next verb what was dropped as it was, though it holds on to the draft', async () => {
      const { draft, one } = await withOthers()
      const beside = await draft.beside(one)
      const refused = draft.attempt(async () => {
        beside.remove()
        throw new Error('refused')
      })
      await rejection(refused)
      expect(beside.secret).to.deep.equal(one)
      expect(draft.toChanges()).to.deep.equal([])
    })
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
