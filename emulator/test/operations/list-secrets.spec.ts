import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { expectInstant } from '../instants.js'
import { localOnly, remote, useTarget, useTurnedTarget } from '../target.js'
import { keepsLimits, refuses, violation } from './constraints-table.js'
import { keepsTypes } from './types-table.js'

const keys = 'all, name, tag-key, description, tag-value, primary-region, owning-service'
const valuePattern = '^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$'

/** What every filter below looks at, under names that begin with a number of this run, which is a word of its own. */
const p = String(randomInt(10 ** 11, 10 ** 12))
const secrets = {
  A: { Name: `${p}/SecretOne`, Description: 'a secret', Tags: [{ Key: 'Environment', Value: 'prod' }] },
  B: { Name: `${p}/SecretTwo`, Description: 'an secret', Tags: [{ Key: 'env', Value: 'Prod West' }] },
  C: { Name: `${p}/Thirdsecret`, Description: 'asecret' },
  D: { Name: `${p}/uat/COMPANY/thing`, Description: 'one and two' },
  E: { Name: `${p}/COMPANYthings`, Description: 'DescTwo' },
  F: { Name: `${p}/AppBeta` },
  G: { Name: `${p}-prod-AppGamma/x`, Description: 'left_AppDelta/y', Tags: [{ Key: 'k.v', Value: 'a+b' }] },
  H: { Name: `/${p}/h`, Description: 'DB-main' },
} as const
const everyone = Object.keys(secrets).join('')

/** Filters, and the secrets that they find, in the order in which they were made. */
const filters: readonly (readonly [
  why: string,
  found: string,
  ...filters: readonly [string, ...string[]][],
])[] = [
  ['a name is found by its beginning', 'AB', ['name', `${p}/Secret`]],
  ['a name is not found in another letter case', '', ['name', `${p}/secret`]],
  ['a name is not found by a word within', '', ['name', 'SecretOne']],
  ['a name does not fall into words', '', ['name', `${p}/SecretOne one`]],
  ['/ finds names that begin with it, and none that has it elsewhere', 'H', ['name', '/']],
  ['!/ finds names that do not begin with it', 'ABCDEFG', ['name', '!/']],
  ['one value of many is enough', 'AF', ['name', `${p}/SecretOne`, `${p}/App`]],
  ['a whole name finds it', 'F', ['name', `${p}/AppBeta`]],

  ['a tag key is found by its beginning', 'A', ['tag-key', 'Env']],
  ['a tag key is found in its own letter case', 'B', ['tag-key', 'e']],
  ['a tag key may hold special characters', 'G', ['tag-key', 'k.v']],
  ['! finds secrets without such a tag key, and without tags', 'BCDEFGH', ['tag-key', '!Env']],
  ['a tag value is found by its beginning', 'A', ['tag-value', 'pro']],
  ['a tag value is found in its own letter case', 'B', ['tag-value', 'Prod']],
  ['a tag value does not fall into words', '', ['tag-value', 'West']],
  ['a tag value is found across a blank', 'B', ['tag-value', 'Prod W']],

  ['a description is found by the beginning of a word', 'ABCD', ['description', 'a']],
  ['every word of the value must be found in the description', 'AB', ['description', 'a secret']],
  ['the words may be beginnings, in any order', 'D', ['description', 't o']],
  ['a description is found in any letter case', 'AB', ['description', 'SECRET']],
  ['a description falls into words before capitals', 'DE', ['description', 'two']],
  ['a description is found by the words before capitals', 'E', ['description', 'desc']],
  ['a description falls into words at one kind of special character', 'H', ['description', 'main']],
  ['a description with two kinds of them does not', '', ['description', 'delta']],
  ['! leaves out descriptions that match, and keeps secrets without one', 'EFGH', ['description', '!a']],

  ['all looks at names and descriptions', 'AB', ['all', 'secret']],
  ['all finds by the beginning of a word only', 'C', ['all', 'third']],
  ['all finds nothing by the end of a word', '', ['all', 'ret']],
  ['all takes capitals for one word', 'D', ['all', 'company']],
  ['all finds nothing within capitals', '', ['all', 'pany']],
  ['the last of many capitals begins the next word', 'E', ['all', 'Ythings']],
  ['all looks at tag keys', 'AB', ['all', 'env']],
  ['all looks at tag values', 'AB', ['all', 'prod']],
  ['all finds words before capitals in names', 'F', ['all', 'beta']],
  ['all does not split a name with two kinds of special characters', '', ['all', 'gamma']],
  ['all wants all words in one place', 'A', ['all', 'one secret']],
  ['all does not put words of two places together', '', ['all', 'secret prod']],
  ['a special character alone finds nothing', '', ['all', '+']],
  ['! leaves out what all finds', 'CDEFGH', ['all', '!secret']],

  ['nothing belongs to a service', '', ['owning-service', 'rds']],
  ['everything belongs to no service', everyone, ['owning-service', '!rds']],
  ['nothing is replicated', '', ['primary-region', 'us']],

  ['several filters must all fit', 'B', ['description', 'secret'], ['tag-key', 'env']],
  ['the same key twice must fit twice', 'B', ['name', `${p}/Secret`], ['name', `${p}/SecretTwo`]],
  ['with a negated value beside another, either is enough', 'ABCDFGH', ['description', 'one', '!two']],
]

describe('ListSecrets', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post, name, make } = target

  const namesOf = async (input: object, { post: ask } = target) =>
    entriesIn((await ask('ListSecrets', input)).json).map(({ Name }) => Name)

  describe('types', () => {
    keepsTypes(target, 'ListSecrets', {
      IncludePlannedDeletion: 'boolean',
      MaxResults: 'integer',
      NextToken: 'text',
      Filters: 'list',
      'Filters[]': 'structure',
      'Filters[].Key': 'text',
      'Filters[].Values': 'list',
      'Filters[].Values[]': 'text',
      SortOrder: 'text',
      SortBy: 'text',
    })
  })

  describe('constraints', () => {
    const filter = { Key: 'name', Values: ['a'] }
    keepsLimits(
      target,
      'ListSecrets',
      {
        MaxResults: { min: 1, max: 100, what: 'value', of: (size) => size },
        NextToken: { min: 1, max: 4096 },
      },
      {},
    )
    const everyValue = `satisfy constraint: [Member must have length less than or equal to 512, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ${valuePattern}]`
    refuses(target, 'ListSecrets', [
      [
        'an unknown filter key',
        { Filters: [{ Key: 'Name', Values: ['a'] }] },
        [violation('Name', 'filters.1.member.key', `satisfy enum value set: [${keys}]`)],
      ],
      [
        'a filter value with other characters',
        { Filters: [filter, { Key: 'name', Values: ['a', 'b*'] }] },
        [violation('[a, b*]', 'filters.2.member.values', everyValue)],
      ],
      [
        'a filter value that is too long',
        { Filters: [{ Key: 'name', Values: ['x'.repeat(513)] }] },
        [violation(`[${'x'.repeat(513)}]`, 'filters.1.member.values', everyValue)],
      ],
      [
        'a filter with an empty list of values',
        { Filters: [{ Key: 'name', Values: [] }] },
        [violation('[]', 'filters.1.member.values', 'have length greater than or equal to 1')],
      ],
      [
        'a filter with eleven values',
        { Filters: [{ Key: 'name', Values: [...'abcdefghijk'] }] },
        [
          violation(
            `[${[...'abcdefghijk'].join(', ')}]`,
            'filters.1.member.values',
            'have length less than or equal to 10',
          ),
        ],
      ],
      [
        'an unknown order',
        { SortOrder: 'up' },
        [violation('up', 'sortOrder', 'satisfy enum value set: [asc, desc]')],
      ],
      [
        'all that is wrong at once',
        { MaxResults: 101, Filters: [{ Key: 'x' }], SortBy: 'date' },
        [
          violation('101', 'maxResults', 'have value less than or equal to 100'),
          violation('x', 'filters.1.member.key', `satisfy enum value set: [${keys}]`),
          violation(
            'date',
            'sortBy',
            'satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]',
          ),
        ],
      ],
    ])

    it('refuses eleven filters', async () => {
      const { json } = await post('ListSecrets', { Filters: Array.from({ length: 11 }, () => filter) })
      expect(json.__type).to.equal('ValidationException')
      expect(json.message).to.match(
        /at 'filters' failed to satisfy constraint: Member must have length less than or equal to 10$/,
      )
    })

    it('takes ten filters of ten values, and none', async () => {
      const ten = Array.from({ length: 10 }, () => ({
        Key: 'name',
        Values: Array.from({ length: 10 }, () => p),
      }))
      for (const Filters of [ten, []]) {
        expect((await post('ListSecrets', { Filters, MaxResults: 1 })).status).to.equal(200)
      }
    })
  })

  describe('behaviour', () => {
    it('answers an empty list, and no token, where there is nothing', async () => {
      const input = { Filters: [{ Key: 'name', Values: [name('nobody')] }] }
      expect((await post('ListSecrets', input)).json).to.deep.equal({ SecretList: [] })
    })

    it('tells of an entry what DescribeSecret does, with the labels under another name', async () => {
      const { Name } = await make({ SecretString: 'a', Description: 'd', Tags: [{ Key: 'a', Value: 'b' }] })
      await api.getSecretValue({ SecretId: Name })
      const { VersionIdsToStages, ...described } = (await post('DescribeSecret', { SecretId: Name })).json
      const { json } = await post('ListSecrets', { Filters: [{ Key: 'name', Values: [Name] }] })
      expect(json).to.deep.equal({
        SecretList: [{ ...described, SecretVersionsToStages: VersionIdsToStages }],
      })
    })

    it('leaves out whatever a secret does not have', async () => {
      const { Name } = await make({})
      const { json } = await post('ListSecrets', { Filters: [{ Key: 'name', Values: [Name] }] })
      expect(entriesIn(json)[0]).to.have.all.keys('ARN', 'Name', 'CreatedDate', 'LastChangedDate')
    })

    it('hides what is scheduled for deletion, and shows it with its date by IncludePlannedDeletion', async () => {
      const { Name } = await make()
      const since = Date.now()
      await api.deleteSecret({ SecretId: Name })
      const Filters = [{ Key: 'name', Values: [Name] }]
      expect(await namesOf({ Filters })).to.deep.equal([])
      const { json } = await post('ListSecrets', { Filters, IncludePlannedDeletion: true })
      const [entry] = entriesIn(json)
      expect(entry?.Name).to.equal(Name)
      expectInstant(entry?.DeletedDate, since)
    })

    it('does not count as a read', async () => {
      const { Name } = await make()
      await namesOf({ Filters: [{ Key: 'name', Values: [Name] }] })
      expect((await post('DescribeSecret', { SecretId: Name })).json).to.not.have.property('LastAccessedDate')
    })

    describe('with Filters', () => {
      before(async () => {
        for (const secret of Object.values(secrets)) {
          await make({ ...secret, ...('Tags' in secret ? { Tags: [...secret.Tags] } : { Tags: [] }) })
        }
      })

      for (const [why, found, ...given] of filters) {
        it(`finds ${found === '' ? 'nothing' : [...found].join(', ')}: ${why}`, async () => {
          const ours = ['name', p, `/${p}`]
          const Filters = [ours, ...given].map(([Key, ...Values]) => ({ Key, Values }))
          const all = Object.entries(secrets)
          const names = await namesOf({ Filters })
          expect(
            names.map((each) => all.find(([, { Name }]) => Name === each)?.[0] ?? '?').join(''),
          ).to.equal(found)
        })
      }
    })

    for (const [what, filter, text] of [
      ['a key', { Values: ['a'] }, 'Invalid filter key'],
      ['values', { Key: 'name' }, 'Invalid filter values for key: name'],
    ] as const) {
      it(`refuses a filter without ${what}`, async () => {
        const { status, json } = await post('ListSecrets', { Filters: [filter] })
        expect({ status, json }).to.deep.equal({
          status: 400,
          json: { __type: 'InvalidParameterException', Message: text },
        })
      })
    }

    describe('in order', () => {
      // By the clock of this machine two changes can have the same date.
      const sorted = remote ? target : turned
      const prefix = name('sorted')
      const ids = ['b', 'C', 'a', 'd'].map((letter) => `${prefix}${letter}`)
      const [b = '', C = '', a = '', d = ''] = ids
      const Filters = [{ Key: 'name', Values: [prefix] }]

      before(async () => {
        for (const Name of ids) {
          await sorted.make({ Name, SecretString: 'a' })
          await turned.clock.advance(1)
        }
        for (const SecretId of [a, b]) {
          await sorted.api.updateSecret({ SecretId, Description: 'changed' })
          await turned.clock.advance(1)
        }
      })

      for (const [title, input, order] of [
        ['by their making if nobody says otherwise', {}, [b, C, a, d]],
        ['by their making, the last one first, by SortOrder alone', { SortOrder: 'desc' }, [d, a, C, b]],
        ['by created-date', { SortBy: 'created-date', SortOrder: 'asc' }, [b, C, a, d]],
        ['by name, capitals first', { SortBy: 'name' }, [C, a, b, d]],
        ['by name, backwards', { SortBy: 'name', SortOrder: 'desc' }, [d, b, a, C]],
        ['by last-changed-date', { SortBy: 'last-changed-date' }, [C, d, a, b]],
        ['by last-changed-date, backwards', { SortBy: 'last-changed-date', SortOrder: 'desc' }, [b, a, d, C]],
      ] as const) {
        it(`lists secrets ${title}`, async function () {
          if (title.includes('name')) localOnly(this, 'capitals may come elsewhere')
          expect(await namesOf({ Filters, ...input }, sorted)).to.deep.equal(order)
        })

        it(`gives each once over its pages ${title}`, async function () {
          if (title.includes('name')) localOnly(this, 'capitals may come elsewhere')
          expect(await pagesOf({ Filters, ...input, MaxResults: 1 }, sorted)).to.deep.equal(
            order.map((each) => [each]),
          )
        })
      }
    })

    it('lists by last-accessed-date, those that were never read first', async function () {
      localOnly(this, 'time cannot be turned')
      const { api: turnedApi, clock } = turned
      const [never, before, today] = ['never', 'before', 'today'].map((when) => `read-${when}`)
      for (const Name of [today, never, before]) await turnedApi.createSecret({ Name, SecretString: 'a' })
      await turnedApi.getSecretValue({ SecretId: before })
      await clock.advance(24 * 60 * 60 * 1000)
      await turnedApi.getSecretValue({ SecretId: today })
      for (const [SortOrder, order] of [
        ['asc', [never, before, today]],
        ['desc', [today, before, never]],
      ] as const) {
        const Filters = [{ Key: 'name', Values: ['read-'] }]
        expect(await namesOf({ Filters, SortBy: 'last-accessed-date', SortOrder }, turned)).to.deep.equal(
          order,
        )
      }
    })

    it('fills pages also where filters leave most secrets out', async () => {
      const prefix = name('many')
      for (const Name of Array.from({ length: 9 }, (_, at) => `${prefix}${at}`)) {
        await make({ Name, Description: Number(Name.at(-1)) % 2 === 0 ? 'even' : 'odd' })
      }
      const Filters = [
        { Key: 'name', Values: [prefix] },
        { Key: 'description', Values: ['even'] },
      ]
      const pages = await pagesOf({ Filters, MaxResults: 2 })
      expect(pages).to.deep.equal([
        [`${prefix}0`, `${prefix}2`],
        [`${prefix}4`, `${prefix}6`],
        [`${prefix}8`],
      ])
    })

    it('has pages of 100, and a token of at most 4096 characters', async function () {
      this.timeout('10s')
      localOnly(this, 'a hundred secrets are too many')
      const prefix = name('hundred')
      await Promise.all(
        Array.from({ length: 101 }, (_, at) => make({ Name: `${prefix}${at}`, SecretString: 'a' })),
      )
      const Filters = [{ Key: 'name', Values: [prefix] }]
      const { json } = await post('ListSecrets', { Filters })
      expect(entriesIn(json)).to.have.length(100)
      expect(String(json.NextToken).length).to.be.within(1, 4096)
      expect(await namesOf({ Filters, NextToken: json.NextToken })).to.have.length(1)
    })

    it('refuses a NextToken that is none, or belongs to another question', async () => {
      const prefix = name('paged')
      for (const letter of ['a', 'b']) await make({ Name: `${prefix}${letter}`, SecretString: 'a' })
      const Filters = [{ Key: 'name', Values: [prefix] }]
      const { json } = await post('ListSecrets', { Filters, MaxResults: 1 })
      const { NextToken } = json
      for (const input of [
        { Filters, NextToken: 'no token' },
        { Filters, NextToken: `${String(NextToken)}x` },
        { NextToken },
        { Filters, NextToken, SortBy: 'name' },
        { Filters, NextToken, SortOrder: 'desc' },
        { Filters, NextToken, IncludePlannedDeletion: true },
      ]) {
        const answer = await post('ListSecrets', input)
        expect(answer.status).to.equal(400)
        expect(answer.json).to.have.all.keys('__type', 'Message')
        expect(answer.json.__type).to.equal('InvalidNextTokenException')
      }
      expect(await namesOf({ Filters, NextToken, MaxResults: 50 })).to.deep.equal([`${prefix}b`])
    })
  })

  async function pagesOf(input: object, { post: ask } = target): Promise<readonly unknown[][]> {
    const pages: unknown[][] = []
    let NextToken: unknown
    do {
      const { json } = await ask('ListSecrets', { ...input, NextToken })
      pages.push(entriesIn(json).map(({ Name }) => Name))
      NextToken = json.NextToken
    } while (NextToken !== undefined)
    return pages
  }
})

function entriesIn({
  SecretList,
}: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(SecretList)) throw new TypeError('there is no SecretList')
  return SecretList
}
