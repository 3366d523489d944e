import { expect } from 'chai'
import { describe, it } from 'mocha'
import { localOnly, useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('TagResource', () => {
  const target = useTarget()
  const { api, post, make } = target

  const tagsOf = async (SecretId: string) => (await post('DescribeSecret', { SecretId })).json.Tags

  describe('types', () => {
    keepsTypes(target, 'TagResource', {
      SecretId: 'text',
      Tags: 'list',
      'Tags[]': 'structure',
      'Tags[].Key': 'text',
      'Tags[].Value': 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'TagResource',
      {
        SecretId: { min: 1, max: 2048 },
        'Tags[].Key': { min: 1, max: 128 },
        'Tags[].Value': { min: 0, max: 256 },
      },
      { SecretId: noName, Tags: [] },
    )
    refuses(target, 'TagResource', [
      ['an input without SecretId and Tags', {}, [absent('secretId'), absent('tags')]],
      [
        'all that is wrong at once',
        { SecretId: '', Tags: [{ Key: 'a' }, { Key: '', Value: 'x'.repeat(257) }] },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('', 'tags.2.member.key', 'have length greater than or equal to 1'),
          violation('x'.repeat(257), 'tags.2.member.value', 'have length less than or equal to 256'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'TagResource', {
      input: () => ({ Tags: [{ Key: 'team', Value: 'a' }] }),
      answersIdentity: false,
    })

    it('answers nothing, not even an empty object', async () => {
      const { Name } = await make()
      const { status, text } = await post('TagResource', { SecretId: Name, Tags: [{ Key: 'a', Value: 'b' }] })
      expect({ status, text }).to.deep.equal({ status: 200, text: '' })
    })

    it('adds tags behind those that are there, and overwrites a value in its place', async () => {
      const { Name: SecretId } = await make({ Tags: [{ Key: 'z', Value: '1' }] })
      await api.tagResource({
        SecretId,
        Tags: [
          { Key: 'm', Value: '2' },
          { Key: 'a', Value: '3' },
        ],
      })
      await api.tagResource({
        SecretId,
        Tags: [
          { Key: 'b', Value: '' },
          { Key: 'm', Value: '4' },
        ],
      })
      expect(await tagsOf(SecretId)).to.deep.equal([
        { Key: 'z', Value: '1' },
        { Key: 'm', Value: '4' },
        { Key: 'a', Value: '3' },
        { Key: 'b', Value: '' },
      ])
    })

    it('tells keys in another letter case apart', async () => {
      const { Name: SecretId } = await make({ Tags: [{ Key: 'team', Value: '1' }] })
      await api.tagResource({ SecretId, Tags: [{ Key: 'Team', Value: '2' }] })
      expect(await tagsOf(SecretId)).to.have.length(2)
    })

    it('gives a tag without a value an empty one', async function () {
      localOnly(this, 'nobody knows what happens')
      const { Name: SecretId } = await make()
      await post('TagResource', { SecretId, Tags: [{ Key: 'a' }] })
      expect(await tagsOf(SecretId)).to.deep.equal([{ Key: 'a', Value: '' }])
    })

    for (const [what, Tags] of [
      ['a tag whose key begins with aws:', [{ Key: 'aws:cloudformation:stack', Value: 'a' }]],
      ['a tag without a key', [{ Value: 'a' }]],
    ] as const) {
      it(`refuses ${what} with InvalidParameterException, and changes nothing`, async () => {
        const { Name: SecretId } = await make()
        const before = (await post('DescribeSecret', { SecretId })).json
        const { status, json } = await post('TagResource', {
          SecretId,
          Tags: [{ Key: 'ok', Value: '' }, ...Tags],
        })
        expect(status).to.equal(400)
        expect(json)
          .to.have.all.keys('__type', 'Message')
          .and.include({ __type: 'InvalidParameterException' })
        expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
      })
    }

    it('refuses a 51st tag with InvalidParameterException, and takes an old one anew', async () => {
      const Tags = Array.from({ length: 50 }, (_, at) => ({ Key: `k${at}`, Value: '' }))
      const { Name: SecretId } = await make({ Tags })
      const { status, json } = await post('TagResource', { SecretId, Tags: [{ Key: 'k50', Value: '' }] })
      expect(status).to.equal(400)
      expect(json).to.have.all.keys('__type', 'Message').and.include({ __type: 'InvalidParameterException' })
      expect((await post('TagResource', { SecretId, Tags: [{ Key: 'k49', Value: 'x' }] })).status).to.equal(
        200,
      )
      expect(await tagsOf(SecretId)).to.have.length(50)
    })

    it('makes no version', async () => {
      const { Name: SecretId, VersionId } = await make()
      await api.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] })
      expect((await api.describeSecret({ SecretId })).VersionIdsToStages).to.deep.equal({
        [VersionId]: ['AWSCURRENT'],
      })
    })
  })
})
