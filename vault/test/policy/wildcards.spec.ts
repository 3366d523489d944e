import { expect } from 'chai'
import { describe, it } from 'mocha'
import { globOf, isArnLike, isLike } from '#policy/wildcards'

describe('isLike', () => {
  for (const [pattern, text, like] of [
    ['', '', true],
    ['', 'a', false],
    ['a', '', false],
    ['*', '', true],
    ['*', 'anything/at:all', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'bba', true],
    ['*a', 'ab', false],
    ['a*b', 'ab', true],
    ['a*b', 'axxb', true],
    ['a*b', 'axxbc', false],
    ['*ab*', 'aab', true],
    ['*aab', 'aaab', true],
    ['a*b*c', 'abbcbc', true],
    ['a*b*c', 'acb', false],
    ['**?**', 'a', true],
    ['**?**', '', false],
    ['?*?', 'a', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['A', 'a', false],
    ['?', '🔑', true],
    ['*🔑', 'x🔑', true],
  ] as const) {
    it(`${like ? 'finds' : 'does not find'} '${text}' like '${pattern}'`, () => {
      expect(isLike(text, globOf(pattern))).to.equal(like)
    })
  }

  it('comes to an end with many wildcards, where trying everything would not', () => {
    const text = 'a'.repeat(2000)
    expect(isLike(text, globOf(`${'*a'.repeat(500)}*b`))).to.equal(false)
    expect(isLike(`${text}b`, globOf(`${'a*'.repeat(500)}*b`))).to.equal(true)
  })
})

describe('isArnLike', () => {
  const role = 'arn:aws:iam::111122223333:role/app'
  for (const [pattern, arn, like] of [
    [role, role, true],
    ['arn:aws:iam::*:role/app', role, true],
    ['arn:*:*:*:*:*', role, true],
    ['arn:aws:iam::111122223333:*', role, true],
    ['arn:aws:iam::11112222333?:role/a*', role, true],
    ['arn:aws:iam::*role/app:x', role, false],
    ['arn:aws:*:role/app', role, true],
    ['arn:aws:*:*:role/app:*', role, false],
    ['*', role, true],
    ['arn:aws:iam::*', role, true],
    ['arn:aws:iam::111122223333:user/*', role, false],
    ['arn:aws:sns:*:*:a:*', 'arn:aws:sns:x:1:a:b:c', true],
    ['arn:aws:sns:*:*:c', 'arn:aws:sns:x:1:a:b:c', false],
    ['arn:aws:iam::*:role/app', 'arn:aws:iam', false],
  ] as const) {
    it(`${like ? 'finds' : 'does not find'} ${arn} like ${pattern}`, () => {
      expect(isArnLike(arn, globOf(pattern))).to.equal(like)
    })
  }
})
