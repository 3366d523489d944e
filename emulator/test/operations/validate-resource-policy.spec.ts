import { describe } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { keepsTypes } from './types-table.js'

describe('ValidateResourcePolicy', () => {
  const target = useTarget()

  describe('types', () => {
    keepsTypes(target, 'ValidateResourcePolicy', { SecretId: 'text', ResourcePolicy: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'ValidateResourcePolicy',
      { SecretId: { min: 1, max: 2048 }, ResourcePolicy: { min: 1, max: 20_480 } },
      { SecretId: noName, ResourcePolicy: '{}' },
    )
    refuses(target, 'ValidateResourcePolicy', [
      ['an input without a ResourcePolicy, and misses no SecretId', {}, [absent('resourcePolicy')]],
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
    refusesClearly(target, 'ValidateResourcePolicy', {
      ResourcePolicy: '{"Version":"2012-10-17","Statement":[]}',
    })
  })
})
