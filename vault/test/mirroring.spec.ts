import { manualClock } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import type { SecretKey } from '#model'
import type { Store } from '#store'
import { Vault } from '#vault'
import { allow, policy, root } from './policy/matrix.js'
import { day, elsewhere, everything, hour, noon, notingStore, realm, textOf, withReplicas } from './set-up.js'

const forAll = policy(allow('GetSecretValue', { Principal: '*' }))
const here = { realm, name: 'a' }
const there = { realm: elsewhere, name: 'a' }
const far = { realm: { ...realm, region: 'eu-west-3' }, name: 'a' }
const both = [elsewhere.region, far.realm.region]

/** What a store holds of a secret, without what a primary and its replicas have each for themselves. */
async function shared(store: Store, key: SecretKey) {
  const found = await everything(store, key)
  if (found === undefined) return undefined
  const {
    id,
    realm: own,
    revision,
    accessedOn,
    kmsKeyId,
    dueAt,
    primaryRegion,
    replicas,
    rotation,
    ...record
  } = found.record
  const versions = found.versions.map(({ kmsKeyIds, accessedOn: read, ...version }) => version)
  return { record, versions, texts: found.texts }
}

async function expectInSync(store: Store, keys: readonly SecretKey[] = [there, far]): Promise<void> {
  const primary = await shared(store, here)
  expect(primary).to.not.equal(undefined)
  for (const key of keys) expect(await shared(store, key), key.realm.region).to.deep.equal(primary)
}

describe('replicas', () => {
  const changes: Readonly<Record<string, (vault: Vault) => Promise<unknown>>> = {
    'a new version': (vault) => vault.put(realm, 'a', { token: 'v3', value: { text: 'three' } }),
    'a version that is pending': (vault) =>
      vault.put(realm, 'a', { token: 'v3', value: { text: 'three' }, labels: ['AWSPENDING'] }),
    'a version of bytes': (vault) => vault.put(realm, 'a', { value: { binary: Uint8Array.of(0, 255) } }),
    'an update': (vault) =>
      vault.update(realm, 'a', { token: 'v3', value: { text: 'x' }, description: 'new' }),
    'a description that goes': (vault) => vault.update(realm, 'a', { description: '' }),
    'a label that moves': (vault) => vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: 'v1', from: 'v2' }),
    'tags that come': (vault) => vault.tag(realm, 'a', [{ key: 'x', value: 'y' }]),
    'a policy': (vault) => vault.putPolicy(realm, 'a', forAll, { caller: root(realm.account) }),
    'a policy that goes': (vault) => vault.deletePolicy(realm, 'a'),
    'tags that go': (vault) => vault.untag(realm, 'a', ['k']),
  }
  for (const [what, change] of Object.entries(changes)) {
    it(`follow ${what}, in the same commit`, async () => {
      const { vault, store, put } = await withReplicas(both, {
        description: 'd',
        tags: [{ key: 'k', value: 'v' }],
      })
      await put('v2')
      if (what.endsWith('goes')) await vault.putPolicy(realm, 'a', forAll, { caller: root(realm.account) })
      const commits = store.commits.length
      const before = await shared(store, there)
      await change(vault)
      expect(store.commits.slice(commits).map(({ length }) => length)).to.deep.equal([3])
      await expectInSync(store)
      expect(await shared(store, there)).to.not.deep.equal(before)
    })
  }

  it('keep their own key, with the keys and the reads of their versions, when the primary gets another', async () => {
    const { vault, store } = await withReplicas()
    await vault.read(elsewhere, 'a')
    await vault.update(realm, 'a', { kmsKeyId: 'alias/new' })
    await expectInSync(store, [there])
    const found = await everything(store, there)
    expect(found?.record.kmsKeyId).to.equal(undefined)
    expect(found?.versions.map(({ kmsKeyIds }) => kmsKeyIds)).to.deep.equal([['DefaultEncryptionKey']])
    expect(found?.versions.map(({ accessedOn }) => accessedOn)).to.deep.equal([noon - 12 * hour])
    expect((await everything(store, here))?.versions[0]?.kmsKeyIds).to.include('alias/new')
  })

  it('hear nothing of a read of the primary, and the primary nothing of theirs', async () => {
    const { vault, store } = await withReplicas()
    const [primary, replica] = [await everything(store, here), await everything(store, there)]
    await vault.read(realm, 'a')
    expect(await everything(store, there)).to.deep.equal(replica)
    expect((await store.find(here))?.accessedOn).to.equal(noon - 12 * hour)
    await store.clear(realm)
    expect(primary?.record.accessedOn).to.equal(undefined)

    const other = await withReplicas()
    const before = await everything(other.store, here)
    await other.vault.read(elsewhere, 'a')
    expect(await everything(other.store, here)).to.deep.equal(before)
    expect((await other.store.version('secret-2', 'v1'))?.accessedOn).to.equal(noon - 12 * hour)
  })

  it('keep the days of their own reads when the primary changes', async () => {
    const { vault, store, clock, put } = await withReplicas()
    await vault.read(elsewhere, 'a')
    await clock.advance(day)
    await vault.read(realm, 'a')
    await put('v2')
    await vault.moveLabel(realm, 'a', 'MINE', { to: 'v1' })
    const found = await everything(store, there)
    expect(found?.record.accessedOn).to.equal(noon - 12 * hour)
    expect(found?.versions.map(({ accessedOn }) => accessedOn)).to.deep.equal([noon - 12 * hour, undefined])
    await expectInSync(store, [there])
  })

  it('follow a read and a change that are committed together', async () => {
    const { vault, store } = await withReplicas()
    await Promise.all([
      vault.tag(realm, 'a', []),
      vault.read(realm, 'a'),
      vault.tag(realm, 'a', [{ key: 'k', value: 'v' }]),
    ])
    await expectInSync(store, [there])
    expect((await store.find(there))?.accessedOn).to.equal(undefined)
  })

  for (const [how, prune] of [
    ['by a write', (vault) => vault.put(realm, 'a', { token: 'next', value: { text: 'x' } })],
    ['by the hour', (vault) => vault.sweep()],
  ] as const satisfies readonly (readonly [string, (vault: Vault) => Promise<unknown>])[]) {
    it(`lose with their primary the versions that are removed ${how}, and never by themselves`, async () => {
      const { vault, store, clock, put } = await withReplicas(both)
      for (let i = 2; i <= 105; i += 1) await put(`v${i}`)
      expect((await store.find(there))?.dueAt).to.equal(undefined)
      await clock.advance(day)
      expect(await vault.due(10)).to.deep.equal([here])
      await prune(vault)
      expect((await everything(store, there))?.texts).to.have.lengthOf(100)
      await expectInSync(store)
    })
  }

  it('are changed neither by those that failed nor by those that are not made yet', async () => {
    const { vault, store, put } = await withReplicas()
    await vault.create(far.realm, { name: 'a', value: { text: 'other' } })
    await vault.replicate(realm, 'a', { regions: [{ region: 'eu-west-3' }] })
    await put('v2')
    await expectInSync(store, [there])
    await vault.sweep()
    await put('v3')
    await expectInSync(store, [there])
    expect((await everything(store, far))?.texts).to.deep.equal(['other'])
  })

  it('are made again where the store has lost them', async () => {
    const { vault, store, put } = await withReplicas(both)
    await store.clear(elsewhere)
    await put('v2')
    const statuses = async () => (await vault.describe(realm, 'a')).replicas?.map(({ status }) => status)
    expect(await statuses()).to.deep.equal(['InProgress', 'InSync'])
    await vault.sweep()
    expect(await statuses()).to.deep.equal(['InSync', 'InSync'])
    await expectInSync(store)
  })

  it('cost a secret that has none nothing: the store is asked no more than before', async () => {
    let finds = 0
    const inner = memoryStore()
    const store: Store = {
      ...inner,
      find(key) {
        finds += 1
        return inner.find(key)
      },
    }
    const vault = new Vault(store, { clock: manualClock(noon) })
    await vault.create(realm, { name: 'a', token: 'v1', value: { text: 'x' } })
    expect(finds).to.equal(1)
    await vault.put(realm, 'a', { token: 'v2', value: { text: 'y' } })
    expect(finds).to.equal(2)
  })

  it('lose nothing of 100 writes to their primary while all are read', async () => {
    const { vault, store, put } = await withReplicas(both)
    const reads = [realm, elsewhere, far.realm]
    const work = Array.from({ length: 100 }, async (_, i) => {
      await put(`w${i}`)
      await Promise.all(reads.map((each) => vault.read(each, 'a', { versionId: `w${i}` })))
    })
    await Promise.all(work)
    await expectInSync(store)
    expect((await everything(store, there))?.texts).to.have.lengthOf(101)
    expect(store.commits.length).to.be.at.most(350)
  })

  it('lose nothing where two vaults over one store write, copy, read and remove at once', async () => {
    const clock = manualClock(noon)
    const store = notingStore()
    const vaults = [new Vault(store, { clock }), new Vault(store, { clock })] as const
    await vaults[0].create(realm, { name: 'a', token: 'v1', value: { text: 'v1' } })
    const work = Array.from({ length: 60 }, async (_, i) => {
      const vault = vaults[i % 2 === 0 ? 0 : 1]
      await vault.put(realm, 'a', { token: `w${i}`, value: { text: `w${i}` } })
      if (i % 20 === 5) await vault.replicate(realm, 'a', { regions: both.map((region) => ({ region })) })
      if (i % 7 === 0) await vault.sweep()
      if (i === 33) await vault.removeReplicas(realm, 'a', both)
      await vault.read(realm, 'a')
    })
    await Promise.all(work)
    await vaults[1].replicate(realm, 'a', { regions: both.map((region) => ({ region })) })
    await vaults[0].sweep()
    await expectInSync(store)
    expect((await everything(store, far))?.texts).to.have.lengthOf(61)
  })

  it('either follow a write or are detached before it, where both happen at once', async () => {
    const { vault, store, clock } = await withReplicas()
    const other = new Vault(store, { clock })
    await Promise.all([
      vault.put(realm, 'a', { token: 'v2', value: { text: 'v2' } }),
      other.detach(elsewhere, 'a'),
      vault.put(realm, 'a', { token: 'v3', value: { text: 'v3' } }),
    ])
    const { primaryRegion } = await vault.describe(elsewhere, 'a')
    expect(primaryRegion).to.equal(undefined)
    expect((await vault.describe(realm, 'a')).replicas).to.equal(undefined)
    expect(textOf((await vault.read(realm, 'a')).content)).to.equal('v3')
    expect(['v1', 'v2', 'v3']).to.include(textOf((await vault.read(elsewhere, 'a')).content))
  })

  it('are equal to their primary whatever is done with it, but for what is their own', async () => {
    const id = fc.constantFrom('t1', 't2', 't3')
    const step = fc.oneof(
      fc.record({
        do: fc.constant('put' as const),
        id,
        label: fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'X'),
      }),
      fc.record({ do: fc.constant('move' as const), id, label: fc.constantFrom('AWSPENDING', 'X') }),
      fc.record({ do: fc.constantFrom('tag', 'untag', 'describe', 'key', 'read', 'readThere') }),
      fc.record({ do: fc.constantFrom('replicate', 'remove', 'sweep', 'wait') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, together) => {
        const { vault, store, clock } = await withReplicas([elsewhere.region])
        let count = 0
        const take = async (each: (typeof steps)[number]): Promise<unknown> => {
          count += 1
          if (each.do === 'put') {
            return vault.put(realm, 'a', { token: each.id, value: { text: 'x' }, labels: [each.label] })
          }
          if (each.do === 'move') return vault.moveLabel(realm, 'a', each.label, { to: each.id })
          if (each.do === 'tag') return vault.tag(realm, 'a', [{ key: `k${count % 3}`, value: `${count}` }])
          if (each.do === 'untag') return vault.untag(realm, 'a', [`k${count % 3}`])
          if (each.do === 'describe') return vault.update(realm, 'a', { description: `${count}` })
          if (each.do === 'key') return vault.update(realm, 'a', { kmsKeyId: `alias/${count}` })
          if (each.do === 'read') return vault.read(realm, 'a')
          if (each.do === 'readThere') return vault.read(elsewhere, 'a')
          if (each.do === 'replicate')
            return vault.replicate(realm, 'a', { regions: [{ region: 'eu-west-3' }] })
          if (each.do === 'remove') return vault.removeReplicas(realm, 'a', ['eu-west-3'])
          return each.do === 'sweep' ? vault.sweep() : clock.advance(day)
        }
        const taken = (each: (typeof steps)[number]) => take(each).catch(() => undefined)
        if (together) await Promise.all(steps.map(taken))
        else for (const each of steps) await taken(each)

        const { replicas = [] } = await vault.describe(realm, 'a')
        for (const { region, status } of replicas) {
          const key = { realm: { ...realm, region }, name: 'a' }
          if (status === 'InSync') await expectInSync(store, [key])
          else expect(await store.find(key)).to.equal(undefined)
        }
        expect(await store.count()).to.equal(1 + replicas.filter(({ status }) => status === 'InSync').length)
      }),
      { numRuns: 150 },
    )
  })
})
