import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal, secretNotFound } from '../refusals.js'
import { type Served, served } from '../served.js'
import { withFiles } from '../temporary-folder.js'

const day = 24 * 60 * 60 * 1000
const base = Date.UTC(2027, 5, 1, 12)

async function make({ post }: Served, Name: string): Promise<void> {
  const input = { Name, ClientRequestToken: randomUUID(), SecretString: 'a value' }
  expect((await post('CreateSecret', input)).status).to.equal(200)
}

/** How many secrets are kept, be they found or not. */
async function kept({ send }: Served): Promise<unknown> {
  return (await send({ method: 'GET', path: '/_strongroom/health' })).json.secrets
}

describe('the clock of an emulator', () => {
  it('goes with the system, until it is set and frozen', async () => {
    await using server = await served()
    const { clock } = server.emulator
    const since = Date.now()
    expect(clock.now().getTime()).to.be.within(since, Date.now())
    expect(clock.isFrozen).to.equal(false)
    clock.freeze()
    for (const to of [base, new Date(base), '2027-06-01T12:00:00Z']) {
      await clock.set('1970-01-01T00:00:00Z')
      await clock.set(to)
      expect([clock.now().getTime(), clock.isFrozen]).to.deep.equal([base, true])
    }
    await make(server, 'db')
    const { json } = await server.post('DescribeSecret', { SecretId: 'db' })
    expect(json.CreatedDate).to.equal(base / 1000)
    clock.thaw()
    expect(clock.isFrozen).to.equal(false)
    expect(clock.now().getTime()).to.be.within(base, base + (Date.now() - since))
    await clock.follow()
    expect(clock.now().getTime()).to.be.within(since, Date.now())
  })

  it('takes no seconds for milliseconds', async () => {
    await using server = await served()
    const error: unknown = await server.emulator.clock.set(base / 1000).catch((reason: unknown) => reason)
    expect(error)
      .to.be.instanceOf(TypeError)
      .with.property('message')
      .that.matches(/looks like seconds/)
  })

  it('moves by durations and by milliseconds, whole ones', async () => {
    await using server = await served()
    const { clock } = server.emulator
    clock.freeze()
    await clock.set(base)
    for (const [by, ms] of [
      ['31d', 31 * day],
      ['1h 30m', 5_400_000],
      ['1.1h', 3_960_000],
      [250, 250],
      [0.4, 0],
      [0, 0],
    ] as const) {
      const before = clock.now().getTime()
      await clock.advance(by)
      expect(clock.now().getTime() - before).to.equal(ms)
    }
  })

  it('refuses with a TypeError of its own where it is not told by how much', async () => {
    await using server = await served()
    const { by }: { readonly by: string } = JSON.parse('{}')
    const error: unknown = await server.emulator.clock.advance(by).catch((reason: unknown) => reason)
    expect(error)
      .to.be.instanceOf(TypeError)
      .with.property('message')
      .that.matches(/^advance: /)
  })

  for (const by of ['', '31', 'a month', '-1d', -1, Number.NaN, Number.POSITIVE_INFINITY, '9999999w']) {
    it(`refuses to move by ${JSON.stringify(by)}, with a TypeError and where it is`, async () => {
      await using server = await served()
      const { clock } = server.emulator
      clock.freeze()
      await clock.set(base)
      const error: unknown = await clock.advance(by).catch((reason: unknown) => reason)
      expect(error)
        .to.be.instanceOf(TypeError)
        .with.property('message')
        .that.matches(/^advance: /)
      expect(clock.now().getTime()).to.equal(base)
    })
  }

  for (const to of ['', 'soon', Number.NaN, -1, Date.UTC(10_000, 0, 1), new Date('never')]) {
    it(`refuses to be set to ${String(to)}, with a TypeError`, async () => {
      await using server = await served()
      const { clock } = server.emulator
      const error: unknown = await clock.set(to).catch((reason: unknown) => reason)
      expect(error)
        .to.be.instanceOf(TypeError)
        .with.property('message')
        .that.matches(/^set: /)
    })
  }

  it('ends recovery windows on the way, each for good, and those that have not ended stay', async () => {
    await using server = await served()
    const { emulator, post } = server
    emulator.clock.freeze()
    for (const [Name, RecoveryWindowInDays] of [
      ['long', 30],
      ['short', 7],
      ['middle', 10],
    ] as const) {
      await make(server, Name)
      await post('DeleteSecret', { SecretId: Name, RecoveryWindowInDays })
    }
    await make(server, 'live')
    await emulator.clock.advance(7 * day - 1)
    expect(await kept(server)).to.equal(4)
    await emulator.clock.advance(1)
    expect(await kept(server)).to.equal(3)
    await expectRefusal(
      post('RestoreSecret', { SecretId: 'short' }),
      'ResourceNotFoundException',
      secretNotFound,
    )
    await emulator.clock.advance('31d')
    expect(await kept(server)).to.equal(1)
    await make(server, 'long')
    expect(server.log.errors).to.deep.equal([])
  })

  it('ends them by itself while it goes', async () => {
    await using server = await served()
    const { emulator, post } = server
    await make(server, 'db')
    await post('DeleteSecret', { SecretId: 'db', RecoveryWindowInDays: 7 })
    await emulator.clock.advance(7 * day - 50)
    while ((await kept(server)) !== 0) await post('ListSecrets')
    expect((await post('DescribeSecret', { SecretId: 'db' })).json.__type).to.equal(
      'ResourceNotFoundException',
    )
  })

  it('removes versions beyond 100 when they are a day old, with nobody writing', async () => {
    await using server = await served()
    const { emulator, post } = server
    emulator.clock.freeze()
    await make(server, 'db')
    for (let i = 0; i < 104; i += 1) {
      await post('PutSecretValue', { SecretId: 'db', ClientRequestToken: randomUUID(), SecretString: `${i}` })
    }
    const page = async (NextToken?: unknown) => {
      const input = { SecretId: 'db', IncludeDeprecated: true, MaxResults: 100, NextToken }
      const { Versions = [], NextToken: more } = (await post('ListSecretVersionIds', input)).json
      return { count: Object(Versions).length, more }
    }
    const count = async () => {
      const first = await page()
      return first.more === undefined ? first.count : first.count + (await page(first.more)).count
    }
    await emulator.clock.advance('23h 59m')
    expect(await count()).to.equal(105)
    await emulator.clock.advance('61m')
    expect(await count()).to.equal(100)
  })

  it('is that of the system again after a reset', async () => {
    await using server = await served()
    const { emulator } = server
    emulator.clock.freeze()
    await emulator.clock.advance('31d')
    const since = Date.now()
    await emulator.reset()
    expect(emulator.clock.isFrozen).to.equal(false)
    expect(emulator.clock.now().getTime()).to.be.within(since, Date.now())
  })

  it('lets nothing happen by itself where the emulator is read-only', async () => {
    await withFiles({}, async (data) => {
      await using writing = await served({ data })
      await make(writing, 'db')
      await writing.post('DeleteSecret', { SecretId: 'db' })
      await writing.emulator.close()
      await using reading = await served({ data, readOnly: true })
      await reading.emulator.clock.advance('31d')
      expect(await kept(reading)).to.equal(1)
      expect((await reading.post('DescribeSecret', { SecretId: 'db' })).json.__type).to.equal(
        'ResourceNotFoundException',
      )
    })
  })
})
