import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal, secretNotFound } from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, keepsLimits, refuses } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { makeStaged, one, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('RestoreSecret', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post } = target

  describe('types', () => {
    keepsTypes(target, 'RestoreSecret', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'RestoreSecret', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'RestoreSecret', [['an input without a SecretId', {}, [absent('secretId')]]])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'RestoreSecret', { whenScheduled: 'served' })

    it('answers ARN and Name, and brings back everything but DeletedDate', async () => {
      const SecretId = await makeStaged(target, [[one], [two, ['mine']]])
      const before = (await post('DescribeSecret', { SecretId })).json
      await api.deleteSecret({ SecretId })
      expect((await post('DescribeSecret', { SecretId })).json).to.have.property('DeletedDate')
      const { json } = await post('RestoreSecret', { SecretId })
      expect(json).to.deep.equal({ ARN: before.ARN, Name: before.Name })
      const after = (await post('DescribeSecret', { SecretId })).json
      expect({ ...after, LastChangedDate: 0 }).to.deep.equal({ ...before, LastChangedDate: 0 })
      expect((await api.getSecretValue({ SecretId })).SecretString).to.equal(`value of ${one}`)
    })

    it('succeeds on a secret that is not scheduled, and changes nothing', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const before = (await post('DescribeSecret', { SecretId })).json
      expect((await post('RestoreSecret', { SecretId })).status).to.equal(200)
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })

    it('lets a secret be scheduled anew, with another window', async () => {
      const SecretId = await makeStaged(target, [[one]])
      await api.deleteSecret({ SecretId, RecoveryWindowInDays: 7 })
      await api.restoreSecret({ SecretId })
      expect((await post('DeleteSecret', { SecretId, RecoveryWindowInDays: 8 })).status).to.equal(200)
    })

    it('comes too late when the window has ended', async function () {
      localOnly(this, 'time cannot be turned')
      const SecretId = 'late'
      await turned.api.createSecret({ Name: SecretId })
      await turned.api.deleteSecret({ SecretId, RecoveryWindowInDays: 7 })
      await turned.clock.advance(7 * 24 * 60 * 60 * 1000)
      await expectRefusal(
        turned.post('RestoreSecret', { SecretId }),
        'ResourceNotFoundException',
        secretNotFound,
      )
    })
  })
})
