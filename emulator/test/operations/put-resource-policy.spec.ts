import { describe } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { keepsTypes } from './types-table.js'

describe('PutResourcePolicy', () => {
  const target = useTarget()

  describe('types', () => {
    keepsTypes(target, 'PutResourcePolicy', {
      SecretId: 'text',
      ResourcePolicy: 'text',
      BlockPublicPolicy: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'PutResourcePolicy',
      { SecretId: { min: 1, max: 2048 }, ResourcePolicy: { min: 1, max: 20_480 } },
      { SecretId: noName, ResourcePolicy: '{}' },
    )
    refuses(target, 'PutResourcePolicy', [
      ['an input without SecretId and ResourcePolicy', {}, [absent('secretId'), absent('resourcePolicy')]],
      [
        'all that is wrong at once',
        { SecretId: '', ResourcePolicy: '' },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('', 'resourcePolicy', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    refusesClearly(target, 'PutResourcePolicy', { ResourcePolicy: '{"Version":"2012-10-17","Statement":[]}' })
  })
})
