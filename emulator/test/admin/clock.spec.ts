import { expect } from 'chai'
import { describe, it } from 'mocha'
import { useAdmin } from './ask.js'

const token = { ClientRequestToken: '0'.repeat(32) }

describe('/_strongroom/clock', () => {
  const admin = useAdmin()

  it('follows the system until it is moved, and then again', async () => {
    const { ask, emulator } = await admin()
    expect((await ask('GET', '/clock')).json).to.include({ mode: 'following', aheadOfSystemMs: 0 })
    const { now, mode, aheadOfSystemMs } = (await ask('POST', '/clock', { advance: '31d' })).json
    expect(mode).to.equal('moved')
    expect(Math.round(Number(aheadOfSystemMs) / 86_400_000)).to.equal(31)
    expect(emulator.clock.now().getTime()).to.be.at.least(Date.parse(String(now)))
    expect((await ask('POST', '/clock', { follow: true })).json).to.include({ mode: 'following' })
  })

  it('stands still while it is frozen, and is moved from there', async () => {
    const { ask, emulator } = await admin()
    await ask('POST', '/clock', { freeze: true })
    const { json } = await ask('POST', '/clock', { set: '2027-01-01T00:00:00Z' })
    expect(json).to.include({ mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
    const { now } = (await ask('POST', '/clock', { advance: 1500 })).json
    expect(now).to.equal('2027-01-01T00:00:01.500Z')
    expect(emulator.clock.isFrozen).to.equal(true)
    expect((await ask('POST', '/clock', { freeze: false })).json.mode).to.equal('moved')
    await ask('POST', '/clock', { follow: true })
  })

  it('answers when what was due on the way has happened', async () => {
    const { ask, post } = await admin()
    await post('CreateSecret', { ...token, Name: 'going' })
    await post('DeleteSecret', { SecretId: 'going', RecoveryWindowInDays: 7 })
    await ask('POST', '/clock', { advance: '6d' })
    expect((await ask('GET', '/health')).json).to.include({ secrets: 1 })
    await ask('POST', '/clock', { advance: '1d' })
    expect((await ask('GET', '/health')).json).to.include({ secrets: 0 })
    await ask('POST', '/clock', { follow: true })
  })

  const one = 'Give one of advance, set, freeze, follow.'
  const duration = 'advance: expected milliseconds, or a duration such as "31d", "1h 30m" or "500ms"'
  for (const [body, error] of [
    [{}, one],
    [{ advance: '1d', freeze: true }, one],
    [{ advance: 'a while' }, duration],
    [{ advance: -1 }, duration],
    [{ advance: '999999999w' }, duration],
    [{ advance: true }, '"advance" must be milliseconds, or a duration such as "31d", "1h 30m" or "500ms"'],
    [{ set: 'tomorrow' }, 'set: expected a time such as "2027-01-01T00:00:00Z"'],
    [{ set: null }, '"set" must be a time such as "2027-01-01T00:00:00Z"'],
    [{ freeze: 'yes' }, '"freeze" must be true or false'],
    [{ follow: false }, '"follow" must be true'],
    [{ advnace: '1d' }, 'there is no member "advnace"; did you mean advance?'],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}, and does not move`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', '/clock', body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
      expect((await ask('GET', '/clock')).json).to.include({ mode: 'following' })
    })
  }
})
