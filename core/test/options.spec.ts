import { expect } from 'chai'
import { describe, it } from 'mocha'
import { requireNumber } from '#options'

describe('requireNumber', () => {
  for (const value of [0, 0.5, 10]) {
    it(`gives back ${value} where 0 to 10 is allowed`, () => {
      expect(requireNumber('cached', 'max', value, 0, 10)).to.equal(value)
    })
  }

  for (const value of [-1, 10.1, Number.NaN, '5', undefined, null, true]) {
    it(`refuses ${typeof value} ${value}, naming the option and the range`, () => {
      expect(() => requireNumber('cached', 'max', value, 0, 10)).to.throw(
        TypeError,
        `cached: "max" must be a number, from 0 to 10, got ${value}`,
      )
    })
  }

  it('has no upper end where none is given, but infinity', () => {
    expect(requireNumber('cached', 'ttl', Number.MAX_VALUE, 1)).to.equal(Number.MAX_VALUE)
    expect(() => requireNumber('cached', 'ttl', 0, 1)).to.throw(TypeError, '1 or more, got 0')
    expect(() => requireNumber('cached', 'ttl', Number.POSITIVE_INFINITY, 1)).to.throw(
      TypeError,
      'got Infinity',
    )
  })
})
