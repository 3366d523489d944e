import { expect } from 'chai'
import { describe, it } from 'mocha'
import { keysIn, templateOf, textIn } from '#policy/template'
import { variable } from './matrix.js'

const facts = (key: string) => (key === 'aws:username' ? ['alice'] : undefined)

describe('templateOf', () => {
  const rows: readonly [string, string, string | undefined][] = [
    ['a variable in a text', `a/${variable('aws:username')}`, 'a/alice'],
    ['one in another case of letters, with blanks around it', variable(' AWS:UserName '), 'alice'],
    ['one without a value', variable('aws:userid'), undefined],
    ['one with something to fall back on', variable("aws:userid, 'nobody'"), 'nobody'],
    ['one with a value, and something to fall back on', variable(" aws:username , 'nobody' "), 'alice'],
    ['what stands for a character', `${variable('*')}${variable('?')}${variable('$')}`, '*?$'],
    ['no name', variable(' '), variable(' ')],
    ['what is no text to fall back on', variable('aws:username, x'), variable('aws:username, x')],
    ['quotation marks in a name', variable("aws:'username'"), variable("aws:'username'")],
  ]
  for (const [what, source, wanted] of rows) {
    it(`reads ${what}: ${source}`, () => {
      expect(textIn(templateOf(source), facts)).to.equal(wanted)
    })
  }

  it('reads a long text of blanks that is no variable, each of them once', () => {
    const blanks = ' '.repeat(60_000)
    const source = variable(`${blanks}a${blanks}'`)
    expect(keysIn(templateOf(source))).to.deep.equal([])
  })
})
