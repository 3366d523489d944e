import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { arn, countedIds, day, hour, noon, notingStore, plain, realm, setUp, withSecret } from './set-up.js'

const token = 'token-0000-0000-0000-0000-0000-0000'
const inUse = `ResourceExistsException: You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`

/** What a rotation stages before its function runs: AWSPENDING on a version that has no value. */
async function placeholder(vault: Vault) {
  const expected = await vault.describe(realm, 'a')
  const record = {
    ...expected,
    ...{ revision: expected.revision + 1, lastVersion: 2, versionCount: 2 },
    labels: new Map([...expected.labels, ['AWSPENDING', token]]),
  }
  const version = { id: token, number: 2, createdAt: noon, kmsKeyIds: ['DefaultEncryptionKey'] }
  return { key: expected, expected, record, versions: [version], contents: new Map(), removed: [] }
}
describe('put', () => {
  it('makes a version that is AWSCURRENT, and the one before AWSPREVIOUS', async () => {
    const { put, labels, text } = await withSecret()
    expect(await put('v2')).to.deep.include({ versionId: 'v2', labels: ['AWSCURRENT'] })
    await put('v3')
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v3', AWSPREVIOUS: 'v2' })
    expect([await text('a'), await text('a', { label: 'AWSPREVIOUS' })]).to.deep.equal(['v3', 'v2'])
  })

  it('gives exactly the labels asked for, and takes them from other versions', async () => {
    const { put, labels, text } = await withSecret()
    expect((await put('v2', ['AWSPENDING', 'MINE'])).labels).to.deep.equal(['AWSPENDING', 'MINE'])
    await put('v3', ['MINE'])
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'v2', MINE: 'v3' })
    expect(await text('a')).to.equal('v1')
  })

  it('gives the first version of a secret AWSCURRENT as well, whatever was asked for', async () => {
    const { vault } = setUp()
    await vault.create(realm, { name: 'a' })
    const first = await vault.put(realm, 'a', { token, value: { text: 'x' }, labels: ['MINE'] })
    expect(first.labels).to.deep.equal(['AWSCURRENT', 'MINE'])
    const second = await vault.put(realm, 'a', { value: { text: 'y' }, labels: ['OTHER'] })
    expect(second.labels).to.deep.equal(['OTHER'])
  })

  it('is the same again with the same token and value: it moves no label and no date', async () => {
    const { put, vault, clock, store } = await withSecret()
    await put('v2')
    await put('v3')
    const before = await vault.describe(realm, 'a')
    await clock.advance(1000)
    const commits = store.commits.length
    const again = await put('v2', ['MINE'])
    expect(again).to.deep.include({ versionId: 'v2', labels: ['AWSPREVIOUS'] })
    expect(await vault.describe(realm, 'a')).to.deep.equal(before)
    expect(store.commits).to.have.lengthOf(commits)
  })

  it('refuses the same token with another value, also after the version has lost its labels', async () => {
    const { put, text } = await withSecret()
    await put(token)
    expect(await outcome(put(token, undefined, 'another'))).to.equal(inUse)
    await put('v3')
    await put('v4')
    expect(await outcome(put(token, undefined, 'another'))).to.equal(inUse)
    expect(await text('a', { versionId: token })).to.equal(token)
  })

  it('fills a placeholder once: the version keeps its number and its date, and gets a value', async () => {
    const { put, vault, store, clock, text } = await withSecret()
    await store.commit([await placeholder(vault)])
    expect(await outcome(vault.read(realm, 'a', { label: 'AWSPENDING' }))).to.equal(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    )
    expect(await outcome(vault.read(realm, 'a', { versionId: token, label: 'AWSPENDING' }))).to.equal(
      `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${token}`,
    )
    await clock.advance(hour)
    const filled = await put(token, ['AWSPENDING'], 'pending')
    expect(filled.secret).to.include({ lastVersion: 2, versionCount: 2, changedAt: noon + hour })
    expect(await text('a', { label: 'AWSPENDING' })).to.equal('pending')
    expect(await store.version('secret-1', token)).to.include({ number: 2, createdAt: noon })
    expect(await outcome(put(token, ['AWSPENDING'], 'another'))).to.equal(inUse)
    expect(await outcome(put(token, ['AWSPENDING'], 'pending'))).to.equal('ok')
  })

  it('changes between text and bytes as it is asked to', async () => {
    const { vault } = await withSecret()
    await vault.put(realm, 'a', { value: { binary: Uint8Array.of(0, 255) } })
    expect((await vault.read(realm, 'a')).content).to.deep.equal({
      kind: 'binary',
      bytes: Uint8Array.of(0, 255),
    })
    await vault.put(realm, 'a', { value: { text: 'x' } })
    expect((await vault.read(realm, 'a')).content.kind).to.equal('text')
  })

  it('refuses both kinds, neither kind, and the 21st label, and changes nothing', async () => {
    const { vault } = await withSecret()
    const before = await vault.describe(realm, 'a')
    for (const [request, said] of [
      [{ value: {} }, 'InvalidRequestException: You must provide either SecretString or SecretBinary.'],
      [
        { value: { text: 'x', binary: Uint8Array.of() } },
        'InvalidParameterException: You can’t specify both',
      ],
      [
        { value: { text: 'x' }, labels: Array.from({ length: 20 }, (_, i) => `L${i}`) },
        'LimitExceededException',
      ],
    ] as const) {
      expect((await outcome(vault.put(realm, 'a', request))).startsWith(said), said).to.equal(true)
    }
    expect(await vault.describe(realm, 'a')).to.deep.equal(before)
  })

  it('dates no version before the one before it, and moves the date of change on, though the clock goes back', async () => {
    const at = { now: noon }
    const store = notingStore()
    const vault = new Vault(store, { clock: { now: () => at.now, sleep: async () => {} }, ids: countedIds() })
    await vault.create(realm, { name: 'a', value: { text: '1' } })
    for (const now of [noon + hour, noon, noon - day, noon + 2 * hour]) {
      at.now = now
      await vault.put(realm, 'a', { value: { text: `${now}` } })
    }
    const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true })
    const hours = items.map(({ version }) => (version.createdAt - noon) / hour)
    expect(hours).to.deep.equal([0, 1, 1, 1, 2])
    expect(store.commits.map(([change]) => (change?.record?.changedAt ?? 0) - noon)).to.deep.equal([
      0,
      hour,
      hour + 1,
      hour + 2,
      2 * hour,
    ])
  })

  it('loses none of many at once, and needs few commits for them', async () => {
    const { put, vault, store } = await withSecret()
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(`p${i}`)))
    const { lastVersion, versionCount, labels } = await vault.describe(realm, 'a')
    expect([lastVersion, versionCount]).to.deep.equal([301, 301])
    expect(plain(labels)).to.deep.equal({ AWSCURRENT: 'p299', AWSPREVIOUS: 'p298' })
    expect(store.commits.length).to.be.at.most(6)
  })
})
