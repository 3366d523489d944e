import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { expectInstant } from '../instants.js'
import { expectRefusal, expectViolations, missingToken } from '../refusals.js'
import { functionArn, moduleFunction, rotating } from '../rotation/rotating.js'
import { localOnly, useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { four, makeStaged, one, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

const noFunction = 'No Lambda rotation function ARN is associated with this secret.'
const notInvokable =
  'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.'
const incomplete = "A previous rotation isn't complete. That rotation will be reattempted."
const bothFrequencies = 'You cannot specify both rotation frequency and schedule expression together.'

describe('RotateSecret', () => {
  const target = useTarget({ rotationFunction: [moduleFunction] })
  const { api, post, make } = target

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
    before(function () {
      localOnly(this, 'there must be a function first')
    })

    findsSecrets(target, 'RotateSecret', {
      input: () => ({
        ClientRequestToken: randomUUID(),
        RotationLambdaARN: functionArn,
        RotateImmediately: false,
      }),
    })

    const refused: readonly [string, object, string, string][] = [
      ['no function', {}, 'InvalidRequestException', noFunction],
      ['an empty function', { RotationLambdaARN: '' }, 'InvalidRequestException', noFunction],
      [
        'a function that is not there',
        { RotationLambdaARN: `${functionArn}2` },
        'AccessDeniedException',
        notInvokable,
      ],
      [
        'both frequencies',
        {
          RotationLambdaARN: functionArn,
          RotationRules: { AutomaticallyAfterDays: 1, ScheduleExpression: 'rate(1 day)' },
        },
        ...(['InvalidParameterException', bothFrequencies] as const),
      ],
    ]
    for (const [what, input, type, text] of refused) {
      it(`refuses ${what}, and leaves no trace`, async () => {
        const { Name: SecretId } = await make()
        const state = async () => [
          (await post('DescribeSecret', { SecretId })).json,
          (await post('ListSecretVersionIds', { SecretId, IncludeDeprecated: true })).json,
        ]
        const earlier = await state()
        await expectRefusal(post('RotateSecret', { SecretId, ClientRequestToken: two, ...input }), type, text)
        expect(await state()).to.deep.equal(earlier)
      })
    }

    it('refuses while AWSPENDING is on another version than AWSCURRENT, and not beside it', async () => {
      const input = { ClientRequestToken: four, RotationLambdaARN: functionArn, RotateImmediately: false }
      const SecretId = await makeStaged(target, [[one], [two, ['AWSPENDING']]])
      await expectRefusal(post('RotateSecret', { SecretId, ...input }), 'InvalidRequestException', incomplete)
      const beside = await makeStaged(target, [[one], [two, ['AWSCURRENT', 'AWSPENDING']]])
      expect((await post('RotateSecret', { SecretId: beside, ...input })).status).to.equal(200)
    })

    it('refuses schedules that there are not with InvalidParameterException', async () => {
      const { Name: SecretId } = await make()
      for (const RotationRules of [
        { ScheduleExpression: 'rate(3 hours)' },
        { ScheduleExpression: 'cron(0 * * * ? *)' },
        { ScheduleExpression: 'daily' },
        { AutomaticallyAfterDays: 1, Duration: '25h' },
        { Duration: '2h' },
      ]) {
        const input = { SecretId, ClientRequestToken: two, RotationLambdaARN: functionArn, RotationRules }
        const { status, json } = await post('RotateSecret', input)
        expect([status, json.__type]).to.deep.equal([400, 'InvalidParameterException'])
      }
    })

    it('refuses a token that a version has already', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const input = { SecretId, ClientRequestToken: one, RotationLambdaARN: functionArn }
      expect((await post('RotateSecret', input)).json.__type).to.equal('ResourceExistsException')
    })

    it('answers ARN, Name and the token as VersionId, and shows the settings', async () => {
      const { Name: SecretId, ARN } = await make()
      const RotationRules = { ScheduleExpression: 'rate(10 hours)', Duration: '2h' }
      const settings = { RotationLambdaARN: functionArn, RotationRules, RotateImmediately: false }
      const { status, json } = await post('RotateSecret', {
        SecretId,
        ClientRequestToken: three,
        ...settings,
      })
      expect({ status, json }).to.deep.equal({ status: 200, json: { ARN, Name: SecretId, VersionId: three } })
      const { SecretList = [] } = await api.listSecrets({ Filters: [{ Key: 'name', Values: [SecretId] }] })
      for (const described of [(await post('DescribeSecret', { SecretId })).json, SecretList[0]]) {
        expect(described).to.deep.include({
          RotationEnabled: true,
          RotationLambdaARN: functionArn,
          RotationRules: { ...RotationRules, AutomaticallyAfterDays: 1 },
        })
        expect(described).to.not.have.property('LastRotatedDate')
      }
    })

    it('needs no schedule: there is no date of the next rotation then', async () => {
      const { Name: SecretId } = await make()
      const input = { RotationLambdaARN: functionArn, RotateImmediately: false }
      await post('RotateSecret', { SecretId, ClientRequestToken: two, ...input })
      const { json } = await post('DescribeSecret', { SecretId })
      expect(json).to.include({ RotationEnabled: true })
      expect(json).to.not.have.any.keys('NextRotationDate', 'RotationRules')
    })

    it('shows nothing of rotation before', async () => {
      const { Name: SecretId } = await make()
      const { json } = await post('DescribeSecret', { SecretId })
      expect(Object.keys(json).filter((member) => /Rotat/.test(member))).to.deep.equal([])
    })

    it('keeps what a partner is told, and needs no function for it', async () => {
      const { Name: SecretId } = await make()
      const external = {
        ExternalSecretRotationMetadata: [{ Key: 'k', Value: 'v' }],
        ExternalSecretRotationRoleArn: 'arn:aws:iam::000000000000:role/r',
      }
      const input = { SecretId, ClientRequestToken: two, RotateImmediately: false, ...external }
      expect((await post('RotateSecret', input)).status).to.equal(200)
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.include({
        RotationEnabled: true,
        ...external,
      })
    })

    it('rotates with a function in a process of its own: its value is the current one', async () => {
      await using own = await rotating(undefined, { rotationFunction: [moduleFunction] })
      const since = own.emulator.clock.now().getTime()
      const token = await own.rotate()
      expect(await own.api.getSecretValue({ SecretId: 'db' })).to.include({ VersionId: token })
      expect((await own.api.getSecretValue({ SecretId: 'db' })).SecretString).to.match(/^made by a rotation/)
      const { json } = await own.post('DescribeSecret', { SecretId: 'db' })
      expectInstant(json.LastRotatedDate, since)
      expect(own.lambda.invoked).to.deep.equal([])
    })

    it('answers a repetition as before, and rotates once', async () => {
      await using own = await rotating()
      await own.rotate({ ClientRequestToken: two })
      expect(await own.rotate({ ClientRequestToken: two })).to.equal(two)
      expect(own.events()).to.deep.equal(['RotationStarted', 'RotationSucceeded'])
    })

    it('rotates again with no more than the name', async () => {
      await using own = await rotating()
      await own.rotate()
      const { VersionId } = await own.api.rotateSecret({ SecretId: 'db' })
      await own.emulator.clock.advance(0)
      expect((await own.api.getSecretValue({ SecretId: 'db' })).VersionId).to.equal(VersionId)
    })

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
