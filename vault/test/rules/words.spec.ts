import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { foundIn, wordsOf } from '#rules/words'

describe('wordsOf', () => {
  for (const [text, ...words] of [
    ['one and two', 'one', 'and', 'two'],
    ['  one \t\n two ', 'one', 'two'],
    ['prod/db/main', 'prod', 'db', 'main'],
    ['prod-db', 'prod', 'db'],
    ['prod_db', 'prod', 'db'],
    ['prod+db', 'prod', 'db'],
    ['prod=db', 'prod', 'db'],
    ['prod.db', 'prod', 'db'],
    ['prod@db', 'prod', 'db'],
    ['prod!db', 'prod!db'],
    ['-prod--db-', 'prod', 'db'],
    ['a-b c-d', 'a', 'b', 'c', 'd'],
    ['AppBeta', 'app', 'beta'],
    ['DescTwo', 'desc', 'two'],
    ['COMPANY', 'company'],
    ['COMPANYthings', 'compan', 'ythings'],
    ['uat/COMPANY/AppBeta', 'uat', 'company', 'app', 'beta'],
    // With two kinds of separators nothing splits but blanks.
    ['prod-AppBeta/x', 'prod-appbeta/x'],
    ['prod-AppBeta/x Two', 'prod-appbeta/x', 'two'],
    ['a_b - c', 'a_b', 'c'],
    ['+'],
    ['+ +'],
    ['+ -'],
    [''],
  ]) {
    it(`of ${JSON.stringify(text)} are ${JSON.stringify(words)}`, () => {
      expect(wordsOf(text ?? '')).to.deep.equal(words)
    })
  }

  it('are in lower case and hold neither blanks nor nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aBcD1 /-_+=.@!\t') }), (text) => {
        for (const word of wordsOf(text)) {
          expect(word).to.match(/^\S+$/)
          expect(word).to.equal(word.toLowerCase())
        }
      }),
    )
  })

  it('are found in the text that they come from, if there are any', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aBcD1 /-_+=.@!\t') }), (text) => {
        const words = wordsOf(text)
        expect(foundIn(words, words)).to.equal(words.length > 0)
      }),
    )
  })
})
