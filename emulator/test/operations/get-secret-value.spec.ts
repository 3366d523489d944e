import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectInstant, expectMidnight } from '../instants.js'
import { expectRefusal, labelNotFound, versionNotFound } from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { labelsAt, makeStaged, one, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

const day = 24 * 60 * 60

describe('GetSecretValue', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'GetSecretValue', { SecretId: 'text', VersionId: 'text', VersionStage: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'GetSecretValue', {
      SecretId: { min: 1, max: 2048 },
      VersionId: { min: 32, max: 64 },
      VersionStage: { min: 1, max: 256 },
    })
    refuses(target, 'GetSecretValue', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'all that is wrong at once',
        { VersionId: 'short', VersionStage: '' },
        [
          absent('secretId'),
          violation('short', 'versionId', 'have length greater than or equal to 32'),
          violation('', 'versionStage', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'GetSecretValue')

    it('answers these members, a text as SecretString, and the date of the version', async () => {
      const since = Date.now()
      const { ARN, Name, VersionId } = await make({ SecretString: 'päss 🔑 "word"\u0000' })
      const { json } = await post('GetSecretValue', { SecretId: Name })
      const { CreatedDate, ...rest } = json
      expect(rest).to.deep.equal({
        ARN,
        Name,
        VersionId,
        SecretString: 'päss 🔑 "word"\u0000',
        VersionStages: ['AWSCURRENT'],
      })
      expectInstant(CreatedDate, since)
    })

    it('gives bytes as SecretBinary, and no SecretString', async () => {
      const SecretBinary = new Uint8Array([0, 255, 128, 10])
      const { Name } = await make({ SecretBinary })
      const { json } = await post('GetSecretValue', { SecretId: Name })
      expect(json).to.include({ SecretBinary: 'AP+ACg==' }).and.not.have.property('SecretString')
      expect((await api.getSecretValue({ SecretId: Name })).SecretBinary).to.deep.equal(SecretBinary)
    })

    it('gives the largest values whole', async () => {
      const SecretString = 'x'.repeat(65_536)
      const { Name } = await make({ SecretString })
      expect((await api.getSecretValue({ SecretId: Name })).SecretString).to.equal(SecretString)
      const bytes = new Uint8Array(65_536).fill(7)
      await api.putSecretValue({ SecretId: Name, SecretBinary: bytes })
      expect((await api.getSecretValue({ SecretId: Name })).SecretBinary).to.deep.equal(bytes)
    })

    it('reads a version by its id, by any of its labels, and by both', async () => {
      const SecretId = await makeStaged(target, [[one], [two, ['mine']]])
      for (const asked of [
        { VersionId: two },
        { VersionStage: 'mine' },
        { VersionId: two, VersionStage: 'mine' },
      ]) {
        const { VersionId, SecretString } = await api.getSecretValue({ SecretId, ...asked })
        expect({ VersionId, SecretString }).to.deep.equal({ VersionId: two, SecretString: `value of ${two}` })
      }
      expect((await api.getSecretValue({ SecretId })).VersionId).to.equal(one)
    })

    it('reads a version without labels by its id, and tells no VersionStages', async () => {
      const SecretId = await makeStaged(target, [[one], [two], [three]])
      const { status, json } = await post('GetSecretValue', { SecretId, VersionId: one })
      expect(status).to.equal(200)
      expect(json).to.have.all.keys('ARN', 'Name', 'VersionId', 'SecretString', 'CreatedDate')
    })

    it('tells the labels of the version as they are now', async () => {
      const SecretId = await makeStaged(target, [[one, ['mine']], [two]])
      expect(await labelsAt(target, SecretId, one)).to.deep.equal(['AWSPREVIOUS', 'mine'])
    })

    for (const [what, asked, text] of [
      ['a label that no version has', { VersionStage: 'AWSPENDING' }, labelNotFound('AWSPENDING')],
      ['a label in another letter case', { VersionStage: 'awscurrent' }, labelNotFound('awscurrent')],
      ['an id that no version has', { VersionId: three }, versionNotFound(three)],
    ] as const) {
      it(`does not find ${what}`, async () => {
        const SecretId = await makeStaged(target, [[one]])
        await expectRefusal(post('GetSecretValue', { SecretId, ...asked }), 'ResourceNotFoundException', text)
      })
    }

    it('does not find AWSCURRENT of a secret without a value', async () => {
      const { ARN } = await make({})
      await expectRefusal(
        post('GetSecretValue', { SecretId: ARN }),
        'ResourceNotFoundException',
        labelNotFound('AWSCURRENT'),
      )
    })

    it('refuses an id and a label that are not of one version', async () => {
      const SecretId = await makeStaged(target, [[one], [two]])
      for (const VersionStage of ['AWSPREVIOUS', 'mine']) {
        await expectRefusal(
          post('GetSecretValue', { SecretId, VersionId: two, VersionStage }),
          'InvalidRequestException',
          'You provided a VersionStage that is not associated to the provided VersionId.',
        )
      }
    })

    it('leaves the day at the secret and at the version that was read, and no change', async () => {
      const since = Date.now()
      const SecretId = await makeStaged(target, [[one], [two]])
      const before = (await post('DescribeSecret', { SecretId })).json
      expect(before).to.not.have.property('LastAccessedDate')
      await post('GetSecretValue', { SecretId, VersionId: one })
      const { LastAccessedDate, ...rest } = (await post('DescribeSecret', { SecretId })).json
      expectMidnight(LastAccessedDate, since)
      expect(rest).to.deep.equal(before)
      const { json } = await post('ListSecretVersionIds', { SecretId })
      const [first, second] = listIn(json.Versions)
      expectMidnight(first?.LastAccessedDate, since)
      expect(second).to.not.have.property('LastAccessedDate')
    })

    it('leaves no day by a read that is refused', async () => {
      const SecretId = await makeStaged(target, [[one]])
      await post('GetSecretValue', { SecretId, VersionId: two })
      await post('GetSecretValue', { SecretId, VersionId: one, VersionStage: 'mine' })
      expect((await post('DescribeSecret', { SecretId })).json).to.not.have.property('LastAccessedDate')
    })

    it('keeps the day of the last read, by UTC', async function () {
      localOnly(this, 'time cannot be turned')
      const { api: turnedApi, clock, post: turnedPost } = turned
      const midnight = Date.UTC(2026, 0, 1) / 1000
      await turnedApi.createSecret({ Name: 'db', SecretString: 'a' })
      const readOn = async () => {
        await turnedApi.getSecretValue({ SecretId: 'db' })
        return (await turnedPost('DescribeSecret', { SecretId: 'db' })).json.LastAccessedDate
      }
      expect(await readOn()).to.equal(midnight)
      await clock.advance(11.9 * 60 * 60 * 1000)
      expect(await readOn()).to.equal(midnight)
      await clock.advance(60 * 60 * 1000)
      expect(await readOn()).to.equal(midnight + day)
    })
  })
})

function listIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : []
}
