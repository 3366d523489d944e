import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal, versionNotFound } from '../refusals.js'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { four, makeStaged, one, stagesOf, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

const removeFromMissing = (label: string, holder: string) =>
  `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`
const notTheHolder = (label: string) =>
  `When you move staging label ${label}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${label}.`

interface Row {
  readonly title: string
  readonly before: readonly (readonly [string, (readonly string[])?])[]
  readonly VersionStage: string
  readonly from?: string
  readonly to?: string
}

/** What succeeds, and where the labels are then. */
const moves: readonly (Row & { readonly after: Readonly<Record<string, readonly string[]>> })[] = [
  {
    title: 'attaches a label that is nowhere',
    before: [[one]],
    ...{ VersionStage: 'mine', to: one },
    after: { [one]: ['AWSCURRENT', 'mine'] },
  },
  {
    title: 'gives a label to a version that has none, which is not deprecated then',
    before: [[one], [two], [three]],
    ...{ VersionStage: 'mine', to: one },
    after: { [one]: ['mine'], [two]: ['AWSPREVIOUS'], [three]: ['AWSCURRENT'] },
  },
  {
    title: 'moves a label from the version that is named',
    before: [[one], [two, ['mine']]],
    ...{ VersionStage: 'mine', from: two, to: one },
    after: { [one]: ['AWSCURRENT', 'mine'] },
  },
  {
    title: 'takes a label away',
    before: [[one], [two, ['AWSPENDING']]],
    ...{ VersionStage: 'AWSPENDING', from: two },
    after: { [one]: ['AWSCURRENT'] },
  },
  {
    title: 'takes AWSPREVIOUS away',
    before: [[one], [two]],
    ...{ VersionStage: 'AWSPREVIOUS', from: one },
    after: { [two]: ['AWSCURRENT'] },
  },
  {
    title: 'changes nothing where the label is already',
    before: [[one, ['mine']]],
    ...{ VersionStage: 'mine', to: one },
    after: { [one]: ['AWSCURRENT', 'mine'] },
  },
  {
    title: 'moves AWSCURRENT, and AWSPREVIOUS follows',
    before: [[one], [two], [three, ['AWSPENDING']]],
    ...{ VersionStage: 'AWSCURRENT', from: two, to: three },
    after: { [two]: ['AWSPREVIOUS'], [three]: ['AWSCURRENT', 'AWSPENDING'] },
  },
  {
    title: 'rolls back: AWSCURRENT and AWSPREVIOUS change places',
    before: [[one], [two]],
    ...{ VersionStage: 'AWSCURRENT', from: two, to: one },
    after: { [one]: ['AWSCURRENT'], [two]: ['AWSPREVIOUS'] },
  },
  {
    title: 'takes AWSPENDING, and not custom labels, from the version that loses AWSCURRENT',
    before: [
      [one, ['AWSPENDING', 'mine']],
      [two, ['yours']],
    ],
    ...{ VersionStage: 'AWSCURRENT', from: one, to: two },
    after: { [one]: ['AWSPREVIOUS', 'mine'], [two]: ['AWSCURRENT', 'yours'] },
  },
  {
    title: 'moves AWSCURRENT to a version without labels',
    before: [[one], [two], [three]],
    ...{ VersionStage: 'AWSCURRENT', from: three, to: one },
    after: { [one]: ['AWSCURRENT'], [three]: ['AWSPREVIOUS'] },
  },
  {
    title: 'moves labels that begin with AWS like any other',
    before: [[one], [two, ['AWSSOMETHING']]],
    ...{ VersionStage: 'AWSSOMETHING', from: two, to: one },
    after: { [one]: ['AWSCURRENT', 'AWSSOMETHING'] },
  },
]

/** What is refused. */
const refused: readonly (Row & { readonly type: string; readonly text: string })[] = [
  {
    title: 'AWSCURRENT without the version that has it',
    before: [[one], [two, ['mine']]],
    ...{ VersionStage: 'AWSCURRENT', to: two },
    ...{ type: 'InvalidParameterException', text: removeFromMissing('AWSCURRENT', one) },
  },
  {
    title: 'any label without the version that has it',
    before: [[one], [two, ['mine']]],
    ...{ VersionStage: 'mine', to: one },
    ...{ type: 'InvalidParameterException', text: removeFromMissing('mine', two) },
  },
  {
    title: 'a version that does not have the label',
    before: [[one], [two, ['mine']], [three, ['yours']]],
    ...{ VersionStage: 'mine', from: three, to: one },
    ...{ type: 'InvalidParameterException', text: notTheHolder('mine') },
  },
  {
    title: 'to take a label from a version that does not have it',
    before: [[one], [two, ['mine']]],
    ...{ VersionStage: 'mine', from: one },
    ...{ type: 'InvalidParameterException', text: notTheHolder('mine') },
  },
  {
    title: 'to take AWSCURRENT away',
    before: [[one], [two]],
    ...{ VersionStage: 'AWSCURRENT', from: two },
    type: 'InvalidParameterException',
    text: 'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
  },
  {
    title: 'a version that is not there',
    before: [[one]],
    ...{ VersionStage: 'AWSCURRENT', from: one, to: four },
    ...{ type: 'ResourceNotFoundException', text: versionNotFound(four) },
  },
]

describe('UpdateSecretVersionStage', () => {
  const target = useTarget()
  const { post } = target

  describe('types', () => {
    keepsTypes(target, 'UpdateSecretVersionStage', {
      SecretId: 'text',
      VersionStage: 'text',
      RemoveFromVersionId: 'text',
      MoveToVersionId: 'text',
    })
  })

  describe('constraints', () => {
    const rest = { SecretId: noName, VersionStage: 'mine' }
    keepsLimits(
      target,
      'UpdateSecretVersionStage',
      {
        SecretId: { min: 1, max: 2048 },
        VersionStage: { min: 1, max: 256 },
        RemoveFromVersionId: { min: 32, max: 64 },
        MoveToVersionId: { min: 32, max: 64 },
      },
      rest,
    )
    refuses(target, 'UpdateSecretVersionStage', [
      ['an input without SecretId and VersionStage', {}, [absent('secretId'), absent('versionStage')]],
      [
        'all that is wrong at once',
        { SecretId: '', RemoveFromVersionId: 'a', MoveToVersionId: 'b' },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          absent('versionStage'),
          violation('a', 'removeFromVersionId', 'have length greater than or equal to 32'),
          violation('b', 'moveToVersionId', 'have length greater than or equal to 32'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    // The secret has one version, which the SDK's token names: so the label is taken from where it may never have been.
    findsSecrets(findable(), 'UpdateSecretVersionStage', {
      input: () => ({ VersionStage: 'mine', MoveToVersionId: one }),
    })

    for (const { title, before, VersionStage, from, to, after } of moves) {
      it(title, async () => {
        const SecretId = await makeStaged(target, before)
        const { status, json } = await post('UpdateSecretVersionStage', {
          ...{ SecretId, VersionStage, RemoveFromVersionId: from, MoveToVersionId: to },
        })
        expect(status).to.equal(200)
        expect(json).to.have.all.keys('ARN', 'Name').and.include({ Name: SecretId })
        expect(await stagesOf(target, SecretId)).to.deep.equal(after)
      })
    }

    for (const { title, before, VersionStage, from, to, type, text } of refused) {
      it(`refuses ${title}, and changes nothing`, async () => {
        const SecretId = await makeStaged(target, before)
        const described = (await post('DescribeSecret', { SecretId })).json
        await expectRefusal(
          post('UpdateSecretVersionStage', {
            ...{ SecretId, VersionStage, RemoveFromVersionId: from, MoveToVersionId: to },
          }),
          type,
          text,
        )
        expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(described)
      })
    }

    it('refuses neither version with InvalidParameterException', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const { status, json } = await post('UpdateSecretVersionStage', { SecretId, VersionStage: 'mine' })
      expect(status).to.equal(400)
      expect(json).to.have.all.keys('__type', 'Message').and.include({ __type: 'InvalidParameterException' })
    })

    it('refuses a 21st label with LimitExceededException', async () => {
      const labels = Array.from({ length: 19 }, (_, at) => `label${at}`)
      const SecretId = await makeStaged(target, [[one, labels]])
      const { status, json } = await post('UpdateSecretVersionStage', {
        ...{ SecretId, VersionStage: 'one-more', MoveToVersionId: one },
      })
      expect(status).to.equal(400)
      expect(json).to.have.all.keys('__type', 'Message').and.include({ __type: 'LimitExceededException' })
    })

    it('does not change the secret where nothing moves', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const before = (await post('DescribeSecret', { SecretId })).json
      await post('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: one })
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })
  })

  /** The target, with a version of a known id in every secret that it makes. */
  function findable(): typeof target {
    return {
      ...target,
      make: async (input = { SecretString: 'a value' }) => target.make({ ClientRequestToken: one, ...input }),
    }
  }
})
