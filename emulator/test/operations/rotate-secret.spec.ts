import { describe, it } from 'mocha'
import { expectRefusal, expectViolations, missingToken } from '../refusals.js'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { refusesClearly } from './refuses-clearly.js'
import { two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('RotateSecret', () => {
  const target = useTarget()
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'RotateSecret', {
      SecretId: 'text',
      ClientRequestToken: 'text',
      RotationLambdaARN: 'text',
      RotationRules: 'structure',
      'RotationRules.AutomaticallyAfterDays': 'long',
      'RotationRules.Duration': 'text',
      'RotationRules.ScheduleExpression': 'text',
      ExternalSecretRotationMetadata: 'list',
      'ExternalSecretRotationMetadata[]': 'structure',
      'ExternalSecretRotationMetadata[].Key': 'text',
      'ExternalSecretRotationMetadata[].Value': 'text',
      ExternalSecretRotationRoleArn: 'text',
      RotateImmediately: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(target, 'RotateSecret', {
      SecretId: { min: 1, max: 2048 },
      ClientRequestToken: { min: 32, max: 64 },
      RotationLambdaARN: { min: 0, max: 2048 },
      'RotationRules.AutomaticallyAfterDays': { min: 1, max: 1000, what: 'value', of: (size) => size },
      'RotationRules.Duration': { max: 3, of: (size) => `${'1'.repeat(size - 1)}h` },
      'RotationRules.ScheduleExpression': { max: 256, of: (size) => 'a'.repeat(size) },
      'ExternalSecretRotationMetadata[].Key': { min: 1, max: 256 },
      'ExternalSecretRotationMetadata[].Value': { min: 1, max: 2048 },
      ExternalSecretRotationRoleArn: { min: 20, max: 2048 },
    })
    refuses(target, 'RotateSecret', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'a Duration that is none',
        { SecretId: noName, RotationRules: { Duration: '2m' } },
        [violation('2m', 'rotationRules.duration', 'satisfy regular expression pattern: [0-9]+h')],
      ],
      [
        'a ScheduleExpression with other characters',
        { SecretId: noName, RotationRules: { ScheduleExpression: 'rate(1 day)!' } },
        [
          violation(
            'rate(1 day)!',
            'rotationRules.scheduleExpression',
            'satisfy regular expression pattern: [0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+',
          ),
        ],
      ],
      [
        'all that is wrong at once',
        { ClientRequestToken: 'no', RotationRules: { AutomaticallyAfterDays: 1001, Duration: 'h' } },
        [
          absent('secretId'),
          violation('no', 'clientRequestToken', 'have length greater than or equal to 32'),
          violation('1001', 'rotationRules.automaticallyAfterDays', 'have value less than or equal to 1000'),
          violation('h', 'rotationRules.duration', 'have length greater than or equal to 2'),
          violation('h', 'rotationRules.duration', 'satisfy regular expression pattern: [0-9]+h'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    refusesClearly(target, 'RotateSecret', { ClientRequestToken: two })

    it('wants a ClientRequestToken, and says so with another exception than the rest', async () => {
      for (const SecretId of [(await make()).Name, noName, 'strongroom-spec-nobody']) {
        await expectRefusal(post('RotateSecret', { SecretId }), 'InvalidParameterException', missingToken)
      }
    })

    it('tells violated constraints before it misses a token', async () => {
      await expectViolations(post('RotateSecret', {}), [absent('secretId')])
    })
  })
})
