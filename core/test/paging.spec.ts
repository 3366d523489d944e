import { checkedLimit, fromCursor, SecretsError, toCursor } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'

describe('checkedLimit', () => {
  for (const [limit, size] of [
    [undefined, 100],
    [1, 1],
    [50, 50],
    [100, 100],
  ] as const) {
    it(`makes pages of ${size} of ${limit}`, () => {
      expect(checkedLimit(limit)).to.equal(size)
    })
  }

  for (const limit of [0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuses ${limit} with INVALID_ARGUMENT`, () => {
      expect(() => checkedLimit(limit))
        .to.throw(SecretsError, `got ${limit}`)
        .with.property('code', 'INVALID_ARGUMENT')
    })
  }

  it('refuses a number that is a text', () => {
    expect(() => checkedLimit('5' as unknown as number)).to.throw(SecretsError, '"limit"')
  })
})

const isThere = (position: unknown): position is unknown => position !== undefined

describe('cursors', () => {
  it('come back to the position they were made for', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (scope, position) => {
        const asJson = JSON.parse(JSON.stringify(position))
        expect(fromCursor(scope, toCursor(scope, position), isThere)).to.deep.equal(asJson)
      }),
    )
  })

  it('can stand in an address', () => {
    fc.assert(fc.property(fc.string(), (position) => /^[\w-]+$/.test(toCursor('list', position))))
  })

  it('are refused by every other list', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (scope, other) => {
        fc.pre(scope !== other)
        expect(() => fromCursor(other, toCursor(scope, 'x'), isThere)).to.throw(SecretsError)
      }),
    )
  })

  it('are refused where they hold no position that the list knows', () => {
    const isText = (position: unknown): position is string => typeof position === 'string'
    expect(fromCursor('list', toCursor('list', 'x'), isText)).to.equal('x')
    expect(() => fromCursor('list', toCursor('list', 5), isText)).to.throw(SecretsError, 'broken')
  })

  it('are refused when they are any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => fromCursor('list', text, isThere))
          .to.throw(SecretsError)
          .with.property('code', 'INVALID_CURSOR')
      }),
    )
  })

  const broken: [string, unknown][] = [
    ['empty', ''],
    ['cut', toCursor('list', 'somewhere').slice(0, -4)],
    ['JSON, but null', Buffer.from('null').toString('base64url')],
    ['JSON, but no list', Buffer.from('{"0":"list","1":2}').toString('base64url')],
    ['without a position', Buffer.from('["list"]').toString('base64url')],
    ['no text at all', 7],
  ]
  for (const [what, cursor] of broken) {
    it(`are refused when they are ${what}`, () => {
      expect(() => fromCursor('list', cursor as string, isThere))
        .to.throw(SecretsError)
        .with.property('code', 'INVALID_CURSOR')
    })
  }
})
