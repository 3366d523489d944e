import { expect } from 'chai'
import { describe, it } from 'mocha'
import { outcome } from './outcome.js'
import { day, elsewhere, noon, plain, realm, setUp } from './set-up.js'

const token = 'token-0000-0000-0000-0000-0000-0000'
const value = { text: 'one' }
const exists = 'ResourceExistsException: The operation failed because the secret a already exists.'
const inUse = `ResourceExistsException: You can't use ClientRequestToken ${token} because that value is already in use for a version of secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-Suff01.`

describe('create', () => {
  it('makes a secret whose first version is AWSCURRENT', async () => {
    const { vault, store } = setUp()
    const made = await vault.create(realm, {
      name: 'a',
      token,
      value,
      description: 'about it',
      kmsKeyId: 'alias/mine',
      tags: [{ key: 'k', value: 'v' }],
      type: 'Partner',
    })
    expect(made).to.deep.include({ versionId: token, labels: ['AWSCURRENT'] })
    expect(made.secret).to.deep.include({
      ...{
        id: 'secret-1',
        realm,
        name: 'a',
        suffix: 'Suff01',
        revision: 1,
        createdAt: noon,
        changedAt: noon,
      },
      ...{
        description: 'about it',
        kmsKeyId: 'alias/mine',
        tags: [{ key: 'k', value: 'v' }],
        type: 'Partner',
      },
      ...{ lastVersion: 1, versionCount: 1 },
    })
    expect(plain(made.secret.labels)).to.deep.equal({ AWSCURRENT: token })
    expect(await vault.describe(realm, 'a')).to.deep.equal(made.secret)
    expect(await store.version('secret-1', token)).to.deep.equal({
      ...{ id: token, number: 1, createdAt: noon, kmsKeyIds: ['alias/mine'] },
    })
    expect(store.commits).to.have.lengthOf(1)
  })

  it('makes a secret without a version where no value is given', async () => {
    const { vault } = setUp()
    const { secret, versionId } = await vault.create(realm, { name: 'a', token })
    expect(versionId).to.equal(undefined)
    expect(secret).to.include({ lastVersion: 0, versionCount: 0 })
    expect(secret.labels.size).to.equal(0)
    expect(await outcome(vault.read(realm, 'a'))).to.equal(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    )
    expect((await vault.versions(realm, 'a')).items).to.deep.equal([])
  })

  it('makes up a version id where no token is given', async () => {
    const { vault } = setUp()
    expect((await vault.create(realm, { name: 'a', value })).versionId).to.equal('version-1')
  })

  it('knows absent from empty: no description and no type of an empty one, no tags, and tags that are empty', async () => {
    const { vault } = setUp()
    const bare = await vault.create(realm, { name: 'a', description: '', kmsKeyId: '', type: '' })
    expect(bare.secret).to.include({
      description: undefined,
      kmsKeyId: undefined,
      type: undefined,
      tags: undefined,
    })
    const tagged = await vault.create(realm, { name: 'b', tags: [], kmsKeyId: 'alias/aws/secretsmanager' })
    expect(tagged.secret).to.deep.include({ tags: [], kmsKeyId: undefined })
  })

  it('keeps the versions of the default key under its own name', async () => {
    const { vault } = setUp()
    await vault.create(realm, { name: 'a', value })
    const { items } = await vault.versions(realm, 'a')
    expect(items[0]?.version.kmsKeyIds).to.deep.equal(['DefaultEncryptionKey'])
  })

  it('rejects a bad name, both kinds of value and bad tags, and throws none of it', async () => {
    const { vault } = setUp()
    expect(await outcome(vault.create(realm, { name: 'a b' }))).to.match(/^ValidationException: Invalid name/)
    const both = { text: 'x', binary: Uint8Array.of(1) }
    expect(await outcome(vault.create(realm, { name: 'a', value: both }))).to.match(
      /^InvalidParameterException/,
    )
    const tags = [{ key: 'aws:x', value: '' }]
    expect(await outcome(vault.create(realm, { name: 'a', tags }))).to.match(/^InvalidParameterException/)
    expect((await vault.list(realm)).items).to.deep.equal([])
  })

  describe('of a name that is there', () => {
    for (const [title, first, second, said] of [
      ['is the same again with the same token and value', { token, value }, { token, value }, 'ok'],
      [
        'is refused with the same token and another value',
        { token, value },
        { token, value: { text: 'two' } },
        inUse,
      ],
      [
        'is refused with the same token and the same bytes as binary',
        { token, value },
        { token, value: { binary: Buffer.from('one') } },
        inUse,
      ],
      ['is refused with the same token and no value', { token, value }, { token }, inUse],
      ['is refused with another token', { token, value }, { token: `${token}2`, value }, exists],
      ['is refused without a token', { token, value }, { value }, exists],
      ['is the same again with the same token and twice no value', { token }, { token }, 'ok'],
      ['is refused with another token and twice no value', { token }, { token: `${token}2` }, exists],
      ['is refused without a token and twice no value', {}, {}, exists],
    ] as const) {
      it(title, async () => {
        const { vault, clock } = setUp()
        const made = await vault.create(realm, { name: 'a', ...first })
        await clock.advance(1000)
        const again = vault.create(realm, { name: 'a', description: 'ignored', ...second })
        expect(await outcome(again)).to.equal(said)
        if (said === 'ok') expect(await again).to.deep.equal(made)
        expect(await vault.describe(realm, 'a')).to.deep.equal(made.secret)
      })
    }

    it('is the same again, however the labels have moved since, and moves none', async () => {
      const { vault } = setUp()
      await vault.create(realm, { name: 'a', token, value })
      await vault.put(realm, 'a', { value: { text: 'two' } })
      const again = await vault.create(realm, { name: 'a', token, value })
      expect(again).to.deep.include({ versionId: token, labels: ['AWSPREVIOUS'] })
    })

    it('is refused in its own words while that one is scheduled for deletion, also with its own token', async () => {
      const { vault } = setUp()
      await vault.create(realm, { name: 'a', token, value })
      await vault.delete(realm, 'a')
      expect(await outcome(vault.create(realm, { name: 'a', token, value }))).to.equal(
        "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
      )
    })

    it('succeeds when its recovery window has ended, swept or not, with a new ARN and nothing of the old one', async () => {
      const { vault, clock, text } = setUp()
      await vault.create(realm, { name: 'a', token, value, tags: [{ key: 'k', value: 'v' }] })
      await vault.delete(realm, 'a', { recoveryDays: 7 })
      await clock.advance(7 * day)
      const { secret } = await vault.create(realm, { name: 'a', token, value: { text: 'new' } })
      expect(secret).to.include({ id: 'secret-2', suffix: 'Suff02', revision: 1, tags: undefined })
      expect(await text('a')).to.equal('new')
      expect((await vault.versions(realm, 'a', { includeUnlabelled: true })).items).to.have.lengthOf(1)
    })

    it('succeeds in another Region and under another case', async () => {
      const { vault } = setUp()
      await vault.create(realm, { name: 'a', value })
      await vault.create(elsewhere, { name: 'a', value })
      await vault.create(realm, { name: 'A', value })
      expect((await vault.list(elsewhere)).items).to.have.lengthOf(1)
      expect((await vault.list(realm)).items).to.have.lengthOf(2)
    })

    it('succeeds for one of many at once, and refuses the others', async () => {
      const { vault } = setUp()
      const told = await Promise.all(
        Array.from({ length: 20 }, () => outcome(vault.create(realm, { name: 'a', value }))),
      )
      expect(told.filter((each) => each === 'ok')).to.have.lengthOf(1)
      expect(told.filter((each) => each === exists)).to.have.lengthOf(19)
    })
  })
})
