import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Vault } from '#vault'
import { outcome } from './outcome.js'
import { allow, policy, root } from './policy/matrix.js'
import { arn, noon, realm, stranger, withSecret } from './set-up.js'

const aPolicy = policy(allow('GetSecretValue', { Principal: '*' }))
const marked =
  "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."
const notFound = "ResourceNotFoundException: Secrets Manager can't find the specified secret."

describe('moveLabel', () => {
  it('moves the date of change, unless the label is there already', async () => {
    const { vault, put, clock, store } = await withSecret()
    await put('v2')
    await clock.advance(1000)
    expect(await vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: 'v1', from: 'v2' })).to.include({
      changedAt: noon + 1000,
    })
    const commits = store.commits.length
    await clock.advance(1000)
    expect(await vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: 'v1' })).to.include({
      changedAt: noon + 1000,
    })
    expect(store.commits).to.have.lengthOf(commits)
  })

  it('moves a label to a version without one, which is deprecated no more', async () => {
    const { vault, put, labels } = await withSecret()
    await put('v2')
    await put('v3')
    await vault.moveLabel(realm, 'a', 'MINE', { to: 'v1' })
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v3', AWSPREVIOUS: 'v2', MINE: 'v1' })
  })

  it('refuses a version that is not there', async () => {
    const { vault } = await withSecret()
    expect(await outcome(vault.moveLabel(realm, 'a', 'MINE', { to: 'v9' }))).to.equal(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: v9",
    )
  })

  it('refuses to take AWSCURRENT away', async () => {
    const { vault, labels } = await withSecret()
    expect(await outcome(vault.moveLabel(realm, 'a', 'AWSCURRENT', { from: 'v1' }))).to.match(
      /^InvalidParameterException: You can only move staging label AWSCURRENT/,
    )
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v1' })
  })
})

describe('tag and untag', () => {
  it('leave tags absent until there was one, and empty when the last is gone', async () => {
    const { vault, clock } = await withSecret()
    expect((await vault.untag(realm, 'a', ['k'])).tags).to.equal(undefined)
    await clock.advance(1000)
    const tagged = await vault.tag(realm, 'a', [{ key: 'k', value: 'v' }])
    expect(tagged).to.deep.include({ tags: [{ key: 'k', value: 'v' }], changedAt: noon + 1000 })
    expect((await vault.untag(realm, 'a', ['k', 'never there'])).tags).to.deep.equal([])
    expect((await vault.describe(realm, 'a')).tags).to.deep.equal([])
  })

  it('change nothing where there is no tag to take away', async () => {
    const { vault, clock, store } = await withSecret({ tags: [{ key: 'k', value: 'v' }] })
    const before = await vault.describe(realm, 'a')
    const commits = store.commits.length
    await clock.advance(1000)
    expect(await vault.untag(realm, 'a', ['never there', 'K'])).to.deep.equal(before)
    expect(store.commits).to.have.lengthOf(commits)
  })
})

describe('every verb that changes a secret', () => {
  const verbs: Readonly<Record<string, (vault: Vault, secretId: string) => Promise<unknown>>> = {
    put: (vault, id) => vault.put(realm, id, { value: { text: 'x' } }),
    'update of a value': (vault, id) => vault.update(realm, id, { value: { text: 'x' } }),
    'update of a description': (vault, id) => vault.update(realm, id, { description: 'x' }),
    moveLabel: (vault, id) => vault.moveLabel(realm, id, 'MINE', { to: 'v1' }),
    tag: (vault, id) => vault.tag(realm, id, [{ key: 'k', value: 'v' }]),
    untag: (vault, id) => vault.untag(realm, id, ['k']),
    putPolicy: (vault, id) => vault.putPolicy(realm, id, aPolicy, { caller: root(realm.account) }),
    delete: (vault, id) => vault.delete(realm, id),
  }

  for (const [what, verb] of Object.entries(verbs)) {
    it(`${what}: takes name, ARN and partial ARN, and moves the date of change each time, by something`, async () => {
      for (const secretId of ['a', arn, arn.slice(0, -7)]) {
        const { vault } = await withSecret({ tags: [{ key: 'k', value: 'old' }] })
        await verb(vault, secretId)
        expect((await vault.describe(realm, 'a')).changedAt).to.be.above(noon)
      }
    })

    it(`${what}: refuses what is not there, a bad name, and what is scheduled for deletion`, async () => {
      const { vault } = await withSecret()
      expect(await outcome(verb(vault, 'b'))).to.equal(notFound)
      expect(await outcome(verb(vault, 'a-Suff01'))).to.equal(notFound)
      expect(await outcome(verb(vault, arn.replace('Suff01', 'Suff99')))).to.equal(notFound)
      expect(await outcome(verb(vault, arn.replace('eu-central-1', 'us-east-1')))).to.equal(notFound)
      expect(await outcome(verb(vault, 'a b'))).to.match(/^ValidationException: Invalid name/)
      await vault.delete(realm, 'a')
      expect(await outcome(verb(vault, 'a'))).to.equal(marked)
    })
  }
})

describe('callers from another account', () => {
  const across =
    "InvalidRequestException: You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key."

  it('can neither read nor write values under the default key, and can do the rest', async () => {
    const { vault } = await withSecret()
    for (const [said, verb] of [
      [across, vault.read(stranger, arn)],
      [across, vault.put(stranger, arn, { value: { text: 'x' } })],
      [across, vault.update(stranger, arn, { value: { text: 'x' } })],
      ['ok', vault.describe(stranger, arn)],
      ['ok', vault.versions(stranger, arn)],
      ['ok', vault.tag(stranger, arn, [{ key: 'k', value: 'v' }])],
      ['ok', vault.delete(stranger, arn)],
    ] as const) {
      expect(await outcome(verb)).to.equal(said)
    }
  })

  it('can read and write values under a key of its own, by ARN and not by name, and never list them', async () => {
    const { vault, text } = await withSecret({ kmsKeyId: 'alias/mine' })
    expect(await outcome(vault.read(stranger, arn))).to.equal('ok')
    await vault.put(stranger, arn, { value: { text: 'x' } })
    expect(await text('a')).to.equal('x')
    expect(await outcome(vault.read(stranger, 'a'))).to.equal(notFound)
    expect((await vault.list(stranger)).items).to.deep.equal([])
  })
})
