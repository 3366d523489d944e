import { describe } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { keepsTypes } from './types-table.js'

describe('StopReplicationToReplica', () => {
  const target = useTarget()

  describe('types', () => {
    keepsTypes(target, 'StopReplicationToReplica', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'StopReplicationToReplica', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'StopReplicationToReplica', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    refusesClearly(target, 'StopReplicationToReplica')
  })
})
