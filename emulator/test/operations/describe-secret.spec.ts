import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectInstant, expectMidnight } from '../instants.js'
import { expectRefusal, secretNotFound } from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { makeStaged, one, stagesOf, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('DescribeSecret', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'DescribeSecret', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'DescribeSecret', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'DescribeSecret', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'DescribeSecret', { whenScheduled: 'served' })

    it('leaves out whatever a new secret does not have', async () => {
      const { ARN, Name, VersionId } = await make()
      const { json } = await post('DescribeSecret', { SecretId: Name })
      const { CreatedDate, LastChangedDate, ...rest } = json
      expect(rest).to.deep.equal({ ARN, Name, VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] } })
      expect(LastChangedDate).to.equal(CreatedDate)
    })

    it('tells everything that a secret can have', async function () {
      localOnly(this, 'the key and the type would have to exist')
      const since = Date.now()
      const Tags = [{ Key: 'team', Value: 'a' }]
      const { ARN, Name, VersionId } = await make({
        ...{
          SecretString: 'a',
          Description: 'of the shop',
          KmsKeyId: 'alias/shop',
          Type: 'SomePartner',
          Tags,
        },
      })
      await api.getSecretValue({ SecretId: Name })
      await api.deleteSecret({ SecretId: Name })
      const { json } = await post('DescribeSecret', { SecretId: Name })
      const { CreatedDate, LastChangedDate, LastAccessedDate, DeletedDate, ...rest } = json
      expect(rest).to.deep.equal({
        ...{ ARN, Name, Description: 'of the shop', KmsKeyId: 'alias/shop', Type: 'SomePartner', Tags },
        VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] },
      })
      expectInstant(CreatedDate, since)
      expectInstant(LastChangedDate, since)
      expectInstant(DeletedDate, since)
      expectMidnight(LastAccessedDate, since)
    })

    it('shows versions with labels only, and never an empty list', async () => {
      const SecretId = await makeStaged(target, [[one], [two], [three]])
      expect(await stagesOf(target, SecretId)).to.deep.equal({
        [two]: ['AWSPREVIOUS'],
        [three]: ['AWSCURRENT'],
      })
    })

    it('does not count as a read', async () => {
      const { Name: SecretId } = await make()
      const first = (await post('DescribeSecret', { SecretId })).json
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(first)
    })

    for (const [what, change] of [
      ['PutSecretValue', (SecretId) => api.putSecretValue({ SecretId, SecretString: 'b' })],
      ['UpdateSecret with a value', (SecretId) => api.updateSecret({ SecretId, SecretString: 'b' })],
      ['UpdateSecret with a description', (SecretId) => api.updateSecret({ SecretId, Description: 'b' })],
      [
        'UpdateSecretVersionStage',
        (SecretId) => api.updateSecretVersionStage({ SecretId, VersionStage: 'mine', MoveToVersionId: one }),
      ],
      ['TagResource', (SecretId) => api.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] })],
      ['UntagResource', (SecretId) => api.untagResource({ SecretId, TagKeys: ['a'] })],
    ] as const satisfies readonly (readonly [string, (SecretId: string) => Promise<unknown>])[]) {
      it(`has a later LastChangedDate after ${what}, each time, and the same CreatedDate`, async () => {
        const SecretId = await makeStaged(target, [[one]])
        await api.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'a' }] })
        const dates = async () => {
          const { json } = await post('DescribeSecret', { SecretId })
          return { made: Number(json.CreatedDate), changed: Number(json.LastChangedDate) }
        }
        const before = await dates()
        await change(SecretId)
        const after = await dates()
        expect(after.made).to.equal(before.made)
        expect(after.changed).to.be.greaterThan(before.changed)
      })
    }

    it('does not find a secret whose recovery window has ended', async function () {
      localOnly(this, 'time cannot be turned')
      const SecretId = 'gone'
      await turned.api.createSecret({ Name: SecretId })
      await turned.api.deleteSecret({ SecretId })
      await turned.clock.advance(30 * 24 * 60 * 60 * 1000 - 1)
      expect((await turned.post('DescribeSecret', { SecretId })).json).to.have.property(
        'DeletedDate',
        Date.UTC(2026, 0, 1, 12) / 1000,
      )
      await turned.clock.advance(1)
      await expectRefusal(
        turned.post('DescribeSecret', { SecretId }),
        'ResourceNotFoundException',
        secretNotFound,
      )
    })
  })
})
