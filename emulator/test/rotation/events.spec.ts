import { expect } from 'chai'
import { describe, it } from 'mocha'
import { adminOf } from '../admin/ask.js'
import { served } from '../served.js'
import { rotating } from './rotating.js'

const events = (own: Parameters<typeof adminOf>[0]) =>
  own.emulator.requests({ secretName: 'db' }).filter(({ eventType }) => eventType === 'AwsServiceEvent')

describe('events of rotations', () => {
  it('are among the calls, as in CloudTrail, and count as none', async () => {
    await using own = await rotating()
    await own.rotate()
    const time = own.emulator.clock.now().toISOString()
    const each = { eventType: 'AwsServiceEvent', time, secretName: 'db', readOnly: false }
    const home = { account: '000000000000', region: 'us-east-1' }
    const { json } = await adminOf(own).ask('GET', '/requests?secretName=db')
    expect(json.requests).to.deep.include({ ...each, ...home, operation: 'RotationSucceeded', outcome: 'OK' })
    expect(events(own).map(({ operation }) => operation)).to.deep.equal([
      'RotationSucceeded',
      'RotationStarted',
    ])
    const { calls } = (await adminOf(own).ask('GET', '/cost')).json
    expect(JSON.stringify(calls)).to.not.contain('RotationStarted')
  })

  it('tell which step failed, and nothing of what the function said', async () => {
    await using own = await rotating(async ({ Step }) => {
      if (Step === 'createSecret') throw new RangeError('the value is hunter2')
    })
    await own.rotate()
    const failed = events(own).find(({ operation }) => operation === 'RotationFailed')
    expect(failed).to.include({
      outcome: 'function error',
      errorMessage: 'The rotation failed in createSecret.',
    })
    expect(JSON.stringify(own.emulator.requests())).to.not.contain('hunter2')
  })
})

describe('a secret that is rotated', () => {
  it('is the same after export and import', async () => {
    await using own = await rotating()
    await own.rotate()
    await using other = await served()
    const [from, to] = [adminOf(own), adminOf(other)]
    const { json: document } = await from.ask('POST', '/export', { plaintext: true })
    expect((await to.ask('POST', '/import', { document })).status).to.equal(200)
    const { json: again } = await to.ask('POST', '/export', { plaintext: true })
    expect(again.secrets).to.deep.equal(document.secrets)
    for (const operation of ['DescribeSecret', 'ListSecretVersionIds', 'GetSecretValue']) {
      const [here, there] = [
        await own.post(operation, { SecretId: 'db' }),
        await other.post(operation, { SecretId: 'db' }),
      ]
      expect(there.json, operation).to.deep.equal(here.json)
    }
  })
})
