import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import { dayOf } from '#rules/days'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { rejection } from './rejection.js'
import {
  arn,
  countedIds,
  day,
  elsewhere,
  hour,
  noon,
  notingStore,
  realm,
  setUp,
  textOf,
  withSecret,
} from './set-up.js'

const noVersion = (versionId: string) =>
  `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${versionId}`
const noLabel = (label: string) =>
  `ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: ${label}`
const notFound = "ResourceNotFoundException: Secrets Manager can't find the specified secret."

describe('read', () => {
  /** v1 deprecated, v2 AWSPREVIOUS, v3 AWSCURRENT and MINE, v4 AWSPENDING */
  async function withVersions() {
    const all = await withSecret()
    await all.put('v2')
    await all.put('v3')
    await all.vault.moveLabel(realm, 'a', 'MINE', { to: 'v3' })
    await all.put('v4', ['AWSPENDING'])
    return all
  }

  for (const [title, request, text, labels] of [
    ['AWSCURRENT by nothing', {}, 'v3', ['AWSCURRENT', 'MINE']],
    ['a version by its id', { versionId: 'v2' }, 'v2', ['AWSPREVIOUS']],
    ['a version by a label', { label: 'AWSPENDING' }, 'v4', ['AWSPENDING']],
    ['a version by both', { versionId: 'v3', label: 'MINE' }, 'v3', ['AWSCURRENT', 'MINE']],
    ['a version without labels by its id', { versionId: 'v1' }, 'v1', []],
  ] as const) {
    it(`gives ${title}, with its labels`, async () => {
      const { vault } = await withVersions()
      for (const secretId of ['a', arn, arn.slice(0, -7)]) {
        const found = await vault.read(realm, secretId, request)
        expect(textOf(found.content)).to.equal(text)
        expect(found.version.id).to.equal(text)
        expect(found.labels).to.deep.equal(labels)
        expect(found.secret).to.include({ name: 'a', suffix: 'Suff01' })
      }
    })
  }

  for (const [title, request, said] of [
    ['an id that there is not', { versionId: 'v9' }, noVersion('v9')],
    ['a label that there is not', { label: 'NONE' }, noLabel('NONE')],
    ['an id that there is not with a label', { versionId: 'v9', label: 'MINE' }, noVersion('v9')],
    [
      'an id and the label of another version',
      { versionId: 'v2', label: 'AWSCURRENT' },
      'InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.',
    ],
    [
      'an id and a label that there is not',
      { versionId: 'v2', label: 'NONE' },
      'InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.',
    ],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const { vault } = await withVersions()
      expect(await outcome(vault.read(realm, 'a', request))).to.equal(said)
    })
  }

  it('refuses what is not there, elsewhere, badly named or scheduled for deletion', async () => {
    const { vault } = await withVersions()
    expect(await outcome(vault.read(realm, 'b'))).to.equal(notFound)
    expect(await outcome(vault.read(realm, 'A'))).to.equal(notFound)
    expect(await outcome(vault.read(elsewhere, 'a'))).to.equal(notFound)
    expect(await outcome(vault.read(elsewhere, arn))).to.equal(notFound)
    expect(await outcome(vault.read(realm, 'a '))).to.match(/^ValidationException: Invalid name/)
    await vault.delete(realm, 'a', { recoveryDays: 7 })
    expect(await outcome(vault.read(realm, 'a'))).to.equal(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    )
  })
})

describe('a read', () => {
  it('leaves its day at the secret and at the version, and no other date', async () => {
    const { vault, store } = await withSecret()
    const before = await vault.describe(realm, 'a')
    expect(before.accessedOn).to.equal(undefined)
    await vault.read(realm, 'a')
    const { revision, ...after } = await vault.describe(realm, 'a')
    expect({ ...after, revision: before.revision }).to.deep.equal({ ...before, accessedOn: dayOf(noon) })
    expect((await store.version('secret-1', 'v1'))?.accessedOn).to.equal(dayOf(noon))
  })

  it('is remembered once a day, for each version', async () => {
    const { vault, put, store, clock } = await withSecret()
    await put('v2')
    const writes = async (versionId: string) => {
      const before = store.commits.length
      await vault.read(realm, 'a', { versionId })
      return store.commits.length - before
    }
    expect([await writes('v2'), await writes('v2'), await writes('v1'), await writes('v1')]).to.deep.equal([
      1, 0, 1, 0,
    ])
    await clock.advance(12 * hour - 1)
    expect(await writes('v2')).to.equal(0)
    await clock.advance(1)
    expect(await writes('v2')).to.equal(1)
    expect((await vault.describe(realm, 'a')).accessedOn).to.equal(dayOf(noon) + day)
    expect((await store.version('secret-1', 'v1'))?.accessedOn).to.equal(dayOf(noon))
  })

  it('that is one of many at once is remembered by one commit', async () => {
    const { vault, store } = await withSecret()
    await Promise.all(Array.from({ length: 50 }, () => vault.read(realm, 'a')))
    expect(store.commits).to.have.lengthOf(2)
  })

  it('that is refused is not remembered, nor is a describe or a list', async () => {
    const { vault, store } = await withSecret()
    await outcome(vault.read(realm, 'a', { versionId: 'v9' }))
    await vault.describe(realm, 'a')
    await vault.list(realm)
    await vault.versions(realm, 'a')
    expect(store.commits).to.have.lengthOf(1)
  })

  it('writes nothing where reads are not remembered', async () => {
    const { store, text } = await withSecret({}, { remembersReads: false })
    expect(await text('a')).to.equal('v1')
    expect(store.commits).to.have.lengthOf(1)
  })

  it('gives the value also where its date cannot be written, and says why to whoever wants to know', async () => {
    const store = notingStore()
    const told: unknown[] = []
    const full = new Error('the disk is full')
    const stuck = { ...store, commit: () => Promise.reject(full) }
    await new Vault(store, { clock: manualClock(0) }).create(realm, { name: 'a', value: { text: 'v1' } })
    const onForgotten = (error: unknown) => told.push(error)
    const { content } = await new Vault(stuck, { clock: manualClock(0), onForgotten }).read(realm, 'a')
    expect([textOf(content), told]).to.deep.equal(['v1', [full]])
    expect(await rejection(new Vault(stuck, { clock: manualClock(0) }).read(realm, 'a'))).to.equal(full)
  })

  it('that only peeks gives the same, and writes nothing', async () => {
    const { vault, store } = await withSecret()
    const { content, labels } = await vault.peek(realm, 'a', { versionId: 'v1' })
    expect([textOf(content), labels]).to.deep.equal(['v1', ['AWSCURRENT']])
    expect(await outcome(vault.peek(realm, 'a b'))).to.match(/^ValidationException/)
    expect(store.commits).to.have.lengthOf(1)
  })

  it('leaves nothing at a secret that was removed or replaced since', async () => {
    for (const again of [false, true]) {
      const store = notingStore()
      const gate = { open: () => {} }
      const slow = {
        ...store,
        async content(secretId: string, versionId: string) {
          const found = await store.content(secretId, versionId)
          await new Promise<void>((resolve) => {
            gate.open = resolve
          })
          return found
        },
      }
      const clock = { now: () => noon, sleep: async () => {} }
      const [reader, writer] = [new Vault(slow, { clock }), new Vault(store, { clock, ids: countedIds() })]
      await writer.create(realm, { name: 'a', token: 'v1', value: { text: 'old' } })
      const reading = reader.read(realm, 'a')
      await writer.delete(realm, 'a', { force: true })
      if (again) await writer.create(realm, { name: 'a', token: 'v1', value: { text: 'new' } })
      gate.open()
      expect(textOf((await reading).content)).to.equal('old')
      const there = (await writer.list(realm)).items
      expect(there.map(({ accessedOn }) => accessedOn)).to.deep.equal(again ? [undefined] : [])
    }
  })
})

describe('a read that meets a write', () => {
  /** A vault that does `meanwhile` after it has found the secret and before it looks for the version, so many times. */
  async function interrupted(meanwhile: (vault: Vault, time: number) => Promise<unknown>, times = 1) {
    const store = memoryStore()
    const at = { now: noon }
    const clock = { now: () => at.now, sleep: async () => {} }
    const vault = new Vault(store, { clock })
    let time = 0
    const reader = new Vault(
      {
        ...store,
        async version(secretId, versionId) {
          if (time < times) await meanwhile(vault, ++time)
          return store.version(secretId, versionId)
        },
      },
      { clock, remembersReads: false },
    )
    await vault.create(realm, { name: 'a', token: 'v1', value: { text: 'v1' } })
    return { at, vault, reader, times: () => time }
  }

  it('gives the version that has the label by now, where the one that had it was pruned', async () => {
    const { at, vault, reader } = await interrupted(async (writing) => {
      at.now += day
      for (const text of ['new', 'newer', 'newest']) await writing.put(realm, 'a', { value: { text } })
    })
    for (let i = 2; i <= 100; i += 1)
      await vault.put(realm, 'a', { token: `v${i}`, value: { text: 'x' }, labels: ['L'] })
    const { content } = await reader.read(realm, 'a')
    expect(textOf(content)).to.equal('newest')
  })

  it('gives the value of the secret that took the place of the one that it had found', async () => {
    const { reader } = await interrupted(async (writing) => {
      await writing.delete(realm, 'a', { force: true })
      await writing.create(realm, { name: 'a', token: 'v1', value: { text: 'new' } })
    })
    expect(textOf((await reader.read(realm, 'a')).content)).to.equal('new')
    expect(textOf((await reader.read(realm, 'a', { versionId: 'v1' })).content)).to.equal('new')
  })

  it('is refused where the secret is gone by now', async () => {
    const { reader } = await interrupted((writing) => writing.delete(realm, 'a', { force: true }))
    expect(await outcome(reader.read(realm, 'a'))).to.equal(notFound)
  })

  it('is refused an id that there is not at once, however busy the secret is', async () => {
    const { reader, times } = await interrupted(
      (writing, time) => writing.update(realm, 'a', { description: `${time}` }),
      50,
    )
    expect(await outcome(reader.read(realm, 'a', { versionId: 'v9' }))).to.equal(noVersion('v9'))
    expect(times()).to.equal(1)
  })
})

describe('readMany', () => {
  async function withThree() {
    const all = setUp()
    for (const name of ['a', 'b', 'c'])
      await all.vault.create(realm, { name, value: { text: `value of ${name}` } })
    return all
  }
  const texts = ({ found }: Awaited<ReturnType<Vault['readMany']>>) =>
    found.map(({ content }) => textOf(content))

  it('gives the current values by id in the order asked for, each id once', async () => {
    const { vault } = await withThree()
    const batch = await vault.readMany(realm, { ids: ['c', 'a', 'c'] })
    expect(texts(batch)).to.deep.equal(['value of c', 'value of a'])
    expect(batch).to.deep.include({ failed: [] })
  })

  it('fails only what cannot be read, under the id that was asked for', async () => {
    const { vault } = await withThree()
    await vault.create(realm, { name: 'empty' })
    await vault.delete(realm, 'b')
    const batch = await vault.readMany(realm, {
      ids: ['none', 'a', 'b', 'empty', 'b d', arn.replace('eu-', 'us-')],
    })
    expect(texts(batch)).to.deep.equal(['value of a'])
    expect(batch.failed.map(({ secretId }) => secretId)).to.deep.equal([
      'none',
      'b',
      'empty',
      'b d',
      arn.replace('eu-', 'us-'),
    ])
    const told = await Promise.all(batch.failed.map(({ error }) => outcome(Promise.reject(error))))
    expect(told.map((each) => each.slice(0, 60))).to.deep.equal(
      [
        notFound,
        "InvalidRequestException: You can't perform this operation on the secret because",
        noLabel('AWSCURRENT'),
        'ValidationException: Invalid name. Must be a valid name containing',
        notFound,
      ].map((each) => each.slice(0, 60)),
    )
  })

  it('gives what filters find, in pages of 20, without what has no value or is scheduled for deletion', async () => {
    const { vault } = setUp()
    for (let i = 10; i < 35; i += 1) await vault.create(realm, { name: `n${i}`, value: { text: `${i}` } })
    await vault.create(realm, { name: 'n-empty' })
    await vault.create(realm, { name: 'n-gone', value: { text: 'x' } })
    await vault.create(realm, { name: 'other', value: { text: 'x' } })
    await vault.delete(realm, 'n-gone')
    const filters = [{ key: 'name', values: ['n'] }] as const
    const first = await vault.readMany(realm, { filters })
    expect([texts(first).length, first.failed]).to.deep.equal([20, []])
    const second = await vault.readMany(realm, { filters, token: first.token, limit: 10 })
    expect([...texts(first), ...texts(second)]).to.deep.equal(
      Array.from({ length: 25 }, (_, i) => `${i + 10}`),
    )
    expect([second.failed, second.token]).to.deep.equal([[], undefined])
  })

  it('asks first whether each may be read, and leaves no trace at those that may not', async () => {
    const { vault } = await withThree()
    const asked: string[] = []
    const no = new Error('no')
    const permit = async (secretId: string) => {
      asked.push(secretId)
      if (secretId === 'b' || secretId.includes(':b-')) throw no
    }
    const byIds = await vault.readMany(realm, { ids: ['a', 'b'], permit })
    expect(texts(byIds)).to.deep.equal(['value of a'])
    expect(byIds.failed).to.deep.equal([{ secretId: 'b', error: no }])
    const byFilter = await vault.readMany(realm, { filters: [], permit })
    expect(texts(byFilter)).to.deep.equal(['value of a', 'value of c'])
    expect(byFilter.failed.map(({ error }) => error)).to.deep.equal([no])
    expect(asked.map((each) => /:(.)-\w+$/.exec(each)?.[1] ?? each)).to.deep.equal(['a', 'b', 'a', 'b', 'c'])
    expect((await vault.describe(realm, 'b')).accessedOn).to.equal(undefined)
  })

  it('leaves the day of the read at each', async () => {
    const { vault } = await withThree()
    await vault.readMany(realm, { ids: ['a'] })
    await vault.readMany(realm, { filters: [{ key: 'name', values: ['b'] }] })
    const { items } = await vault.list(realm)
    expect(items.map(({ accessedOn }) => accessedOn)).to.deep.equal([dayOf(noon), dayOf(noon), undefined])
  })

  it('refuses ids and filters at once, neither of them, and the size of a page of ids', async () => {
    const { vault } = await withThree()
    const either =
      "InvalidParameterException: Either 'SecretIdList' or 'Filters' must be provided, but not both."
    expect(await outcome(vault.readMany(realm, {}))).to.equal(either)
    expect(await outcome(vault.readMany(realm, { ids: ['a'], filters: [] }))).to.equal(either)
    expect(await outcome(vault.readMany(realm, { ids: ['a'], limit: 5 }))).to.equal(
      "InvalidParameterException: 'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
    )
  })
})
