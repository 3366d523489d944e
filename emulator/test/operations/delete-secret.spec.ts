import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectInstant } from '../instants.js'
import { expectRefusal, expectViolations, markedForDeletion, secretNotFound } from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, keepsLimits, refuses } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

const daySeconds = 24 * 60 * 60
const window = 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'
const conflict = "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."

describe('DeleteSecret', () => {
  const target = useTarget()
  const noon = Date.UTC(2026, 0, 1, 12)
  const turned = useTurnedTarget(noon)
  const { api, post, name, make } = target

  describe('types', () => {
    keepsTypes(target, 'DeleteSecret', {
      SecretId: 'text',
      RecoveryWindowInDays: 'long',
      ForceDeleteWithoutRecovery: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(target, 'DeleteSecret', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'DeleteSecret', [['an input without a SecretId', {}, [absent('secretId')]]])

    it('has none on RecoveryWindowInDays: that is the business of the service, and comes later', async () => {
      await expectViolations(post('DeleteSecret', { RecoveryWindowInDays: 5555 }), [absent('secretId')])
    })
  })

  describe('behaviour', () => {
    findsSecrets(target, 'DeleteSecret')

    it('answers ARN, Name and DeletionDate, which is in 30 days if nobody says otherwise', async () => {
      const since = Date.now()
      const { ARN, Name } = await make()
      const { DeletionDate, ...rest } = (await post('DeleteSecret', { SecretId: Name })).json
      expect(rest).to.deep.equal({ ARN, Name })
      expectInstant(DeletionDate, since, 30 * daySeconds)
    })

    for (const RecoveryWindowInDays of [7, 8, 30]) {
      it(`deletes after a window of ${RecoveryWindowInDays} days`, async () => {
        const since = Date.now()
        const { Name: SecretId } = await make()
        const input = { SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery: false }
        expectInstant(
          (await post('DeleteSecret', input)).json.DeletionDate,
          since,
          RecoveryWindowInDays * daySeconds,
        )
      })
    }

    for (const RecoveryWindowInDays of [6, 31, 0, -1, 2 ** 40]) {
      it(`refuses a window of ${RecoveryWindowInDays} days, and changes nothing`, async () => {
        const { Name: SecretId } = await make()
        await expectRefusal(
          post('DeleteSecret', { SecretId, RecoveryWindowInDays }),
          'InvalidParameterException',
          window,
        )
        expect(await api.describeSecret({ SecretId })).to.not.have.property('DeletedDate')
      })
    }

    it('refuses a window together with force, unless the window is wrong by itself', async () => {
      const { Name: SecretId } = await make()
      const forced = { SecretId, ForceDeleteWithoutRecovery: true }
      for (const [RecoveryWindowInDays, text] of [
        [7, conflict],
        [5, window],
      ] as const) {
        await expectRefusal(
          post('DeleteSecret', { ...forced, RecoveryWindowInDays }),
          'InvalidParameterException',
          text,
        )
      }
      expect(await api.describeSecret({ SecretId })).to.not.have.property('DeletedDate')
    })

    it('is shown by DescribeSecret as the time of the request', async () => {
      const { Name: SecretId } = await make()
      const since = Date.now()
      await api.deleteSecret({ SecretId })
      expectInstant((await post('DescribeSecret', { SecretId })).json.DeletedDate, since)
    })

    it('refuses a secret that is scheduled already, and keeps its date', async () => {
      const { Name: SecretId } = await make()
      await api.deleteSecret({ SecretId, RecoveryWindowInDays: 7 })
      const before = (await post('DescribeSecret', { SecretId })).json
      await expectRefusal(
        post('DeleteSecret', { SecretId, RecoveryWindowInDays: 30 }),
        'InvalidRequestException',
        markedForDeletion,
      )
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })

    it('deletes at once by force, also what is scheduled', async function () {
      localOnly(this, 'it takes some seconds')
      for (const scheduled of [false, true]) {
        const since = Date.now()
        const { ARN, Name } = await make()
        if (scheduled) await api.deleteSecret({ SecretId: Name })
        const { status, json } = await post('DeleteSecret', {
          SecretId: Name,
          ForceDeleteWithoutRecovery: true,
        })
        expect(status).to.equal(200)
        expect(json).to.include({ ARN, Name })
        expectInstant(json.DeletionDate, since)
        for (const operation of ['DescribeSecret', 'RestoreSecret', 'GetSecretValue']) {
          await expectRefusal(
            post(operation, { SecretId: Name }),
            'ResourceNotFoundException',
            secretNotFound,
          )
        }
      }
    })

    it('answers a forced deletion of what is not there with ARN, Name and DeletionDate', async () => {
      const since = Date.now()
      const SecretId = name()
      const { status, json } = await post('DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true })
      expect(status).to.equal(200)
      expect(json).to.have.all.keys('ARN', 'Name', 'DeletionDate').and.include({ Name: SecretId })
      expect(String(json.ARN).replace(/^.*:secret:/, '')).to.match(new RegExp(`^${SecretId}-[A-Za-z0-9]{6}$`))
      expectInstant(json.DeletionDate, since)
      await expectRefusal(post('DescribeSecret', { SecretId }), 'ResourceNotFoundException', secretNotFound)
    })

    it('leaves a secret alone that has another ARN than the one that is deleted by force', async () => {
      const { ARN, Name } = await make()
      const old = `${ARN.slice(0, -6)}${ARN.endsWith('aaaaaa') ? 'bbbbbb' : 'aaaaaa'}`
      expect((await api.deleteSecret({ SecretId: old, ForceDeleteWithoutRecovery: true })).ARN).to.equal(old)
      expect((await api.describeSecret({ SecretId: Name })).ARN).to.equal(ARN)
    })

    it('counts days to the millisecond', async function () {
      localOnly(this, 'time cannot be turned')
      await turned.api.createSecret({ Name: 'db' })
      await turned.clock.advance(1)
      const { json } = await turned.post('DeleteSecret', { SecretId: 'db', RecoveryWindowInDays: 7 })
      expect(json.DeletionDate).to.equal(noon / 1000 + 7 * daySeconds + 0.001)
    })
  })
})
