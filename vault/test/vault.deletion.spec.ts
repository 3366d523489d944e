import { expect } from 'chai'
import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { arn, day, noon, realm, setUp, withSecret } from './set-up.js'

const notFound = "ResourceNotFoundException: Secrets Manager can't find the specified secret."
const deletedSecret = { realm, name: 'a', suffix: 'Suff01' }

describe('delete', () => {
  it('schedules: the secret can be described with both dates, and is hidden from lists unless asked for', async () => {
    const { vault } = await withSecret()
    const deleted = await vault.delete(realm, 'a', { recoveryDays: 7 })
    expect(deleted.at).to.equal(noon + 7 * day)
    expect(deleted.secret).to.deep.include(deletedSecret)
    const secret = await vault.describe(realm, 'a')
    expect(secret.deletion).to.deep.equal({ requestedAt: noon, dueAt: noon + 7 * day })
    expect((await vault.list(realm)).items).to.deep.equal([])
    expect((await vault.list(realm, { includeDeleted: true })).items).to.deep.equal([secret])
    expect((await vault.versions(realm, 'a')).items).to.have.lengthOf(1)
  })

  it('is due after 30 days where nothing is said', async () => {
    const { vault } = await withSecret()
    expect((await vault.delete(realm, 'a', { force: false })).at).to.equal(noon + 30 * day)
  })

  it('refuses bad windows also for what is not there, and then bad names first', async () => {
    const { vault } = await withSecret()
    for (const secretId of ['a', 'none']) {
      expect(await outcome(vault.delete(realm, secretId, { recoveryDays: 31 }))).to.match(
        /^InvalidParameterException: The RecoveryWindowInDays value/,
      )
    }
    expect(await outcome(vault.delete(realm, 'a b', { recoveryDays: 31 }))).to.match(/^ValidationException/)
    expect((await vault.describe(realm, 'a')).deletion).to.equal(undefined)
  })

  it('removes at once with force, values and all, and frees the name', async () => {
    const { vault, store } = await withSecret()
    const deleted = await vault.delete(realm, arn, { force: true })
    expect(deleted.at).to.equal(noon)
    expect(deleted.secret).to.deep.include(deletedSecret)
    expect(await outcome(vault.describe(realm, 'a'))).to.equal(notFound)
    expect(await store.content('secret-1', 'v1')).to.equal(undefined)
    const { secret } = await vault.create(realm, { name: 'a', value: { text: 'x' } })
    expect(secret.suffix).to.not.equal('Suff01')
  })

  it('removes with force what is scheduled', async () => {
    const { vault } = await withSecret()
    await vault.delete(realm, 'a')
    expect(await outcome(vault.delete(realm, 'a', { force: true }))).to.equal('ok')
    expect(await outcome(vault.describe(realm, 'a'))).to.equal(notFound)
  })

  it('succeeds with force for what is not there, with a suffix made up or the one of the ARN, and writes nothing', async () => {
    const { vault, store } = setUp()
    expect(await vault.delete(realm, 'a', { force: true })).to.deep.equal({ secret: deletedSecret, at: noon })
    const other = arn.replace('Suff01', 'Suff77')
    expect((await vault.delete(realm, other, { force: true })).secret).to.deep.equal({
      ...deletedSecret,
      suffix: 'Suff77',
    })
    expect(store.commits).to.deep.equal([])
  })

  it('leaves with force a secret of another suffix alone', async () => {
    const { vault } = await withSecret()
    await vault.delete(realm, arn.replace('Suff01', 'Suff77'), { force: true })
    expect((await vault.describe(realm, 'a')).suffix).to.equal('Suff01')
  })
})

describe('a secret whose recovery window has ended', () => {
  async function ended() {
    const all = await withSecret()
    await all.vault.delete(realm, 'a', { recoveryDays: 7 })
    await all.clock.advance(7 * day)
    return all
  }

  it('is there until then', async () => {
    const { vault, clock } = await withSecret()
    await vault.delete(realm, 'a', { recoveryDays: 7 })
    await clock.advance(7 * day - 1)
    expect((await vault.describe(realm, 'a')).name).to.equal('a')
    expect(await vault.sweep()).to.equal(0)
  })

  it('is not found by any verb, and in no list', async () => {
    const { vault } = await ended()
    for (const verb of [
      vault.describe(realm, 'a'),
      vault.read(realm, 'a'),
      vault.versions(realm, 'a'),
      vault.restore(realm, 'a'),
      vault.delete(realm, 'a'),
      vault.tag(realm, 'a', []),
    ]) {
      expect(await outcome(verb)).to.equal(notFound)
    }
    expect((await vault.list(realm, { includeDeleted: true })).items).to.deep.equal([])
    expect(await outcome(vault.delete(realm, 'a', { force: true }))).to.equal('ok')
  })

  it('is swept out of the store with its values, and only such', async () => {
    const { vault, store } = await ended()
    await vault.create(realm, { name: 'live', value: { text: 'x' } })
    await vault.create(realm, { name: 'scheduled', value: { text: 'x' } })
    await vault.delete(realm, 'scheduled')
    expect(await vault.sweep()).to.equal(1)
    expect(await store.count()).to.equal(2)
    expect(await store.content('secret-1', 'v1')).to.equal(undefined)
    expect(await vault.sweep()).to.equal(0)
  })

  it('is one of as many as there are', async () => {
    const { vault, store, clock } = setUp()
    for (let i = 0; i < 250; i += 1) {
      await vault.create(realm, { name: `n${i}` })
      await vault.delete(realm, `n${i}`)
    }
    await clock.advance(30 * day)
    expect(await vault.sweep()).to.equal(250)
    expect(await store.count()).to.equal(0)
  })

  it('is not swept where somebody has made another of its name meanwhile', async () => {
    const { vault, clock, store } = await ended()
    let meanwhile = true
    const sweeper = new Vault(
      {
        ...store,
        async commit(changes) {
          if (meanwhile) {
            meanwhile = false
            await vault.create(realm, { name: 'a', value: { text: 'new' } })
          }
          return store.commit(changes)
        },
      },
      { clock },
    )
    expect(await sweeper.sweep()).to.equal(0)
    expect((await vault.describe(realm, 'a')).id).to.equal('secret-2')
  })

  it('is not swept where somebody has made another before it was looked at', async () => {
    const { vault, clock, store } = await ended()
    let meanwhile = true
    const sweeper = new Vault(
      {
        ...store,
        async due(now, limit) {
          const due = await store.due(now, limit)
          if (meanwhile) await vault.create(realm, { name: 'a', value: { text: 'new' } })
          meanwhile = false
          return due
        },
      },
      { clock },
    )
    expect(await sweeper.sweep()).to.equal(0)
    expect((await vault.describe(realm, 'a')).id).to.equal('secret-2')
  })

  it('is not swept twice where two sweep', async () => {
    const { vault, clock, store } = await ended()
    const other = new Vault(store, { clock })
    const swept = await Promise.all([vault.sweep(), other.sweep()])
    expect(swept.toSorted()).to.deep.equal([0, 1])
  })
})

describe('restore', () => {
  it('takes the deletion back: everything is as it was, but for the date of change', async () => {
    const { vault, clock, text } = await withSecret()
    const before = await vault.describe(realm, 'a')
    await vault.delete(realm, 'a')
    await clock.advance(29 * day)
    const restored = await vault.restore(realm, arn)
    expect(restored.changedAt).to.equal(noon + 29 * day)
    const { changedAt, revision } = before
    expect({ ...restored, changedAt, revision }).to.deep.equal({
      ...before,
      deletion: undefined,
      dueAt: undefined,
    })
    expect(await text('a')).to.equal('v1')
    await clock.advance(2 * day)
    expect(await text('a')).to.equal('v1')
  })

  it('changes nothing at a secret that is not scheduled, and refuses what is not there', async () => {
    const { vault, store } = await withSecret()
    const before = await vault.describe(realm, 'a')
    expect(await vault.restore(realm, 'a')).to.deep.equal(before)
    expect(store.commits).to.have.lengthOf(1)
    expect(await outcome(vault.restore(realm, 'b'))).to.equal(notFound)
    expect(await outcome(vault.restore(realm, 'a b'))).to.match(/^ValidationException/)
  })
})

describe('a vault', () => {
  it('makes passwords of its own random numbers, and of good ones where it was given none', async () => {
    expect(setUp({ random: () => 0 }).vault.password({ length: 5, requireEachIncludedType: false })).to.equal(
      'aaaaa',
    )
    const { vault } = setUp()
    expect(vault.password()).to.have.lengthOf(32)
    expect(vault.password()).to.not.equal(vault.password())
  })

  it('makes its own ids where it was given none', async () => {
    const vault = new Vault(memoryStore(), { clock: setUp().clock })
    const { secret, versionId } = await vault.create(realm, { name: 'a', value: { text: 'x' } })
    expect(secret.suffix).to.match(/^[A-Za-z0-9]{6}$/)
    expect(versionId).to.have.lengthOf(36)
  })
})
