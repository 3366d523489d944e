import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { SecretRecord } from '#model'
import { type Filter, type FilterKey, matching } from '#rules/filters'
import { aSecret } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'

const fits = (secret: SecretRecord, ...filters: readonly Filter[]) => matching(filters)(secret)
const filter = (key: FilterKey, ...values: readonly string[]): Filter => ({ key, values })
const described = (description: string) => aSecret('x', { description })
const tag = (key: string, value: string) =>
  aSecret('x', {
    tags: [
      { key: 'other', value: 'else' },
      { key, value },
    ],
  })

const replicated = aSecret('x', { replicas: [{ region: 'eu-west-3', status: 'InSync' }] })

/** key, value, what it is held against, whether that fits */
const table: readonly (readonly [FilterKey, string, SecretRecord, string, boolean])[] = [
  ['name', '/', aSecret('/a'), '/a', true],
  ['name', '/', aSecret('a/'), 'a/', false],
  ['name', 'app', aSecret('App'), 'App', false],
  ['name', 'testing1 one', aSecret('testing1'), 'testing1', false],
  ['name', 'b', aSecret('a-b'), 'a-b', false],
  ['name', '!/', aSecret('/a'), '/a', false],
  ['name', '!/', aSecret('a/'), 'a/', true],
  ['tag-key', 'env', tag('environment', 'prod'), 'the key environment', true],
  ['tag-key', 'Env', tag('environment', 'prod'), 'the key environment', false],
  ['tag-key', 'prod', tag('environment', 'prod'), 'the value prod', false],
  ['tag-key', '!env', tag('environment', 'prod'), 'the key environment', false],
  ['tag-key', '!env', aSecret('x'), 'no tags', true],
  ['tag-value', 'pr', tag('environment', 'prod'), 'the value prod', true],
  ['tag-value', 'Pr', tag('environment', 'prod'), 'the value prod', false],
  ['tag-value', 'env', tag('environment', 'prod'), 'the key environment', false],
  ['description', 'a', described('a secret'), 'a secret', true],
  ['description', 'a', described('an secret'), 'an secret', true],
  ['description', 'a', described('asecret'), 'asecret', true],
  ['description', 'a secret', described('a secret'), 'a secret', true],
  ['description', 'a secret', described('an secret'), 'an secret', true],
  ['description', 'a secret', described('asecret'), 'asecret', false],
  ['description', 'o t', described('one and two'), 'one and two', true],
  ['description', 't o', described('one and two'), 'one and two', true],
  ['description', 'o x', described('one and two'), 'one and two', false],
  ['description', 'ONE', described('one and two'), 'one and two', true],
  ['description', 'ne', described('one and two'), 'one and two', false],
  ['description', '!a', described('a secret'), 'a secret', false],
  ['description', '!a', described('secret'), 'secret', true],
  ['description', '!a', aSecret('x'), 'no description', true],
  ['description', 'x', aSecret('x'), 'no description', false],
  ['description', '+', described('one + two'), 'one + two', false],
  ['description', 'beta', described('prod-AppBeta/x'), 'prod-AppBeta/x', false],
  ['description', 'prod', described('prod-AppBeta/x'), 'prod-AppBeta/x', true],
  ['all', 'secret', aSecret('SecretOne'), 'the name SecretOne', true],
  ['all', 'secret', aSecret('Thirdsecret'), 'the name Thirdsecret', false],
  ['all', 'ret', aSecret('SecretOne'), 'the name SecretOne', false],
  ['all', 't', described('DescTwo'), 'the description DescTwo', true],
  ['all', 't', aSecret('Thirdsecret/x'), 'the name Thirdsecret/x', true],
  ['all', 't', tag('SecretFTag', 'x'), 'the key SecretFTag', true],
  ['all', 't', tag('x', 'SecretFTag'), 'the value SecretFTag', true],
  ['all', 'beta', aSecret('AppBeta'), 'the name AppBeta', true],
  ['all', 'AppBeta', aSecret('prod/AppBeta'), 'the name prod/AppBeta', true],
  ['all', 'AppBeta', aSecret('prod-AppBeta/x'), 'the name prod-AppBeta/x', false],
  ['all', 'prod-AppBeta/x', aSecret('prod-AppBeta/x'), 'the name prod-AppBeta/x', true],
  ['all', 'company', aSecret('uat/COMPANY/AppBeta'), 'the name uat/COMPANY/AppBeta', true],
  ['all', 'pany', aSecret('uat/COMPANY/AppBeta'), 'the name uat/COMPANY/AppBeta', false],
  ['all', 'N', aSecret('uat/COMPANY/AppBeta'), 'the name uat/COMPANY/AppBeta', false],
  ['all', 'company', aSecret('COMPANYthings'), 'the name COMPANYthings', false],
  ['all', 'things', aSecret('COMPANYthings'), 'the name COMPANYthings', false],
  ['all', 'Ythings', aSecret('COMPANYthings'), 'the name COMPANYthings', true],
  ['all', '+', aSecret('a+b'), 'the name a+b', false],
  ['all', 'one two', tag('one', 'two'), 'a word in the key and one in the value', false],
  ['all', 'two one', described('one, two'), 'both words in the description', true],
  ['all', '!one', tag('x', 'one'), 'the value one', false],
  ['all', '!one', tag('x', 'two'), 'the value two', true],
  ['owning-service', 'rds', aSecret('x', { owningService: 'rds' }), 'rds', true],
  ['owning-service', 'r', aSecret('x', { owningService: 'rds' }), 'rds', true],
  ['owning-service', 'RDS', aSecret('x', { owningService: 'rds' }), 'rds', false],
  ['owning-service', 'rds', aSecret('x'), 'a secret that nobody manages', false],
  ['owning-service', '!rds', aSecret('x'), 'a secret that nobody manages', true],
  ['primary-region', 'eu', aSecret('x'), 'a secret that is not replicated', false],
  ['primary-region', '!eu', aSecret('x'), 'a secret that is not replicated', true],
  ['primary-region', 'eu-w', aSecret('x', { primaryRegion: 'eu-west-3' }), 'a replica of eu-west-3', true],
  ['primary-region', 'EU', aSecret('x', { primaryRegion: 'eu-west-3' }), 'a replica of eu-west-3', false],
  ['primary-region', 'eu-c', aSecret('x', { primaryRegion: 'eu-west-3' }), 'a replica of eu-west-3', false],
  ['primary-region', 'eu-central-1', replicated, 'a primary in eu-central-1', true],
  ['primary-region', 'eu-west', replicated, 'a primary in eu-central-1', false],
]

describe('a filter', () => {
  for (const [key, value, secret, against, found] of table) {
    it(`by ${key} of "${value}" ${found ? 'finds' : 'does not find'} ${against}`, () => {
      expect(fits(secret, filter(key, value))).to.equal(found)
    })
  }

  it('finds what one of its values finds, and of a value and a negation, either', () => {
    expect(fits(aSecret('b'), filter('name', 'a', 'b'))).to.equal(true)
    expect(fits(aSecret('c'), filter('name', 'a', 'b'))).to.equal(false)
    const mixed = filter('name', 'two', '!t')
    expect(['two', 'three', 'one'].map((name) => fits(aSecret(name), mixed))).to.deep.equal([
      true,
      false,
      true,
    ])
  })

  it('is one of several that all have to be fitted, two with the same key included', () => {
    const secret = aSecret('app/db', { description: 'main' })
    expect(fits(secret, filter('name', 'app'), filter('description', 'main'))).to.equal(true)
    expect(fits(secret, filter('name', 'app'), filter('description', 'other'))).to.equal(false)
    expect(fits(secret, filter('name', 'app'), filter('name', '!app/x'))).to.equal(true)
    expect(fits(secret, filter('name', 'app'), filter('name', '!app/d'))).to.equal(false)
    expect(fits(secret)).to.equal(true)
  })

  it('is refused without a key and without values', () => {
    expect(outcomeOf(() => matching([{ values: ['x'] }]))).to.equal(
      'InvalidParameterException: Invalid filter key',
    )
    expect(outcomeOf(() => matching([{ key: 'name' }]))).to.equal(
      'InvalidParameterException: Invalid filter values for key: name',
    )
  })
})
