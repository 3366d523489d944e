import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectInstant, expectMidnight } from '../instants.js'
import { localOnly, useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { four, makeStaged, one, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('ListSecretVersionIds', () => {
  const target = useTarget()
  const { api, post, make } = target

  const idsOf = async (SecretId: string, input: object = {}) => {
    const { Versions = [] } = await api.listSecretVersionIds({ SecretId, ...input })
    return Versions.map(({ VersionId }) => VersionId)
  }

  describe('types', () => {
    keepsTypes(target, 'ListSecretVersionIds', {
      SecretId: 'text',
      MaxResults: 'integer',
      NextToken: 'text',
      IncludeDeprecated: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(target, 'ListSecretVersionIds', {
      SecretId: { min: 1, max: 2048 },
      MaxResults: { min: 1, max: 100, what: 'value', of: (size) => size },
      NextToken: { min: 1, max: 4096 },
    })
    refuses(target, 'ListSecretVersionIds', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'all that is wrong at once',
        { MaxResults: 0, NextToken: '' },
        [
          absent('secretId'),
          violation('0', 'maxResults', 'have value greater than or equal to 1'),
          violation('', 'nextToken', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'ListSecretVersionIds', { whenScheduled: 'served' })

    it('answers Versions, ARN and Name, and no token where there is no more', async () => {
      const since = Date.now()
      const { ARN, Name, VersionId } = await make()
      const { json } = await post('ListSecretVersionIds', { SecretId: Name })
      const [version] = versionsIn(json)
      const { CreatedDate, ...rest } = version ?? {}
      expect(json).to.deep.equal({ ARN, Name, Versions: [version] })
      expect(rest).to.deep.equal({
        VersionId,
        VersionStages: ['AWSCURRENT'],
        KmsKeyIds: ['DefaultEncryptionKey'],
      })
      expectInstant(CreatedDate, since)
    })

    it('answers an empty list for a secret without versions', async () => {
      const { Name } = await make({})
      expect((await post('ListSecretVersionIds', { SecretId: Name })).json.Versions).to.deep.equal([])
    })

    it('hides versions without labels, and shows them by IncludeDeprecated, without VersionStages', async () => {
      const SecretId = await makeStaged(target, [[one], [two], [three]])
      expect(await idsOf(SecretId)).to.have.members([two, three])
      expect(await idsOf(SecretId, { IncludeDeprecated: false })).to.have.members([two, three])
      const { json } = await post('ListSecretVersionIds', { SecretId, IncludeDeprecated: true })
      const shown = Object.fromEntries(
        versionsIn(json).map(({ VersionId, VersionStages }) => [VersionId, VersionStages]),
      )
      expect(shown).to.deep.equal({ [one]: undefined, [two]: ['AWSPREVIOUS'], [three]: ['AWSCURRENT'] })
      expect(versionsIn(json).find(({ VersionId }) => VersionId === one)).to.have.all.keys(
        ...['VersionId', 'CreatedDate', 'KmsKeyIds'],
      )
    })

    it('lists versions in the order in which they were made', async function () {
      localOnly(this, 'the order is not known')
      const SecretId = await makeStaged(target, [[four], [two], [three], [one]])
      expect(await idsOf(SecretId, { IncludeDeprecated: true })).to.deep.equal([four, two, three, one])
    })

    it('tells the day of the last read, of versions that were read', async () => {
      const since = Date.now()
      const SecretId = await makeStaged(target, [[one], [two]])
      await api.getSecretValue({ SecretId })
      const { json } = await post('ListSecretVersionIds', { SecretId })
      for (const version of versionsIn(json)) {
        if (version.VersionId === two) expectMidnight(version.LastAccessedDate, since)
        else expect(version).to.not.have.property('LastAccessedDate')
      }
    })

    it('names the key that was given', async function () {
      localOnly(this, 'the key would have to exist')
      const { Name: SecretId } = await make({ KmsKeyId: 'alias/shop', SecretString: 'a' })
      const { Versions = [] } = await api.listSecretVersionIds({ SecretId })
      expect(Versions.map(({ KmsKeyIds }) => KmsKeyIds)).to.deep.equal([['alias/shop']])
    })

    for (const IncludeDeprecated of [false, true]) {
      it(`gives every version once over its pages, ${IncludeDeprecated ? 'with' : 'without'} deprecated ones`, async () => {
        const SecretId = await makeStaged(target, [[one], [two, ['a']], [three], [four, ['b']]])
        const found: unknown[] = []
        const tokens: unknown[] = []
        let more: object = {}
        do {
          const { status, json } = await post('ListSecretVersionIds', {
            ...{ SecretId, IncludeDeprecated, MaxResults: 2 },
            ...more,
          })
          expect(status).to.equal(200)
          found.push(...versionsIn(json).map(({ VersionId }) => VersionId))
          tokens.push(json.NextToken)
          more = { NextToken: json.NextToken }
        } while (tokens.at(-1) !== undefined)
        expect(found).to.have.members([one, two, three, four])
        expect(tokens).to.have.length(2)
        expect(tokens[0]).to.be.a('string').and.not.equal('')
      })
    }

    it('refuses a NextToken that is none, or belongs to another question', async () => {
      const SecretId = await makeStaged(target, [[one], [two]])
      const other = await makeStaged(target, [[one], [two]])
      const { NextToken } = await api.listSecretVersionIds({ SecretId, MaxResults: 1 })
      for (const input of [
        { SecretId, NextToken: 'no token' },
        { SecretId: other, NextToken },
        { SecretId, NextToken, IncludeDeprecated: true },
      ]) {
        const { status, json } = await post('ListSecretVersionIds', input)
        expect(status).to.equal(400)
        expect(json)
          .to.have.all.keys('__type', 'Message')
          .and.include({ __type: 'InvalidNextTokenException' })
      }
    })
  })
})

function versionsIn({
  Versions,
}: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(Versions) ? Versions : []
}
