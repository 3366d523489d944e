import { expect } from 'chai'
import { describe, it } from 'mocha'
import { outcome } from './outcome.js'
import { arn, noon, realm, setUp, withSecret } from './set-up.js'

const token = 'token-0000-0000-0000-0000-0000-0000'
const inUse = `ResourceExistsException: You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`

describe('update', () => {
  it('makes a version that is AWSCURRENT where a value is given', async () => {
    const { vault, labels } = await withSecret()
    const written = await vault.update(realm, 'a', { token, value: { text: 'x' } })
    expect(written).to.deep.include({ versionId: token, labels: ['AWSCURRENT'] })
    expect(await labels()).to.deep.equal({ AWSCURRENT: token, AWSPREVIOUS: 'v1' })
  })

  it('makes none where no value is given, and moves the date of change', async () => {
    const { vault, clock } = await withSecret()
    await clock.advance(1000)
    const { secret, versionId } = await vault.update(realm, 'a', { token, description: 'new' })
    expect(versionId).to.equal(undefined)
    expect(secret).to.include({ description: 'new', changedAt: noon + 1000, versionCount: 1 })
  })

  it('leaves what is not given, and clears what is given as empty', async () => {
    const { vault } = await withSecret({ description: 'about it', type: 'Partner', kmsKeyId: 'alias/mine' })
    const kept = await vault.update(realm, 'a', { value: { text: 'x' } })
    expect(kept.secret).to.include({ description: 'about it', type: 'Partner', kmsKeyId: 'alias/mine' })
    const cleared = await vault.update(realm, 'a', { description: '', type: '', kmsKeyId: '' })
    expect(cleared.secret).to.include({ description: undefined, type: undefined, kmsKeyId: undefined })
  })

  it('is the same again with the same token and value, and ignores the rest then', async () => {
    const { vault, clock } = await withSecret()
    await vault.update(realm, 'a', { token, value: { text: 'x' } })
    await vault.put(realm, 'a', { value: { text: 'y' } })
    const before = await vault.describe(realm, 'a')
    await clock.advance(1000)
    const again = await vault.update(realm, 'a', { token, value: { text: 'x' }, description: 'ignored' })
    expect(again).to.deep.include({ versionId: token, labels: ['AWSPREVIOUS'] })
    expect(await vault.describe(realm, 'a')).to.deep.equal(before)
    expect(await outcome(vault.update(realm, 'a', { token, value: { text: 'z' } }))).to.equal(inUse)
  })

  it('encrypts AWSCURRENT, AWSPREVIOUS and AWSPENDING again under a new key, and nothing else', async () => {
    const { vault, put } = await withSecret()
    await put('v2')
    await put('v3')
    await put('pending', ['AWSPENDING', 'mine'])
    await put('mine', ['AWSSOMETHING'])
    await vault.update(realm, 'a', { kmsKeyId: 'alias/mine' })
    await vault.update(realm, 'a', { kmsKeyId: 'alias/mine' })
    await vault.update(realm, 'a', {
      kmsKeyId: 'alias/aws/secretsmanager',
      token: 'v4',
      value: { text: 'v4' },
    })
    const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true })
    const both = ['DefaultEncryptionKey', 'alias/mine']
    expect(items.map(({ version }) => [version.id, version.kmsKeyIds])).to.deep.equal([
      ['v1', ['DefaultEncryptionKey']],
      ['v2', both],
      ['v3', both],
      ['pending', both],
      ['mine', ['DefaultEncryptionKey']],
      ['v4', ['DefaultEncryptionKey']],
    ])
  })

  it('refuses the AWSPREVIOUS that would be the 21st label', async () => {
    const { vault, put } = await withSecret()
    await put('v2', ['AWSCURRENT', 'AWSPREVIOUS', ...Array.from({ length: 18 }, (_, i) => `L${i}`)])
    expect(await outcome(vault.update(realm, 'a', { value: { text: 'x' } }))).to.equal('ok')
    const { vault: other } = setUp()
    await other.create(realm, { name: 'a', token: 'v1', value: { text: 'v1' } })
    for (let i = 0; i < 19; i += 1) await other.moveLabel(realm, 'a', `L${i}`, { to: 'v1' })
    for (const verb of ['put', 'update'] as const) {
      expect(await outcome(other[verb](realm, 'a', { value: { text: 'x' } })), verb).to.match(
        /^LimitExceeded/,
      )
    }
  })
})
