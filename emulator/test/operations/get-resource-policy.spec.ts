import { expect } from 'chai'
import { describe, it } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { forEverybody } from './resource-policies.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('GetResourcePolicy', () => {
  const target = useTarget()
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'GetResourcePolicy', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'GetResourcePolicy', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'GetResourcePolicy', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'GetResourcePolicy')

    it('answers the ARN and the name alone where there is no policy', async () => {
      const { Name, ARN } = await make()
      const { status, json } = await post('GetResourcePolicy', { SecretId: Name })
      expect({ status, json }).to.deep.equal({ status: 200, json: { ARN, Name } })
    })

    it('answers the policy as a text', async () => {
      const { Name, ARN } = await make()
      await post('PutResourcePolicy', { SecretId: Name, ResourcePolicy: forEverybody })
      const { ResourcePolicy, ...json } = (await post('GetResourcePolicy', { SecretId: Name })).json
      expect(json).to.deep.equal({ ARN, Name })
      expect(JSON.parse(String(ResourcePolicy))).to.deep.equal(JSON.parse(forEverybody))
    })
  })
})
