import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Problems } from '#config/place'
import { SecretsError } from '#errors'

describe('Problems', () => {
  it('refuses nothing when nobody complained', () => {
    expect(() => new Problems().refuse()).not.to.throw()
  })

  it('tells all complaints in one CONFIG error, each once and in order', () => {
    const problems = new Problems()
    problems.at('b').complain('second letter')
    problems.at('a').complain('first letter')
    problems.at('b').complain('second letter')
    expect(() => problems.refuse()).to.throw(
      SecretsError,
      /^the configuration has 2 problems:\nb: second letter\na: first letter$/,
    )
  })

  it('counts a single complaint in words', () => {
    const problems = new Problems()
    problems.at('a').complain('wrong')
    expect(() => problems.refuse()).to.throw(SecretsError, /^the configuration has a problem:\na: wrong$/)
  })
})

describe('a place', () => {
  const top = new Problems().at('file')
  const cases: readonly [place: unknown, text: string][] = [
    [top, 'file'],
    [top.member('a'), 'file: a'],
    [top.member('a').member('b').item(2).member('c'), 'file: a.b[2].c'],
    [top.member('a/b'), 'file: ["a/b"]'],
    [top.member('routes').member(''), 'file: routes[""]'],
    [top.member('a"b'), 'file: ["a\\"b"]'],
    [top.member('x'.repeat(61)), 'file: […]'],
    [top.member('a').member('AGE-SECRET-KEY-1'), 'file: a[…]'],
  ]
  for (const [place, text] of cases) it(`reads ${text}`, () => expect(`${place}`).to.equal(text))

  it('gives undefined for a complaint, which stands for what could not be read', () => {
    expect(top.complain('wrong')).to.equal(undefined)
  })
})
