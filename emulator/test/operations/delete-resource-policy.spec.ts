import { expect } from 'chai'
import { describe, it } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { forEverybody } from './resource-policies.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('DeleteResourcePolicy', () => {
  const target = useTarget()
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'DeleteResourcePolicy', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'DeleteResourcePolicy', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'DeleteResourcePolicy', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'DeleteResourcePolicy')

    it('answers the ARN and the name, and takes the policy away', async () => {
      const { Name, ARN } = await make()
      await post('PutResourcePolicy', { SecretId: Name, ResourcePolicy: forEverybody })
      const { status, json } = await post('DeleteResourcePolicy', { SecretId: Name })
      expect({ status, json }).to.deep.equal({ status: 200, json: { ARN, Name } })
      expect((await post('GetResourcePolicy', { SecretId: Name })).json).to.deep.equal({ ARN, Name })
    })

    it('changes nothing where there is no policy', async () => {
      const { Name, ARN } = await make()
      const before = (await post('DescribeSecret', { SecretId: Name })).json
      const { status, json } = await post('DeleteResourcePolicy', { SecretId: Name })
      expect({ status, json }).to.deep.equal({ status: 200, json: { ARN, Name } })
      expect((await post('DescribeSecret', { SecretId: Name })).json).to.deep.equal(before)
    })
  })
})
