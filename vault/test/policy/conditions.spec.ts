import { expect } from 'chai'
import { describe, it } from 'mocha'
import { holds } from './condition.js'
import { variable } from './matrix.js'

type Values = string | readonly string[]

/** A key that is not there is undefined. */
const rows: readonly (readonly [
  operator: string,
  wanted: Values,
  given: Values | undefined,
  holds: boolean,
])[] = [
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', ['a', 'b'], 'c', false],
  ['StringEquals', [], 'a', false],
  ['StringEquals', 'a', undefined, false],
  ['StringEquals', 'a', [], false],
  ['StringEquals', 'a', ['x', 'a'], true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringNotEquals', 'a', undefined, true],
  ['StringNotEquals', 'a', ['x', 'a'], false],
  ['StringNotLike', 'a*', undefined, true],
  ['NumericNotEquals', '1', undefined, true],
  ['DateNotEquals', '2026', undefined, true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ['ArnNotLike', 'arn:*', undefined, true],
  ['Bool', 'false', undefined, false],
  ['NumericLessThan', '1', undefined, false],
  ['IpAddress', '0.0.0.0/0', undefined, false],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', 'a', true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['StringNotEqualsIfExists', 'a', undefined, true],
  ['StringNotEqualsIfExists', 'a', 'a', false],
  ['BoolIfExists', 'true', undefined, true],
  ['NumericLessThanEqualsIfExists', '7', '8', false],
  ['Null', 'true', undefined, true],
  ['Null', 'true', 'a', false],
  ['Null', 'false', 'a', true],
  ['Null', 'false', '', true],
  ['Null', 'false', undefined, false],
  ['Null', ['true', 'false'], undefined, true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', 'a', undefined, true],
  ['ForAllValues:StringEquals', 'a', [], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
  ['ForAllValues:StringNotEquals', 'a', undefined, true],
  ['ForAllValues:StringLike', 'env*', ['env1', 'env2'], true],
  ['ForAllValues:StringEqualsIfExists', 'a', undefined, true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
  ['ForAnyValue:StringEquals', 'a', undefined, false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', 'a', undefined, false],
  ['ForAnyValue:StringLike', 'o-a/*', ['o-b/x', 'o-a/x'], true],
  ['ForAnyValue:StringEqualsIfExists', 'a', undefined, true],
]

describe('conditions', () => {
  for (const [operator, wanted, given, expected] of rows) {
    const [texts, values] = [wanted, given].map((each) =>
      each === undefined ? 'no such key' : JSON.stringify(each),
    )
    it(`${operator} ${texts} ${expected ? 'holds' : 'does not hold'} for ${values}`, () => {
      const context = given === undefined ? {} : { 'a:b': given }
      expect(holds({ [operator]: { 'a:b': wanted } }, context)).to.equal(expected)
    })
  }

  it('have to hold all: of one operator, and of several', () => {
    const condition = { StringEquals: { 'a:b': '1', 'a:c': '2' }, Bool: { 'a:d': 'true' } }
    const all = { 'a:b': '1', 'a:c': '2', 'a:d': 'true' }
    expect(holds(condition, all)).to.equal(true)
    for (const key of Object.keys(all)) expect(holds(condition, { ...all, [key]: 'x' })).to.equal(false)
  })

  it('mind no letter case of keys', () => {
    expect(holds({ StringEquals: { 'AWS:SourceVPCE': 'v' } }, { 'aws:sourcevpce': 'v' })).to.equal(true)
    expect(holds({ StringEquals: { 'aws:RequestTag/Team': 'v' } }, { 'aws:requesttag/tEAM': 'v' })).to.equal(
      true,
    )
  })

  it('hold for whatever is asked where there are none', () => {
    expect(holds({})).to.equal(true)
    expect(holds({ StringEquals: {} })).to.equal(true)
  })

  describe('with variables', () => {
    const name = variable('aws:username')
    const nothing = variable('aws:PrincipalTag/none')
    for (const [operator, wanted, given, expected] of [
      ['StringEquals', name, 'alice', true],
      ['StringEqualsIgnoreCase', name, 'ALICE', true],
      ['StringLike', `${name}-*`, 'alice-1', true],
      ['StringEquals', `${name}-*`, 'alice-1', false],
      ['ArnLike', `arn:aws:iam::*:role/${name}`, 'arn:aws:iam::111122223333:role/alice', true],
      ['StringEquals', nothing, '', false],
      ['StringEquals', nothing, nothing, false],
      ['StringNotEquals', nothing, 'x', true],
      ['StringLike', `${nothing}*`, 'x', false],
      ['StringEquals', [nothing, 'x'], 'x', true],
      ['StringEquals', variable("aws:PrincipalTag/none, 'x y'"), 'x y', true],
      ['StringEquals', variable("aws:PrincipalTag/none,''"), '', true],
      ['StringEquals', variable("aws:username, 'x'"), 'x', false],
      ['StringEquals', variable(' aws:UserName '), 'alice', true],
      ['StringLike', `a${variable('*')}`, 'ab', false],
      ['StringLike', `a${variable('*')}`, 'a*', true],
      ['StringEquals', variable('a:many'), 'one', false],
      ['StringEquals', '$' + '{unfinished', '$' + '{unfinished', true],
      ['Bool', variable('a:true'), 'true', false],
    ] as const) {
      it(`${operator} ${JSON.stringify(wanted)} ${expected ? 'holds' : 'does not hold'} for '${given}'`, () => {
        const context = { 'a:b': given, 'a:many': ['one', 'two'], 'a:true': 'true' }
        expect(holds({ [operator]: { 'a:b': wanted } }, context)).to.equal(expected)
      })
    }

    it('take no wildcards from what the request says', () => {
      const condition = { StringLike: { 'a:b': variable('aws:PrincipalTag/x') } }
      expect(holds(condition, { 'a:b': 'anything', 'aws:principaltag/x': '*' })).to.equal(false)
    })
  })
})
