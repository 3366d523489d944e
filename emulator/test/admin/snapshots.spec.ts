import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type Served, served } from '../served.js'
import { withFiles } from '../temporary-folder.js'
import { adminOf, useAdmin } from './ask.js'

const token = () => ({ ClientRequestToken: randomUUID() })

/** All that clients can see of the secrets of the home realm. */
async function seen({ post }: Pick<Served, 'post'>): Promise<unknown> {
  const { SecretList } = (await post('ListSecrets', { IncludePlannedDeletion: true })).json
  const names = (JSON.stringify(SecretList).match(/"Name":"[^"]+"/g) ?? []).map((name) => name.slice(8, -1))
  const details = []
  for (const SecretId of names) {
    details.push((await post('DescribeSecret', { SecretId })).json)
    details.push((await post('ListSecretVersionIds', { SecretId, IncludeDeprecated: true })).json)
    details.push((await post('GetSecretValue', { SecretId })).json)
    details.push((await post('GetSecretValue', { SecretId, VersionStage: 'AWSPREVIOUS' })).json)
  }
  return { SecretList, details }
}

async function furnish({ post }: Pick<Served, 'post'>): Promise<void> {
  await post('CreateSecret', { ...token(), Name: 'a', SecretString: 'one', Tags: [{ Key: 'k', Value: 'v' }] })
  await post('PutSecretValue', { ...token(), SecretId: 'a', SecretString: 'two' })
  await post('CreateSecret', {
    ...token(),
    Name: 'b',
    SecretBinary: Buffer.from([0, 255]).toString('base64'),
  })
  await post('CreateSecret', { ...token(), Name: 'going', SecretString: 'one' })
  await post('DeleteSecret', { SecretId: 'going' })
  // The date of the first read is part of what there is to see.
  await seen({ post })
}

async function change({ post }: Pick<Served, 'post'>): Promise<void> {
  await post('PutSecretValue', { ...token(), SecretId: 'a', SecretString: 'three' })
  await post('TagResource', { SecretId: 'a', Tags: [{ Key: 'k', Value: 'w' }] })
  await post('DeleteSecret', { SecretId: 'b', ForceDeleteWithoutRecovery: true })
  await post('RestoreSecret', { SecretId: 'going' })
  await post('CreateSecret', { ...token(), Name: 'new', SecretString: 'a' })
  await post('CreateSecret', { ...token(), Name: 'a', SecretString: 'a' }, { region: 'eu-west-1' })
}

describe('snapshots', () => {
  const admin = useAdmin()

  it('are taken, listed, and forgotten', async () => {
    const { ask, post } = await admin()
    await post('CreateSecret', { ...token(), Name: 'x' })
    await ask('POST', '/clock', { set: '2027-01-01T00:00:00Z' })
    await ask('POST', '/clock', { freeze: true })
    const taken = await ask('POST', '/snapshots', { name: 'first' })
    expect(taken.status).to.equal(201)
    expect(taken.json).to.include({ name: 'first', secrets: 1 })
    expect(taken.json.takenAt).to.match(/^2027-01-01T00:00:/)
    expect((await ask('GET', '/snapshots')).json).to.deep.equal({ snapshots: [taken.json] })
    expect((await ask('DELETE', '/snapshots/first')).status).to.equal(204)
    expect((await ask('DELETE', '/snapshots/first')).status).to.equal(404)
    expect((await ask('POST', '/snapshots/first/restore')).json.error).to.equal(
      'There is no snapshot of this name.',
    )
    await ask('POST', '/reset')
  })

  it('put everything back as it was, as often as one likes, and move neither clock nor faults', async () => {
    const own = await admin()
    const { ask, post } = own
    await furnish(own)
    const before = await seen(own)
    await ask('POST', '/snapshots', { name: 'seeded' })
    await ask('POST', '/faults', { fault: 'throttling', operation: 'RotateSecret' })
    await ask('POST', '/clock', { freeze: true })
    const clock = (await ask('GET', '/clock')).json.now
    for (let round = 0; round < 2; round++) {
      await change(own)
      expect(await seen(own)).to.not.deep.equal(before)
      expect((await ask('POST', '/snapshots/seeded/restore')).json).to.include({ secrets: 3 })
      expect(await seen(own)).to.deep.equal(before)
      expect((await post('ListSecrets', {}, { region: 'eu-west-1' })).json).to.deep.equal({ SecretList: [] })
    }
    expect((await ask('GET', '/clock')).json.now).to.equal(clock)
    expect((await ask('GET', '/faults')).json.faults).to.have.length(1)
    await ask('POST', '/reset')
  })

  it('outlive a reset, and are replaced by those of their name', async () => {
    const { ask, post } = await admin()
    await post('CreateSecret', { ...token(), Name: 'x' })
    await ask('POST', '/snapshots', { name: 's' })
    await ask('POST', '/reset')
    expect((await ask('POST', '/snapshots/s/restore')).json).to.include({ secrets: 1 })
    await post('CreateSecret', { ...token(), Name: 'y' })
    expect((await ask('POST', '/snapshots', { name: 's' })).json).to.include({ secrets: 2 })
    await ask('DELETE', '/snapshots/s')
    await ask('POST', '/reset')
  })

  it('let happen what is due for a secret that was put back', async () => {
    const { ask, post } = await admin()
    await post('CreateSecret', { ...token(), Name: 'x' })
    await post('DeleteSecret', { SecretId: 'x', RecoveryWindowInDays: 7 })
    await ask('POST', '/snapshots', { name: 'due' })
    await ask('POST', '/clock', { advance: '8d' })
    expect((await ask('GET', '/health')).json).to.include({ secrets: 0 })
    await ask('POST', '/clock', { follow: true })
    await ask('POST', '/snapshots/due/restore')
    expect((await post('DescribeSecret', { SecretId: 'x' })).status).to.equal(200)
    await ask('POST', '/clock', { advance: '8d' })
    expect((await ask('GET', '/health')).json).to.include({ secrets: 0 })
    await ask('POST', '/reset')
  })

  for (const body of [{}, { name: '' }, { name: 'a/b' }, { name: 'a'.repeat(65) }, { name: 1 }]) {
    it(`refuse the name in ${JSON.stringify(body)}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', '/snapshots', body)
      const error = '"name" must be 1 to 64 letters, digits and . _ -'
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }
})

describe('snapshot of an emulator', () => {
  for (const where of ['memory', 'a folder']) {
    it(`puts back what was there in ${where}, whatever happened since`, () =>
      withFiles({}, async (data) => {
        await using own = await served(where === 'memory' ? {} : { data })
        await furnish(own)
        const before = await seen(own)
        const { restore } = await own.emulator.snapshot()
        for (let round = 0; round < 2; round++) {
          await change(own)
          await restore()
          expect(await seen(own)).to.deep.equal(before)
        }
        await own.emulator.reset()
        await restore()
        expect(await seen(own)).to.deep.equal(before)
        expect((await adminOf(own).ask('GET', '/snapshots')).json).to.deep.equal({ snapshots: [] })
      }))
  }

  it('is of the moment: what is written afterwards is not in it, nor does it see what was restored since', async () => {
    await using own = await served()
    const { restore: toNothing } = await own.emulator.snapshot()
    await own.post('CreateSecret', { ...token(), Name: 'a', SecretString: 'one' })
    const { restore: toOne } = await own.emulator.snapshot()
    await toNothing()
    expect((await own.post('ListSecrets')).json).to.deep.equal({ SecretList: [] })
    await toOne()
    expect((await own.post('GetSecretValue', { SecretId: 'a' })).json.SecretString).to.equal('one')
  })
})
