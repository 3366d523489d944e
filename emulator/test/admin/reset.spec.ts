import { expect } from 'chai'
import { describe, it } from 'mocha'
import { served } from '../served.js'
import { withFiles } from '../temporary-folder.js'
import { adminOf, useAdmin } from './ask.js'

const named = (Name: string) => ({ Name, ClientRequestToken: '0'.repeat(32), SecretString: 'a' })
const realms = [
  { account: '111111111111', region: 'us-east-1' },
  { account: '111111111111', region: 'eu-west-1' },
  { account: '222222222222', region: 'us-east-1' },
] as const

describe('POST /_strongroom/reset', () => {
  const admin = useAdmin()

  it('removes secrets, faults, recorded calls and counts, and lets the clock follow', async () => {
    const { ask, post, emulator } = await admin()
    for (const realm of realms) await post('CreateSecret', named('db'), realm)
    await ask('POST', '/faults', { fault: 'throttling', operation: 'RestoreSecret' })
    await ask('POST', '/clock', { advance: '1d' })
    const { status, json } = await ask('POST', '/reset')
    expect({ status, json }).to.deep.equal({ status: 200, json: { secrets: 0 } })
    expect((await ask('GET', '/faults')).json).to.deep.equal({ faults: [] })
    expect((await ask('GET', '/requests')).json).to.deep.equal({ requests: [] })
    expect((await ask('GET', '/clock')).json).to.include({ mode: 'following' })
    expect((await ask('GET', '/cost')).json.calls).to.include({ total: 0 })
    expect(emulator.faults.list()).to.deep.equal([])
  })

  for (const [scope, left] of [
    [{ account: '111111111111' }, ['222222222222 us-east-1']],
    [{ region: 'us-east-1' }, ['111111111111 eu-west-1']],
    [{ account: '111111111111', region: 'us-east-1' }, ['111111111111 eu-west-1', '222222222222 us-east-1']],
    [{ region: 'eu-north-1' }, realms.map(({ account, region }) => `${account} ${region}`)],
  ] as const) {
    it(`removes the secrets of ${JSON.stringify(scope)} only, and nothing else`, async () => {
      const { ask, post } = await admin()
      await ask('POST', '/reset', {})
      for (const realm of realms) await post('CreateSecret', named('db'), realm)
      await ask('POST', '/faults', { fault: 'throttling', operation: 'RestoreSecret' })
      await ask('POST', '/clock', { freeze: true })
      expect((await ask('POST', '/reset', scope)).json).to.deep.equal({ secrets: left.length })
      const there = []
      for (const realm of realms) {
        const { json } = await post('ListSecrets', {}, realm)
        if (JSON.stringify(json).includes('"db"')) there.push(`${realm.account} ${realm.region}`)
      }
      expect(there.sort()).to.deep.equal([...left].sort())
      expect((await ask('GET', '/clock')).json).to.include({ mode: 'frozen' })
      expect((await ask('GET', '/faults')).json.faults).to.have.length(1)
      expect((await ask('GET', '/requests')).json.requests).to.have.length.greaterThan(0)
    })
  }

  it('removes nothing where the Region is in the query, which it has no use for', async () => {
    const { ask, post } = await admin()
    await ask('POST', '/reset', {})
    for (const realm of realms) await post('CreateSecret', named('db'), realm)
    const { status, json } = await ask('POST', '/reset?region=eu-west-1')
    const error = 'there is no query parameter of such a name, and here is none'
    expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    expect((await ask('GET', '/health')).json.secrets).to.equal(realms.length)
  })

  for (const [body, error] of [
    [{ account: '1' }, '"account" must be an account: 12 digits'],
    [{ region: 7 }, '"region" must be a Region such as us-east-1'],
    [{ regoin: 'us-east-1' }, 'there is no member "regoin"; did you mean region?'],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}, and removes nothing`, async () => {
      const { ask, post } = await admin()
      await ask('POST', '/reset', {})
      await post('CreateSecret', named('db'))
      const { status, json } = await ask('POST', '/reset', body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
      expect((await ask('GET', '/health')).json).to.include({ secrets: 1 })
    })
  }

  it('seeds what the files said at the start, as the object does, and within a scope what belongs there', () =>
    withFiles(
      { 'seed.yaml': 'secrets:\n  here: { value: a }\n  there: { value: b, region: eu-west-1 }\n' },
      async (folder) => {
        await using own = await served({ seed: [`${folder}/seed.yaml`] })
        const { ask, post, emulator } = adminOf(own)
        const change = async () => {
          for (const [SecretId, region] of [
            ['here', 'us-east-1'],
            ['there', 'eu-west-1'],
          ] as const) {
            const changed = { SecretId, SecretString: 'changed', ClientRequestToken: crypto.randomUUID() }
            await post('PutSecretValue', changed, { region })
          }
        }
        const values = async () => [
          (await post('GetSecretValue', { SecretId: 'here' })).json.SecretString,
          (await post('GetSecretValue', { SecretId: 'there' }, { region: 'eu-west-1' })).json.SecretString,
        ]
        await change()
        await ask('POST', '/reset', { region: 'eu-west-1' })
        expect(await values()).to.deep.equal(['changed', 'b'])
        await change()
        await emulator.reset({ region: 'us-east-1' })
        expect(await values()).to.deep.equal(['a', 'changed'])
        await change()
        await ask('POST', '/reset', {})
        expect(await values()).to.deep.equal(['a', 'b'])
        await change()
        await emulator.reset()
        expect(await values()).to.deep.equal(['a', 'b'])
      },
    ))
})
