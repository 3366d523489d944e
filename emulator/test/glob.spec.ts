import { expect } from 'chai'
import { describe, it } from 'mocha'
import { globbed } from '#glob'

describe('a pattern', () => {
  for (const [pattern, fitting, others] of [
    ['app/db', ['app/db'], ['app/d', 'app/db2', 'xapp/db', '']],
    ['app/*', ['app/', 'app/db', 'app/a/b'], ['app', 'xapp/', 'ap/p']],
    ['*/db', ['/db', 'a/db', 'a/db/db'], ['db', 'a/db2']],
    ['a*b*c', ['abc', 'aXbYc', 'abbc', 'abcbc'], ['ab', 'acb', 'abcd']],
    ['ab*ba', ['abba', 'abxba'], ['aba', 'ab', 'ba']],
    ['*', ['', 'anything'], []],
    ['**', ['', 'anything'], []],
    ['*a*', ['a', 'bab'], ['', 'b']],
    ['', [''], ['a']],
    ['a.c+', ['a.c+'], ['abc+', 'a.cc']],
  ] as const) {
    it(`"${pattern}" fits ${fitting.map((text) => `"${text}"`).join(', ')} and no other`, () => {
      const fits = globbed(pattern)
      expect([...fitting, ...others].filter(fits)).to.deep.equal(fitting)
    })
  }

  it('is done with soon, however many stars it has', () => {
    expect(globbed(`${'*a'.repeat(250)}b`)('a'.repeat(100_000))).to.equal(false)
  })
})
