import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectMidnight } from '../instants.js'
import { expectRefusal, invalidName, labelNotFound, markedForDeletion, secretNotFound } from '../refusals.js'
import { localOnly, useTarget } from '../target.js'
import { keepsLimits, refuses, violation } from './constraints-table.js'
import { makeStaged, one, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('BatchGetSecretValue', () => {
  const target = useTarget()
  const { api, post, name, make } = target

  describe('types', () => {
    keepsTypes(target, 'BatchGetSecretValue', {
      SecretIdList: 'list',
      'SecretIdList[]': 'text',
      Filters: 'list',
      'Filters[]': 'structure',
      'Filters[].Key': 'text',
      'Filters[].Values': 'list',
      'Filters[].Values[]': 'text',
      MaxResults: 'integer',
      NextToken: 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'BatchGetSecretValue',
      {
        SecretIdList: {
          min: 1,
          max: 20,
          of: (size) => Array.from({ length: size }, (_, at) => `nobody${at}`),
        },
        MaxResults: { min: 1, max: 20, what: 'value', of: (size) => size },
        NextToken: { min: 1, max: 4096 },
      },
      {},
    )
    const everyId =
      'satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]'
    refuses(target, 'BatchGetSecretValue', [
      [
        'an empty id, telling the whole list',
        { SecretIdList: ['db', ''] },
        [violation('[db, ]', 'secretIdList', everyId)],
      ],
      [
        'all that is wrong at once',
        { SecretIdList: [], Filters: [{ Key: 'x', Values: [] }], MaxResults: 21 },
        [
          violation('[]', 'secretIdList', 'have length greater than or equal to 1'),
          violation(
            'x',
            'filters.1.member.key',
            'satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]',
          ),
          violation('[]', 'filters.1.member.values', 'have length greater than or equal to 1'),
          violation('21', 'maxResults', 'have value less than or equal to 20'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    it('answers these members of each secret, and both lists always', async () => {
      const text = await make({ SecretString: 'a' })
      const bytes = await make({ SecretBinary: new Uint8Array([1]) })
      const { status, json } = await post('BatchGetSecretValue', { SecretIdList: [text.Name, bytes.ARN] })
      expect(status).to.equal(200)
      expect(json).to.have.all.keys('SecretValues', 'Errors')
      expect(json.Errors).to.deep.equal([])
      const [first, second] = valuesIn(json)
      const one = (await post('GetSecretValue', { SecretId: text.Name })).json
      expect(first).to.deep.equal(one)
      expect(second)
        .to.include({ Name: bytes.Name, SecretBinary: 'AQ==' })
        .and.not.have.property('SecretString')
    })

    it('answers in the order of the question', async function () {
      localOnly(this, 'the order is not known')
      const made = [await make(), await make(), await make()].map(({ Name }) => Name)
      for (const SecretIdList of [made, [...made].reverse()]) {
        const { json } = await post('BatchGetSecretValue', { SecretIdList })
        expect(valuesIn(json).map(({ Name }) => Name)).to.deep.equal(SecretIdList)
      }
    })

    it('answers an id that is asked for twice once', async function () {
      localOnly(this, 'nobody knows what happens')
      const { Name } = await make()
      const { json } = await post('BatchGetSecretValue', { SecretIdList: [Name, Name, 'nobody', 'nobody'] })
      expect(valuesIn(json)).to.have.length(1)
      expect(json.Errors).to.have.length(1)
    })

    it('tells what could not be read beside what could, each by the id that was asked for', async () => {
      const there = await make()
      const scheduled = await make()
      await api.deleteSecret({ SecretId: scheduled.Name })
      const empty = await make({})
      const missing = `${there.Name}x`
      const { status, json } = await post('BatchGetSecretValue', {
        SecretIdList: [missing, there.Name, scheduled.ARN, empty.Name],
      })
      expect(status).to.equal(200)
      expect(valuesIn(json).map(({ Name }) => Name)).to.deep.equal([there.Name])
      expect(json.Errors).to.deep.equal([
        { SecretId: missing, ErrorCode: 'ResourceNotFoundException', Message: secretNotFound },
        { SecretId: scheduled.ARN, ErrorCode: 'InvalidRequestException', Message: markedForDeletion },
        {
          SecretId: empty.Name,
          ErrorCode: 'ResourceNotFoundException',
          Message: labelNotFound('AWSCURRENT'),
        },
      ])
    })

    it('tells a bad name as an error of its own', async function () {
      localOnly(this, 'it may fail the call')
      const { Name } = await make()
      const { status, json } = await post('BatchGetSecretValue', { SecretIdList: ['no name?', Name] })
      expect(status).to.equal(200)
      expect(json.Errors).to.deep.equal([
        { SecretId: 'no name?', ErrorCode: 'ValidationException', Message: invalidName },
      ])
      expect(valuesIn(json)).to.have.length(1)
    })

    it('reads AWSCURRENT, with all labels of that version', async () => {
      const SecretId = await makeStaged(target, [[one], [two, ['AWSCURRENT', 'mine']]])
      const { SecretValues = [] } = await api.batchGetSecretValue({ SecretIdList: [SecretId] })
      expect(SecretValues[0]).to.include({ VersionId: two, SecretString: `value of ${two}` })
      expect(SecretValues[0]?.VersionStages).to.have.members(['AWSCURRENT', 'mine'])
    })

    it('reads as many as twenty', async () => {
      const prefix = name('twenty')
      const SecretIdList = Array.from({ length: 20 }, (_, at) => `${prefix}${at}`)
      await Promise.all(SecretIdList.map((Name) => make({ Name, SecretString: Name })))
      const { SecretValues = [] } = await api.batchGetSecretValue({ SecretIdList })
      expect(SecretValues.map(({ SecretString }) => SecretString)).to.have.members(SecretIdList)
    })

    it('leaves the day at what it read', async () => {
      const since = Date.now()
      const { Name } = await make()
      await api.batchGetSecretValue({ SecretIdList: [Name] })
      expectMidnight((await post('DescribeSecret', { SecretId: Name })).json.LastAccessedDate, since)
    })

    it('reads what Filters find, in pages', async () => {
      const prefix = name('filtered')
      for (const letter of ['a', 'b', 'c']) await make({ Name: `${prefix}${letter}`, SecretString: letter })
      const Filters = [{ Key: 'name', Values: [prefix] }]
      const first = (await post('BatchGetSecretValue', { Filters, MaxResults: 2 })).json
      expect(valuesIn(first).map(({ SecretString }) => SecretString)).to.deep.equal(['a', 'b'])
      const second = (await post('BatchGetSecretValue', { Filters, NextToken: first.NextToken })).json
      expect(valuesIn(second).map(({ SecretString }) => SecretString)).to.deep.equal(['c'])
      expect(second).to.have.all.keys('SecretValues', 'Errors')
    })

    it('has pages of twenty with Filters', async () => {
      const prefix = name('pages')
      const names = Array.from({ length: 21 }, (_, at) => `${prefix}${at}`)
      await Promise.all(names.map((Name) => make({ Name, SecretString: 'a' })))
      const { json } = await post('BatchGetSecretValue', { Filters: [{ Key: 'name', Values: [prefix] }] })
      expect(valuesIn(json)).to.have.length(20)
      expect(json.NextToken).to.be.a('string')
    })

    it('leaves out by Filters what is scheduled for deletion or has no value', async function () {
      localOnly(this, 'they may be errors')
      const prefix = name('left')
      for (const letter of ['a', 'b']) await make({ Name: `${prefix}${letter}`, SecretString: letter })
      await make({ Name: `${prefix}c` })
      await api.deleteSecret({ SecretId: `${prefix}a` })
      const { json } = await post('BatchGetSecretValue', { Filters: [{ Key: 'name', Values: [prefix] }] })
      expect(valuesIn(json).map(({ SecretString }) => SecretString)).to.deep.equal(['b'])
      expect(json.Errors).to.deep.equal([])
    })

    it('answers empty lists where Filters find nothing', async () => {
      const { json } = await post('BatchGetSecretValue', {
        Filters: [{ Key: 'name', Values: [name('none')] }],
      })
      expect(json).to.deep.equal({ SecretValues: [], Errors: [] })
    })

    for (const [what, input] of [
      ['neither SecretIdList nor Filters', {}],
      ['both', { SecretIdList: ['db'], Filters: [{ Key: 'name', Values: ['db'] }] }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        await expectRefusal(
          post('BatchGetSecretValue', input),
          'InvalidParameterException',
          "Either 'SecretIdList' or 'Filters' must be provided, but not both.",
        )
      })
    }

    it('refuses MaxResults without Filters', async () => {
      await expectRefusal(
        post('BatchGetSecretValue', { SecretIdList: ['db'], MaxResults: 2 }),
        'InvalidParameterException',
        "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
      )
    })

    it('refuses a NextToken that is none, or belongs to other Filters', async () => {
      const prefix = name('token')
      for (const letter of ['a', 'b']) await make({ Name: `${prefix}${letter}`, SecretString: letter })
      const Filters = [{ Key: 'name', Values: [prefix] }]
      const { json } = await post('BatchGetSecretValue', { Filters, MaxResults: 1 })
      for (const input of [
        { Filters, NextToken: 'no token' },
        { Filters: [{ Key: 'name', Values: [`${prefix}b`] }], NextToken: json.NextToken },
      ]) {
        const refusal = await post('BatchGetSecretValue', input)
        expect(refusal.status).to.equal(400)
        expect(refusal.json).to.have.all.keys('__type', 'Message')
        expect(refusal.json.__type).to.equal('InvalidNextTokenException')
      }
    })
  })
})

function valuesIn({
  SecretValues,
}: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(SecretValues)) throw new TypeError('there are no SecretValues')
  return SecretValues
}
