import { expect } from 'chai'
import { describe, it } from 'mocha'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('UntagResource', () => {
  const target = useTarget()
  const { api, post, make } = target

  const tagsOf = async (SecretId: string) => (await post('DescribeSecret', { SecretId })).json.Tags

  describe('types', () => {
    keepsTypes(target, 'UntagResource', { SecretId: 'text', TagKeys: 'list', 'TagKeys[]': 'text' })
  })

  describe('constraints', () => {
    const everyKey =
      'satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]'
    keepsLimits(
      target,
      'UntagResource',
      { SecretId: { min: 1, max: 2048 } },
      { SecretId: noName, TagKeys: [] },
    )
    refuses(target, 'UntagResource', [
      ['an input without SecretId and TagKeys', {}, [absent('secretId'), absent('tagKeys')]],
      [
        'keys that are too short or too long, telling the whole list once',
        { SecretId: noName, TagKeys: ['ok', '', 'x'.repeat(129)] },
        [violation(`[ok, , ${'x'.repeat(129)}]`, 'tagKeys', everyKey)],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'UntagResource', { input: () => ({ TagKeys: ['team'] }), answersIdentity: false })

    it('answers nothing, not even an empty object', async () => {
      const { Name } = await make()
      const { status, text } = await post('UntagResource', { SecretId: Name, TagKeys: ['a'] })
      expect({ status, text }).to.deep.equal({ status: 200, text: '' })
    })

    it('removes tags by their keys, in their own letter case, and leaves the order of the rest', async () => {
      const Tags = ['c', 'b', 'a', 'd'].map((Key) => ({ Key, Value: '' }))
      const { Name: SecretId } = await make({ Tags })
      await api.untagResource({ SecretId, TagKeys: ['b', 'D'] })
      expect(await tagsOf(SecretId)).to.deep.equal(['c', 'a', 'd'].map((Key) => ({ Key, Value: '' })))
    })

    it('leaves an empty list behind when the last tag goes', async () => {
      const { Name: SecretId } = await make({ Tags: [{ Key: 'a', Value: 'b' }] })
      await api.untagResource({ SecretId, TagKeys: ['a'] })
      expect(await tagsOf(SecretId)).to.deep.equal([])
    })

    it('leaves Tags absent where there was never one', async () => {
      const { Name: SecretId } = await make()
      expect((await post('UntagResource', { SecretId, TagKeys: ['a'] })).status).to.equal(200)
      expect((await post('DescribeSecret', { SecretId })).json).to.not.have.property('Tags')
    })

    it('succeeds for keys that are not there, and changes nothing', async () => {
      for (const input of [{}, { Tags: [] }, { Tags: [{ Key: 'a', Value: 'b' }] }]) {
        const { Name: SecretId } = await make(input)
        const before = (await post('DescribeSecret', { SecretId })).json
        expect((await post('UntagResource', { SecretId, TagKeys: ['b', 'b'] })).status).to.equal(200)
        expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
      }
    })
  })
})
