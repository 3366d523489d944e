import { manualClock } from '@strongroom/core/parts'
import { memoryStore, Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { costOf } from '#calls/cost'
import { Recorder } from '#calls/recorder'

const realm = { account: '000000000000', region: 'us-east-1' }
const day = 24 * 60 * 60 * 1000

function setUp() {
  const clock = manualClock(Date.UTC(2027, 0, 1))
  const vault = new Vault(memoryStore(), { clock })
  const recorder = new Recorder(clock)
  const call = (operation: string, times: number) => {
    const entry = { operation, outcome: 'OK', status: 200, durationMs: 0, requestId: 'r' }
    for (let at = 0; at < times; at++) recorder.keep(entry, undefined, undefined)
  }
  return { clock, vault, recorder, call }
}

describe('the cost', () => {
  it('is of every secret that is not scheduled for deletion, in all realms', async () => {
    const { vault, recorder, clock } = setUp()
    for (let at = 0; at < 101; at++) await vault.create(realm, { name: `n${at}` })
    await vault.create({ ...realm, region: 'eu-west-1' }, { name: 'n1' })
    await vault.delete(realm, 'n0', { recoveryDays: 7 })
    const scheduled = await costOf(vault, recorder)
    expect(scheduled.secrets).to.equal(101)
    expect(scheduled.perMonth).to.deep.equal({ secrets: 40.4, calls: 0, total: 40.4, currency: 'USD' })
    await clock.advance(8 * day)
    expect((await costOf(vault, recorder)).secrets).to.equal(101)
  })

  it('is of every call to Secrets Manager, and of none to STS', async () => {
    const { vault, recorder, call } = setUp()
    call('GetSecretValue', 3)
    call('CreateSecret', 1)
    call('GetCallerIdentity', 5)
    const { calls, perMonth } = await costOf(vault, recorder)
    expect(calls).to.deep.equal({
      total: 4,
      byOperation: { CreateSecret: 1, GetSecretValue: 3 },
      since: '2027-01-01T00:00:00.000Z',
    })
    expect(perMonth).to.deep.equal({ secrets: 0, calls: 0.00002, total: 0.00002, currency: 'USD' })
  })

  it('is projected to a month by the clock of the emulator, once an hour has passed', async () => {
    const { vault, recorder, clock, call } = setUp()
    await vault.create(realm, { name: 'a' })
    call('GetSecretValue', 1200)
    await clock.advance(60 * 60 * 1000 - 1)
    expect((await costOf(vault, recorder)).atThisRate).to.equal(null)
    await clock.advance(1)
    // 730 hours are a month.
    expect((await costOf(vault, recorder)).atThisRate).to.deep.equal({
      callsPerMonth: 876_000,
      secrets: 0.4,
      calls: 4.38,
      total: 4.78,
      currency: 'USD',
    })
  })

  it('tells what it is reckoned from', async () => {
    const { vault, recorder } = setUp()
    const { basis } = await costOf(vault, recorder)
    expect(basis).to.deep.equal({ currency: 'USD', secretMonth: 0.4, calls: 0.05, callsOf: 10_000 })
  })
})
