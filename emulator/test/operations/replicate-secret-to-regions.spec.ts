import { describe } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { keepsTypes } from './types-table.js'

const AddReplicaRegions = [{ Region: 'eu-west-1' }]

describe('ReplicateSecretToRegions', () => {
  const target = useTarget()

  describe('types', () => {
    keepsTypes(target, 'ReplicateSecretToRegions', {
      SecretId: 'text',
      AddReplicaRegions: 'list',
      'AddReplicaRegions[]': 'structure',
      'AddReplicaRegions[].Region': 'text',
      'AddReplicaRegions[].KmsKeyId': 'text',
      ForceOverwriteReplicaSecret: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'ReplicateSecretToRegions',
      {
        SecretId: { min: 1, max: 2048 },
        AddReplicaRegions: {
          min: 1,
          of: (size) => Array.from({ length: size }, () => ({ Region: 'eu-west-1' })),
        },
        'AddReplicaRegions[].Region': { max: 128, of: (size) => `${'a'.repeat(size - 2)}-1` },
        'AddReplicaRegions[].KmsKeyId': { min: 0, max: 2048 },
      },
      { SecretId: noName, AddReplicaRegions },
    )
    refuses(target, 'ReplicateSecretToRegions', [
      [
        'an input without SecretId and AddReplicaRegions',
        {},
        [absent('secretId'), absent('addReplicaRegions')],
      ],
      [
        'all that is wrong at once',
        { SecretId: '', AddReplicaRegions: [...AddReplicaRegions, { Region: '' }] },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('', 'addReplicaRegions.2.member.region', 'have length greater than or equal to 1'),
          violation(
            '',
            'addReplicaRegions.2.member.region',
            'satisfy regular expression pattern: ^([a-z]+-)+\\d+$',
          ),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    refusesClearly(target, 'ReplicateSecretToRegions', { AddReplicaRegions })
  })
})
