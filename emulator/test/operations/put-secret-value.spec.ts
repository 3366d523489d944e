import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import {
  bothValues,
  expectRefusal,
  expectViolations,
  labelNotFound,
  missingToken,
  tokenInUse,
} from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, hiddenViolation, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { four, makeStaged, one, stagesOf, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('PutSecretValue', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'PutSecretValue', {
      SecretId: 'text',
      ClientRequestToken: 'text',
      SecretBinary: 'blob',
      SecretString: 'text',
      VersionStages: 'list',
      'VersionStages[]': 'text',
      RotationToken: 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(target, 'PutSecretValue', {
      SecretId: { min: 1, max: 2048 },
      ClientRequestToken: { min: 32, max: 64 },
      SecretString: { min: 1, max: 65_536, hidden: true },
      SecretBinary: {
        min: 1,
        max: 65_536,
        hidden: true,
        of: (size) => Buffer.alloc(size).toString('base64'),
      },
      VersionStages: { min: 1, max: 20, of: (size) => Array.from({ length: size }, (_, at) => `s${at}`) },
      RotationToken: { min: 36, max: 256, hidden: true, of: (size) => 'a'.repeat(size) },
    })
    const everyStage =
      'satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]'
    refuses(target, 'PutSecretValue', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty label, telling the whole list',
        { SecretId: noName, VersionStages: ['a', ''] },
        [violation('[a, ]', 'versionStages', everyStage)],
      ],
      [
        'a RotationToken with other characters, without showing it',
        { SecretId: noName, RotationToken: '?'.repeat(36) },
        [hiddenViolation('rotationToken', 'satisfy regular expression pattern: ^[a-zA-Z0-9\\-]+$')],
      ],
      [
        'all that is wrong at once',
        { ClientRequestToken: 'no', SecretString: '' },
        [
          absent('secretId'),
          violation('no', 'clientRequestToken', 'have length greater than or equal to 32'),
          hiddenViolation('secretString', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'PutSecretValue', {
      input: () => ({ ClientRequestToken: randomUUID(), SecretString: 'another' }),
    })

    it('answers ARN, Name, VersionId and VersionStages', async () => {
      const { ARN, Name } = await make()
      const input = { SecretId: Name, ClientRequestToken: one, SecretString: 'b' }
      const { status, json } = await post('PutSecretValue', input)
      expect(status).to.equal(200)
      expect(json).to.deep.equal({ ARN, Name, VersionId: one, VersionStages: ['AWSCURRENT'] })
    })

    for (const [what, puts, after] of [
      ['gives the first version AWSCURRENT', [[one]], { [one]: ['AWSCURRENT'] }],
      [
        'gives the first version AWSCURRENT also when other labels are asked for',
        [[one, ['mine']]],
        { [one]: ['AWSCURRENT', 'mine'] },
      ],
      [
        'moves AWSPREVIOUS to the version that loses AWSCURRENT',
        [[one], [two]],
        { [one]: ['AWSPREVIOUS'], [two]: ['AWSCURRENT'] },
      ],
      [
        'takes AWSPREVIOUS from the version that had it',
        [[one], [two], [three]],
        { [two]: ['AWSPREVIOUS'], [three]: ['AWSCURRENT'] },
      ],
      [
        'gives exactly the labels that are asked for',
        [[one], [two, ['AWSPENDING', 'mine']]],
        { [one]: ['AWSCURRENT'], [two]: ['AWSPENDING', 'mine'] },
      ],
      [
        'takes labels from the version that has them',
        [[one], [two, ['mine']], [three, ['mine']]],
        { [one]: ['AWSCURRENT'], [three]: ['mine'] },
      ],
      [
        'moves AWSCURRENT as ever when it is among the labels asked for',
        [[one], [two, ['mine', 'AWSCURRENT']]],
        { [one]: ['AWSPREVIOUS'], [two]: ['AWSCURRENT', 'mine'] },
      ],
      [
        'leaves custom labels on the version that loses AWSCURRENT',
        [[one, ['mine']], [two]],
        { [one]: ['AWSPREVIOUS', 'mine'], [two]: ['AWSCURRENT'] },
      ],
      [
        'takes AWSPENDING from the version that loses AWSCURRENT',
        [[one, ['AWSPENDING', 'AWSCURRENT']], [two]],
        { [one]: ['AWSPREVIOUS'], [two]: ['AWSCURRENT'] },
      ],
      [
        'leaves AWSPENDING on a version that never had AWSCURRENT',
        [[one], [two, ['AWSPENDING']], [three]],
        { [one]: ['AWSPREVIOUS'], [two]: ['AWSPENDING'], [three]: ['AWSCURRENT'] },
      ],
      [
        'takes labels that begin with AWS like any other',
        [[one], [two, ['AWSSOMETHING']]],
        { [one]: ['AWSCURRENT'], [two]: ['AWSSOMETHING'] },
      ],
      [
        'gives AWSPREVIOUS to a new version that asks for it',
        [[one], [two], [three, ['AWSPREVIOUS']]],
        { [two]: ['AWSCURRENT'], [three]: ['AWSPREVIOUS'] },
      ],
    ] as const satisfies readonly (readonly [
      string,
      readonly (readonly [string, (readonly string[])?])[],
      object,
    ])[]) {
      it(what, async () => {
        const SecretId = await makeStaged(target, puts)
        expect(await stagesOf(target, SecretId)).to.deep.equal(after)
      })
    }

    it('answers the labels that the version got', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const input = { SecretId, ClientRequestToken: two, SecretString: 'b', VersionStages: ['b', 'a'] }
      expect((await post('PutSecretValue', input)).json.VersionStages).to.have.members(['a', 'b'])
    })

    it('switches between text and bytes', async () => {
      const { Name: SecretId } = await make()
      await api.putSecretValue({ SecretId, SecretBinary: new Uint8Array([1]) })
      expect((await post('GetSecretValue', { SecretId })).json).to.not.have.property('SecretString')
      await api.putSecretValue({ SecretId, SecretString: 'text' })
      expect((await post('GetSecretValue', { SecretId })).json).to.not.have.property('SecretBinary')
    })

    it('wants a ClientRequestToken, also where there is no such secret', async () => {
      const { Name } = await make()
      for (const SecretId of [Name, `${Name}x`, noName]) {
        const input = { SecretId, SecretString: 'a' }
        await expectRefusal(post('PutSecretValue', input), 'InvalidRequestException', missingToken)
      }
    })

    it('refuses two kinds of value at once', async () => {
      const { Name: SecretId } = await make()
      const input = { SecretId, ClientRequestToken: one, SecretString: 'a', SecretBinary: 'YQ==' }
      await expectRefusal(post('PutSecretValue', input), 'InvalidParameterException', bothValues)
    })

    it('refuses no value', async () => {
      const { Name: SecretId } = await make()
      await expectRefusal(
        post('PutSecretValue', { SecretId, ClientRequestToken: one }),
        'InvalidRequestException',
        'You must provide either SecretString or SecretBinary.',
      )
    })

    it('refuses a text of more than 65536 bytes', async () => {
      const { Name: SecretId } = await make()
      const input = { SecretId, ClientRequestToken: one, SecretString: '€'.repeat(21_846) }
      await expectViolations(post('PutSecretValue', input), [
        hiddenViolation('secretString', 'have length less than or equal to 65536'),
      ])
    })

    it('answers a replay with the labels that the version has by now, and moves none', async () => {
      const SecretId = await makeStaged(target, [[one], [two]])
      const input = { SecretId, ClientRequestToken: one, SecretString: `value of ${one}` }
      const { status, json } = await post('PutSecretValue', {
        ...input,
        VersionStages: ['AWSCURRENT', 'mine'],
      })
      expect(status).to.equal(200)
      expect(json)
        .to.include({ VersionId: one })
        .and.deep.include({ VersionStages: ['AWSPREVIOUS'] })
      expect(await stagesOf(target, SecretId)).to.deep.equal({
        [one]: ['AWSPREVIOUS'],
        [two]: ['AWSCURRENT'],
      })
    })

    it('does not change the secret by a replay', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const before = (await post('DescribeSecret', { SecretId })).json
      await post('PutSecretValue', { SecretId, ClientRequestToken: one, SecretString: `value of ${one}` })
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })

    it('refuses a token that made a version of another value, deprecated or not', async () => {
      const SecretId = await makeStaged(target, [[one], [two], [three]])
      const { ARN = '' } = await api.describeSecret({ SecretId })
      for (const token of [one, three]) {
        await expectRefusal(
          post('PutSecretValue', { SecretId, ClientRequestToken: token, SecretString: 'other' }),
          'ResourceExistsException',
          tokenInUse(token, ARN),
        )
      }
    })

    it('takes a token that belongs to a version of another secret', async () => {
      await makeStaged(target, [[one]])
      expect(await stagesOf(target, await makeStaged(target, [[one]]))).to.deep.equal({
        [one]: ['AWSCURRENT'],
      })
    })

    it('refuses a 21st label with LimitExceededException, counting those of all versions', async () => {
      const SecretId = await makeStaged(target, [
        [one, labels('a', 10)],
        [two, labels('b', 9)],
      ])
      const put = (token: string, VersionStages: readonly string[]) =>
        post('PutSecretValue', { SecretId, ClientRequestToken: token, SecretString: 'c', VersionStages })
      const { status, json } = await put(three, ['one-more'])
      expect(status).to.equal(400)
      expect(json).to.have.all.keys('__type', 'Message').and.include({ __type: 'LimitExceededException' })
      expect((await put(four, labels('b', 9))).status).to.equal(200)
    })

    it('does not read the version that it makes', async () => {
      const { Name: SecretId } = await make({})
      await expectRefusal(
        post('GetSecretValue', { SecretId }),
        'ResourceNotFoundException',
        labelNotFound('AWSCURRENT'),
      )
      await api.putSecretValue({ SecretId, SecretString: 'a' })
      expect((await post('DescribeSecret', { SecretId })).json).to.not.have.property('LastAccessedDate')
    })

    it('removes unlabelled versions beyond a hundred, the oldest first, a day after they were made', async function () {
      localOnly(this, 'time cannot be turned')
      const { api: turnedApi, clock } = turned
      const SecretId = 'many'
      await turnedApi.createSecret({ Name: SecretId })
      const ids = Array.from({ length: 104 }, (_, at) => `version-${String(at).padStart(32, '0')}`)
      const put = (ClientRequestToken = '') =>
        turnedApi.putSecretValue({ SecretId, ClientRequestToken, SecretString: 'a' })
      const count = async (NextToken?: string): Promise<number> => {
        const input = { SecretId, IncludeDeprecated: true, ...(NextToken === undefined ? {} : { NextToken }) }
        const page = await turnedApi.listSecretVersionIds(input)
        const rest = page.NextToken === undefined ? 0 : await count(page.NextToken)
        return (page.Versions?.length ?? 0) + rest
      }
      for (const id of ids.slice(0, 103)) await put(id)
      expect(await count()).to.equal(103)
      await clock.advance(24 * 60 * 60 * 1000)
      await put(ids[103])
      expect(await count()).to.equal(100)
      for (const [id, status] of [
        [ids[3], 400],
        [ids[4], 200],
      ] as const) {
        expect((await turned.post('GetSecretValue', { SecretId, VersionId: id })).status).to.equal(status)
      }
    })
  })
})

function labels(stem: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${stem}${at}`)
}
