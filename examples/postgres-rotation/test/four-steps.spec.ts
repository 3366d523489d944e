import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { type RotationEvent, rotation } from '#four-steps'
import { useByHand } from './by-hand.js'
import { rejectionOf } from './rejection.js'

const password = newCanary()
const value = JSON.stringify({
  ...{ engine: 'postgres', host: 'db.example', username: 'app', password, team: 'payments' },
})

describe('a rotation function', () => {
  const handler = rotation({ next: (username) => `${username} next`, async set() {} })
  const byHand = useByHand(handler)

  it('makes a value for the next user with a password of its own, once', async () => {
    const round = await byHand.begin(value)
    await round.take('createSecret')
    const made = await round.read('AWSPENDING')
    expect(made).to.deep.include({ host: 'db.example', username: 'app next' })
    expect(made.password)
      .to.match(/^[!-~]{32}$/)
      .and.not.match(/[:/@"'\\]/)
    await round.take('createSecret')
    expect(await round.read('AWSPENDING')).to.deep.equal(made)
  })

  it('leaves what else the value holds', async () => {
    const { event, take } = await byHand.begin(value)
    await take('createSecret')
    const answer = await byHand.api.getSecretValue({ SecretId: event.SecretId, VersionStage: 'AWSPENDING' })
    expect(JSON.parse(answer.SecretString ?? ''))
      .to.include({ team: 'payments' })
      .and.not.have.property('port')
  })

  it('moves AWSCURRENT, and does nothing when the version has it', async () => {
    const { event, take, read } = await byHand.begin(value)
    await take('createSecret', 'finishSecret')
    const current = await read()
    expect(current.username).to.equal('app next')
    await take('createSecret', 'setSecret', 'testSecret', 'finishSecret')
    expect(await read()).to.deep.equal(current)
    expect((await read('AWSPREVIOUS')).username).to.equal('app')
    const { VersionIdsToStages = {} } = await byHand.api.describeSecret({ SecretId: event.SecretId })
    expect(VersionIdsToStages[event.ClientRequestToken]).to.include('AWSCURRENT')
  })

  const refusals: readonly [
    what: string,
    change: (event: RotationEvent) => Promise<RotationEvent>,
    told: string,
  ][] = [
    ['a step that there is not', async (event) => ({ ...event, Step: 'dropSecret' }), 'no step dropSecret'],
    [
      'a version that the secret does not have',
      async (event) => ({ ...event, ClientRequestToken: randomUUID() }),
      'has no version',
    ],
    [
      'a version that is not AWSPENDING',
      async (event) => {
        const { SecretId } = event
        const put = { SecretId, SecretString: value, VersionStages: ['MINE'] }
        const { VersionId: ClientRequestToken = '' } = await byHand.api.putSecretValue(put)
        return { ...event, ClientRequestToken }
      },
      'is not AWSPENDING',
    ],
    [
      'a secret that is not set up to be rotated',
      async (event) => {
        const { ARN = '', VersionId: ClientRequestToken = '' } = await byHand.api.createSecret({
          Name: 'other',
        })
        return { ...event, SecretId: ARN, ClientRequestToken }
      },
      'is not set up to be rotated',
    ],
  ]
  for (const [what, change, told] of refusals) {
    it(`refuses ${what}`, async () => {
      const { event } = await byHand.begin(value)
      const error = await rejectionOf(handler(await change({ ...event, Step: 'createSecret' })))
      expect(error.message).to.contain(told)
      expectNoTrace(password, error)
    })
  }

  it('refuses a value that is no connection, in words that do not tell it', async () => {
    const { take } = await byHand.begin(password)
    const error = await rejectionOf(take('createSecret'))
    expect(error.message).to.equal('the secret is no JSON object')
    expectNoTrace(password, error)
  })

  for (const [what, change, told] of [
    ['user', { username: 'somebody else' }, 'for another user'],
    ['server', { host: 'elsewhere.example' }, 'not lead to the same server'],
  ] as const) {
    it(`does not set the password of a pending version for another ${what}`, async () => {
      const { event, take } = await byHand.begin(value)
      const pending = { ...JSON.parse(value), username: 'app next', ...change }
      await byHand.api.putSecretValue({
        ...event,
        SecretString: JSON.stringify(pending),
        VersionStages: ['AWSPENDING'],
      })
      const error = await rejectionOf(take('setSecret'))
      expect(error.message).to.contain(told)
      expectNoTrace(password, error)
    })
  }
})
