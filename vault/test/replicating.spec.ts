import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { CreateRequest } from '#requests'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { allow, policy, root } from './policy/matrix.js'
import { rejection } from './rejection.js'
import { arn, elsewhere, everything, noon, realm, setUp, textOf, withReplicas, withSecret } from './set-up.js'

const forAll = policy(allow('GetSecretValue', { Principal: '*' }))
const onReplica =
  "InvalidParameterException: Operation not permitted on a replica secret. Call must be made in primary secret's region."
const there = { realm: elsewhere, name: 'a' }
const replicaArn = arn.replace(realm.region, elsewhere.region)
const toElsewhere = { regions: [{ region: elsewhere.region }] }
const taken = 'Replication failed: Secret name a already exists in region us-east-1.'

/** A secret, and another of its name where its replica is to stand. */
async function withAnother(fields: Partial<CreateRequest> = {}) {
  const all = await withSecret()
  await all.vault.create(elsewhere, { name: 'a', token: 'o1', value: { text: 'other' }, ...fields })
  const replicate = async (force?: boolean) => {
    await all.vault.replicate(realm, 'a', { ...toElsewhere, force })
    await all.vault.sweep()
    return (await all.vault.describe(realm, 'a')).replicas?.[0]
  }
  return { ...all, replicate }
}

describe('replicate', () => {
  it('answers before anything is copied, and the secret is due at once', async () => {
    const dues: number[] = []
    const { vault, store } = await withSecret({}, { onDue: (at) => dues.push(at) })
    const { replicas, changedAt } = await vault.replicate(realm, 'a', toElsewhere)
    expect(replicas).to.deep.equal([
      { region: 'us-east-1', kmsKeyId: undefined, status: 'InProgress', overwrites: undefined },
    ])
    expect(changedAt).to.equal(noon)
    expect(await store.find(there)).to.equal(undefined)
    expect(await vault.due(10)).to.deep.equal([{ realm, name: 'a' }])
    expect(dues).to.deep.equal([0])
  })

  it('makes, when tended, a secret of the same name and suffix with every version, in one commit', async () => {
    const { vault, store, put } = await withSecret({
      ...{ description: 'd', kmsKeyId: 'alias/x', type: 'T', tags: [{ key: 'k', value: 'v' }] },
    })
    for (const version of ['v2', 'v3', 'v4']) await put(version)
    await vault.read(realm, 'a')
    await vault.replicate(realm, 'a', toElsewhere)
    const commits = store.commits.length
    expect(await vault.tend({ realm, name: 'a' })).to.equal(true)
    expect(store.commits.slice(commits).map(({ length }) => length)).to.deep.equal([2])

    const [primary, replica] = [await everything(store, { realm, name: 'a' }), await everything(store, there)]
    if (primary === undefined || replica === undefined) throw new Error('one is missing')
    expect(primary.record.replicas).to.deep.equal([
      {
        ...{ region: 'us-east-1', kmsKeyId: undefined },
        ...{ status: 'InSync', message: 'Replication succeeded' },
      },
    ])
    expect(replica.record).to.deep.equal({
      ...primary.record,
      ...{ id: 'secret-2', realm: elsewhere, revision: 1, primaryRegion: realm.region },
      ...{
        kmsKeyId: undefined,
        accessedOn: undefined,
        dueAt: undefined,
        replicas: undefined,
        rotation: undefined,
      },
    })
    expect(replica.texts).to.deep.equal(['v1', 'v2', 'v3', 'v4'])
    expect(replica.versions).to.deep.equal(
      primary.versions.map((version) => ({
        ...version,
        kmsKeyIds: ['DefaultEncryptionKey'],
        accessedOn: undefined,
      })),
    )
    expect(await vault.nextDue()).to.equal(undefined)
  })

  it('is found where it stands by name and by its own ARN, and in its list', async () => {
    const { vault } = await withReplicas()
    for (const secretId of ['a', replicaArn, replicaArn.slice(0, -7)]) {
      expect(textOf((await vault.read(elsewhere, secretId)).content)).to.equal('v1')
    }
    const filters = [{ key: 'primary-region', values: ['eu-central'] }] as const
    const listed = async (at: typeof realm) =>
      (await vault.list(at, { filters })).items.map(({ name }) => name)
    expect(await listed(elsewhere)).to.deep.equal(['a'])
    expect(await listed(realm)).to.deep.equal(['a'])
  })

  it('encrypts with the key that was given for the Region', async () => {
    const regions = [{ region: elsewhere.region, kmsKeyId: 'alias/there' }]
    const { vault } = await withReplicas([], { kmsKeyId: 'alias/here', replication: { regions } })
    expect((await vault.describe(elsewhere, 'a')).kmsKeyId).to.equal('alias/there')
    const { items } = await vault.versions(elsewhere, 'a')
    expect(items.map(({ version }) => version.kmsKeyIds)).to.deep.equal([['alias/there']])
  })

  it('copies a secret without a value', async () => {
    const { vault } = setUp()
    await vault.create(realm, { name: 'a', token: 't', replication: toElsewhere })
    expect(await vault.sweep()).to.equal(1)
    expect((await vault.describe(elsewhere, 'a')).versionCount).to.equal(0)
    await vault.put(realm, 'a', { token: 'v1', value: { text: 'first' } })
    expect(textOf((await vault.read(elsewhere, 'a')).content)).to.equal('first')
  })

  it('fails where the name is taken, be it by a secret that is going, and leaves that one alone', async () => {
    for (const scheduled of [false, true]) {
      const { vault, replicate } = await withAnother()
      if (scheduled) await vault.delete(elsewhere, 'a')
      const before = await vault.describe(elsewhere, 'a')
      expect(await replicate()).to.deep.equal({
        ...{ region: 'us-east-1', kmsKeyId: undefined, status: 'Failed', message: taken },
      })
      expect(await vault.describe(elsewhere, 'a')).to.equal(before)
      expect(await vault.nextDue()).to.equal(before.deletion?.dueAt)
    }
  })

  it('makes it where the one that had the name is gone by then', async () => {
    const { vault, clock } = await withAnother()
    await vault.delete(elsewhere, 'a', { recoveryDays: 7 })
    await clock.advance(7 * 24 * 60 * 60 * 1000)
    await vault.replicate(realm, 'a', toElsewhere)
    await vault.sweep()
    expect((await vault.describe(elsewhere, 'a')).primaryRegion).to.equal(realm.region)
  })

  it('takes the place of what has the name if it is forced, scheduled or not, and nothing of it is left', async () => {
    for (const scheduled of [false, true]) {
      const { vault, store, replicate } = await withAnother()
      if (scheduled) await vault.delete(elsewhere, 'a')
      expect((await replicate(true))?.status).to.equal('InSync')
      const found = await everything(store, there)
      expect(found?.texts).to.deep.equal(['v1'])
      expect(found?.record).to.include({ suffix: 'Suff01', primaryRegion: realm.region })
      expect(found?.record.deletion).to.equal(undefined)
      expect(await store.content('secret-2', 'o1')).to.equal(undefined)
    }
  })

  it('fails even if it is forced where a primary with replicas has the name', async () => {
    const { vault, replicate } = await withAnother({ replication: { regions: [{ region: 'eu-west-3' }] } })
    expect((await replicate(true))?.message).to.equal(taken)
    expect((await vault.describe(elsewhere, 'a')).replicas).to.have.lengthOf(1)
  })

  it('tries again what failed when it is asked again, and does not by itself', async () => {
    const { vault, replicate } = await withAnother()
    expect((await replicate())?.status).to.equal('Failed')
    await vault.delete(elsewhere, 'a', { force: true })
    expect(await vault.sweep()).to.equal(0)
    expect((await replicate())?.status).to.equal('InSync')
  })

  it('changes nothing at a replica that is in sync', async () => {
    const { vault, store } = await withReplicas()
    const before = await everything(store, there)
    const { replicas } = await vault.replicate(realm, 'a', { ...toElsewhere, force: true })
    expect(replicas?.map(({ status }) => status)).to.deep.equal(['InSync'])
    expect(await vault.sweep()).to.equal(0)
    expect(await everything(store, there)).to.deep.equal(before)
  })

  it('refuses what no Region of a replica is, and makes no secret with such', async () => {
    const { vault } = await withSecret()
    const replication = { regions: [{ region: 'us-east-1' }, { region: realm.region }] }
    const refused = 'InvalidParameterException: Invalid replica region.'
    expect(await outcome(vault.replicate(realm, 'a', replication))).to.equal(refused)
    expect((await vault.describe(realm, 'a')).replicas).to.equal(undefined)
    expect(await outcome(vault.create(realm, { name: 'b', replication }))).to.equal(refused)
    expect(await outcome(vault.describe(realm, 'b'))).to.match(/^ResourceNotFoundException/)
  })

  it('answers a create that is repeated as before, wherever its replicas are by then', async () => {
    const { vault } = await withReplicas()
    const again = { name: 'a', token: 'v1', value: { text: 'v1' }, replication: toElsewhere }
    const { secret, versionId } = await vault.create(realm, again)
    expect(versionId).to.equal('v1')
    expect(secret.replicas?.map(({ status }) => status)).to.deep.equal(['InSync'])
  })

  it('is still to be done after a crash between the answer and the copy', async () => {
    const { vault, store, clock } = await withSecret()
    await vault.replicate(realm, 'a', toElsewhere)
    const gone = () => Promise.reject(new Error('gone'))
    const crashing = new Vault({ ...store, commit: gone }, { clock })
    expect((await rejection(crashing.tend({ realm, name: 'a' }))).message).to.equal('gone')
    expect(await store.find(there)).to.equal(undefined)
    const next = new Vault(store, { clock })
    expect(await next.nextDue()).to.equal(0)
    expect(await next.sweep()).to.equal(1)
    expect(textOf((await next.read(elsewhere, 'a')).content)).to.equal('v1')
  })

  it('is done once where two tend at once', async () => {
    const { vault, store, clock } = await withSecret()
    const other = new Vault(store, { clock })
    await vault.replicate(realm, 'a', toElsewhere)
    const done = await Promise.all([vault.sweep(), other.sweep()])
    expect(done.toSorted()).to.deep.equal([0, 1])
    expect((await vault.describe(realm, 'a')).replicas?.map(({ status }) => status)).to.deep.equal(['InSync'])
    expect(await store.count()).to.equal(2)
  })
})

describe('a replica', () => {
  const verbs: Readonly<Record<string, (vault: Vault) => Promise<unknown>>> = {
    put: (vault) => vault.put(elsewhere, 'a', { token: 'v9', value: { text: 'x' } }),
    'put of the same value': (vault) => vault.put(elsewhere, 'a', { token: 'v1', value: { text: 'v1' } }),
    update: (vault) => vault.update(elsewhere, 'a', { description: 'x' }),
    moveLabel: (vault) => vault.moveLabel(elsewhere, 'a', 'X', { to: 'v1' }),
    tag: (vault) => vault.tag(elsewhere, 'a', []),
    untag: (vault) => vault.untag(elsewhere, 'a', []),
    putPolicy: (vault) => vault.putPolicy(elsewhere, 'a', forAll, { caller: root(realm.account) }),
    deletePolicy: (vault) => vault.deletePolicy(elsewhere, 'a'),
    delete: (vault) => vault.delete(elsewhere, 'a'),
    'delete by force': (vault) => vault.delete(elsewhere, replicaArn, { force: true }),
    restore: (vault) => vault.restore(elsewhere, 'a'),
    replicate: (vault) => vault.replicate(elsewhere, 'a', { regions: [{ region: 'eu-west-3' }] }),
    removeReplicas: (vault) => vault.removeReplicas(elsewhere, 'a', ['eu-west-3']),
  }
  for (const [verb, run] of Object.entries(verbs)) {
    it(`refuses ${verb}, and stays as it is`, async () => {
      const { vault, store } = await withReplicas()
      const before = await everything(store, there)
      expect(await outcome(run(vault))).to.equal(onReplica)
      expect(await everything(store, there)).to.deep.equal(before)
    })
  }

  it('is no secret that a create may repeat', async () => {
    const { vault } = await withReplicas()
    const again = vault.create(elsewhere, { name: 'a', token: 'v1', value: { text: 'v1' } })
    expect(await outcome(again)).to.equal(
      'ResourceExistsException: The operation failed because the secret a already exists.',
    )
  })
})

describe('delete of a primary', () => {
  it('is refused while there are replicas, whatever became of them, forced or not', async () => {
    const { vault, replicate } = await withAnother()
    const refused = (regions: string) =>
      `InvalidParameterException: You can't delete secret ${arn} that still has replica regions [${regions}].`
    await vault.replicate(realm, 'a', { regions: [{ region: 'ap-northeast-2' }] })
    for (const force of [false, true]) {
      expect(await outcome(vault.delete(realm, 'a', { force }))).to.equal(refused('ap-northeast-2'))
    }
    expect((await replicate())?.status).to.equal('InSync')
    expect(await outcome(vault.delete(realm, 'a'))).to.equal(refused('ap-northeast-2, us-east-1'))
    await vault.removeReplicas(realm, 'a', ['us-east-1', 'ap-northeast-2'])
    expect(await outcome(vault.delete(realm, 'a'))).to.equal('ok')
  })
})

describe('removeReplicas', () => {
  it('removes replicas with all they have and tells the others, in one commit', async () => {
    const { vault, store } = await withReplicas(['eu-west-3', 'us-east-1', 'us-west-2'])
    const commits = store.commits.length
    const removed = await vault.removeReplicas(realm, 'a', ['us-west-2', 'us-east-1', 'sa-east-1'])
    expect(removed.replicas?.map(({ region }) => region)).to.deep.equal(['eu-west-3'])
    expect(store.commits.slice(commits).map(({ length }) => length)).to.deep.equal([3])
    expect(await store.count()).to.equal(2)
    expect(await store.realmsWith('a')).to.have.deep.members([realm, { ...realm, region: 'eu-west-3' }])
    await vault.put(realm, 'a', { token: 'v2', value: { text: 'v2' } })
    expect(textOf((await vault.read({ ...realm, region: 'eu-west-3' }, 'a')).content)).to.equal('v2')
  })

  it('makes the secret one that is not replicated when none is left', async () => {
    const { vault, labels } = await withReplicas()
    expect((await vault.removeReplicas(realm, 'a', [elsewhere.region])).replicas).to.equal(undefined)
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v1' })
  })

  it('commits nothing where there is no replica, on a secret without any too', async () => {
    const { vault, store } = await withReplicas()
    const commits = store.commits.length
    await vault.removeReplicas(realm, 'a', ['eu-west-3', realm.region])
    expect(store.commits).to.have.lengthOf(commits)
  })

  it('calls off what is not made yet, and leaves alone what has kept a replica from being made', async () => {
    const { vault, store, replicate } = await withAnother()
    await vault.replicate(realm, 'a', { regions: [{ region: 'eu-west-3' }] })
    await vault.removeReplicas(realm, 'a', ['eu-west-3'])
    expect(await vault.nextDue()).to.equal(undefined)
    await replicate()
    await vault.removeReplicas(realm, 'a', [elsewhere.region])
    expect((await everything(store, there))?.texts).to.deep.equal(['other'])
  })
})

describe('detach', () => {
  it('makes the replica a secret of its own, with ARN, value and tags, and its primary forgets it', async () => {
    for (const secretId of ['a', replicaArn]) {
      const { vault, store } = await withReplicas(['us-east-1', 'eu-west-3'], {
        tags: [{ key: 'k', value: 'v' }],
      })
      const before = await vault.describe(elsewhere, 'a')
      const commits = store.commits.length
      const detached = await vault.detach(elsewhere, secretId)
      expect(detached).to.deep.equal({ ...before, revision: before.revision + 1, primaryRegion: undefined })
      expect(store.commits.slice(commits).map(({ length }) => length)).to.deep.equal([2])
      const { replicas } = await vault.describe(realm, 'a')
      expect(replicas?.map(({ region }) => region)).to.deep.equal(['eu-west-3'])

      await vault.put(realm, 'a', { token: 'v2', value: { text: 'of the primary' } })
      await vault.put(elsewhere, 'a', { token: 'v2', value: { text: 'its own' } })
      expect(textOf((await vault.read(elsewhere, 'a')).content)).to.equal('its own')
      expect(textOf((await vault.read(realm, 'a')).content)).to.equal('of the primary')
      expect(await outcome(vault.delete(elsewhere, 'a', { force: true }))).to.equal('ok')
    }
  })

  it('lets the primary be replicated there again by force', async () => {
    const { vault } = await withReplicas()
    await vault.detach(elsewhere, 'a')
    expect((await vault.describe(realm, 'a')).replicas).to.equal(undefined)
    await vault.replicate(realm, 'a', { ...toElsewhere, force: true })
    await vault.sweep()
    expect((await vault.describe(elsewhere, 'a')).primaryRegion).to.equal(realm.region)
  })

  it('refuses what is no replica, what is not there, and a replica that is asked for in another Region', async () => {
    const { vault } = await withReplicas()
    const notReplica = 'InvalidParameterException: The secret is not a replica of another secret.'
    expect(await outcome(vault.detach(realm, 'a'))).to.equal(notReplica)
    expect(await outcome(vault.detach(realm, replicaArn))).to.match(/^ResourceNotFoundException/)
    expect(await outcome(vault.detach(elsewhere, 'b'))).to.match(/^ResourceNotFoundException/)
    await vault.create(realm, { name: 'going' })
    await vault.delete(realm, 'going')
    expect(await outcome(vault.detach(realm, 'going'))).to.match(/marked for deletion/)
  })

  it('needs no primary: the store may have lost it', async () => {
    const { vault, store } = await withReplicas()
    await store.clear(realm)
    expect(await outcome(vault.detach(elsewhere, 'a'))).to.equal('ok')
    expect(await outcome(vault.delete(elsewhere, 'a'))).to.equal('ok')
  })

  it('leaves alone a primary that has the name by now and another suffix', async () => {
    const { vault, store } = await withReplicas()
    await store.clear(realm)
    await vault.create(realm, { name: 'a', replication: toElsewhere })
    await vault.detach(elsewhere, 'a')
    expect((await vault.describe(realm, 'a')).replicas).to.have.lengthOf(1)
  })
})

describe('replicas', () => {
  it('are told in the order in which they came, with the day of their own last read', async () => {
    const { vault } = await withReplicas(['us-west-2', 'us-east-1'])
    await vault.read(realm, 'a')
    await vault.read(elsewhere, 'a')
    const midnight = noon - 12 * 60 * 60 * 1000
    const told = await vault.replicas(await vault.describe(realm, 'a'))
    expect(told.map(({ replica, accessedOn }) => [replica.region, accessedOn])).to.deep.equal([
      ['us-west-2', undefined],
      ['us-east-1', midnight],
    ])
  })

  it('tell nothing of a secret that only has the name', async () => {
    const { vault, replicate } = await withAnother()
    await replicate()
    await vault.read(elsewhere, 'a')
    const [told] = await vault.replicas(await vault.describe(realm, 'a'))
    expect(told?.replica.status).to.equal('Failed')
    expect(told?.accessedOn).to.equal(undefined)
  })

  it('are none of a secret that is not replicated', async () => {
    const { vault } = await withSecret()
    expect(await vault.replicas(await vault.describe(realm, 'a'))).to.deep.equal([])
  })
})
