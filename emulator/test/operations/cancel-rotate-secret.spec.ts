import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { functionArn, moduleFunction, rotating } from '../rotation/rotating.js'
import { localOnly, useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('CancelRotateSecret', () => {
  const target = useTarget({ rotationFunction: [moduleFunction] })
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'CancelRotateSecret', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'CancelRotateSecret', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'CancelRotateSecret', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    before(function () {
      localOnly(this, 'there must be a function first')
    })

    findsSecrets(rotated(), 'CancelRotateSecret')

    it('refuses a secret that was never rotated with InvalidRequestException', async () => {
      const { Name: SecretId } = await make()
      const { status, json } = await post('CancelRotateSecret', { SecretId })
      expect(status).to.equal(400)
      expect(json).to.have.all.keys('__type', 'Message').and.include({ __type: 'InvalidRequestException' })
    })

    it('turns rotation off, and keeps everything but the date of the next one', async () => {
      await using own = await rotating()
      await own.rotate({ RotationRules: { AutomaticallyAfterDays: 30 } })
      const { json: before } = await own.post('DescribeSecret', { SecretId: 'db' })
      const { status, json } = await own.post('CancelRotateSecret', { SecretId: 'db' })
      expect({ status, json }).to.deep.equal({ status: 200, json: { ARN: before.ARN, Name: 'db' } })
      const { json: after } = await own.post('DescribeSecret', { SecretId: 'db' })
      const { NextRotationDate, LastChangedDate, ...rest } = before
      expect(NextRotationDate).to.be.a('number')
      expect(after).to.deep.equal({ ...rest, RotationEnabled: false, LastChangedDate: after.LastChangedDate })
      await own.emulator.clock.advance('60d')
      expect(own.events()).to.deep.equal(['RotationStarted', 'RotationSucceeded'])
    })

    it('tells the version that is pending, which stays so and keeps RotateSecret from beginning another', async () => {
      await using own = await rotating(async () => {
        throw new Error('no')
      })
      const token = await own.rotate()
      const { json } = await own.post('CancelRotateSecret', { SecretId: 'db' })
      expect(json).to.have.all.keys('ARN', 'Name', 'VersionId').and.include({ VersionId: token })
      expect((await own.stages())[token]).to.deep.equal(['AWSPENDING'])
      const again = await own.post('RotateSecret', { SecretId: 'db', ClientRequestToken: randomUUID() })
      expect(again.json.__type).to.equal('InvalidRequestException')
      await own.api.updateSecretVersionStage({
        ...{ SecretId: 'db', VersionStage: 'AWSPENDING' },
        RemoveFromVersionId: token,
      })
      await own.rotate({ RotationLambdaARN: undefined })
      expect((await own.post('DescribeSecret', { SecretId: 'db' })).json.RotationEnabled).to.equal(true)
    })
  })

  /** The target, with every secret that it makes set up for rotation. */
  function rotated(): typeof target {
    return {
      ...target,
      async make(input) {
        const made = await target.make(input)
        const settings = { RotationLambdaARN: functionArn, RotateImmediately: false }
        await post('RotateSecret', { SecretId: made.ARN, ClientRequestToken: randomUUID(), ...settings })
        return made
      },
    }
  }
})
