import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { limits } from '#limits'
import { fromToken, toToken } from '#list-token'
import { outcomeOf } from './outcome.js'

const refusal =
  'InvalidNextTokenException: The NextToken value is invalid, or belongs to a request with other parameters.'
const isNumber = (position: unknown): position is number => typeof position === 'number'

describe('a NextToken', () => {
  it('comes back to its place for the same question, and to nobody else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.integer(), (question, other, position) => {
        const token = toToken(question, position)
        expect(fromToken(question, token, isNumber)).to.equal(position)
        fc.pre(JSON.stringify(question) !== JSON.stringify(other))
        expect(outcomeOf(() => fromToken(other, token, isNumber))).to.equal(refusal)
      }),
    )
  })

  for (const token of [
    '',
    ' ',
    'x',
    'null',
    toToken('q', 1).slice(1),
    `${toToken('q', 1)}${toToken('q', 1)}`,
  ]) {
    it(`is refused where it is ${JSON.stringify(token)}`, () => {
      expect(outcomeOf(() => fromToken('q', token, isNumber))).to.equal(refusal)
    })
  }

  it('is refused where it leads to no place of that list', () => {
    expect(outcomeOf(() => fromToken('q', toToken('q', 'a text'), isNumber))).to.equal(refusal)
  })

  it('tells nothing of the question, and fits where AWS has room for it', () => {
    const question = { filters: [{ key: 'name', values: ['who/asks/that'] }] }
    const token = toToken(question, ['x'.repeat(limits.name.max), 1])
    expect(Buffer.from(token, 'base64url').toString()).to.not.include('who/asks')
    expect(token.length).to.be.at.most(limits.nextToken.max)
  })
})
