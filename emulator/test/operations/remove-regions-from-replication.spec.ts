import { describe } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { keepsTypes } from './types-table.js'

const RemoveReplicaRegions = ['eu-west-1']
const everyRegion =
  'satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$]'

describe('RemoveRegionsFromReplication', () => {
  const target = useTarget()

  describe('types', () => {
    keepsTypes(target, 'RemoveRegionsFromReplication', {
      SecretId: 'text',
      RemoveReplicaRegions: 'list',
      'RemoveReplicaRegions[]': 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'RemoveRegionsFromReplication',
      {
        SecretId: { min: 1, max: 2048 },
        RemoveReplicaRegions: { min: 1, of: (size) => Array.from({ length: size }, () => 'eu-west-1') },
      },
      { SecretId: noName, RemoveReplicaRegions },
    )
    refuses(target, 'RemoveRegionsFromReplication', [
      [
        'an input without SecretId and RemoveReplicaRegions',
        {},
        [absent('secretId'), absent('removeReplicaRegions')],
      ],
      [
        'a Region that is none, telling the whole list',
        { SecretId: noName, RemoveReplicaRegions: ['eu-west-1', 'Paris'] },
        [violation('[eu-west-1, Paris]', 'removeReplicaRegions', everyRegion)],
      ],
    ])
  })

  describe('behaviour', () => {
    refusesClearly(target, 'RemoveRegionsFromReplication', { RemoveReplicaRegions })
  })
})
