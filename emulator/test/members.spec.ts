import { expect } from 'chai'
import { describe, it } from 'mocha'
import { newCanary } from 'strongroom-scripts/canary'
import { aNumber, aText, aTruth, readMembers } from '#members'
import { Problems } from '#problems'

const members = {
  name: aText('a name', (text) => text !== ''),
  times: aNumber('a whole number', Number.isInteger),
  force: aTruth,
}

function read(given: unknown) {
  const problems = new Problems()
  const said = readMembers(given, members, problems, 'it')
  return problems.told() ?? said
}

describe('the members of an object', () => {
  it('are what is said, and absent where nothing is', () => {
    expect(read({ name: 'a', times: 2, force: false })).to.deep.equal({ name: 'a', times: 2, force: false })
    expect(read({ name: undefined })).to.deep.equal({})
  })

  for (const [given, problem] of [
    [[], 'it must be an object'],
    [null, 'it must be an object'],
    ['a', 'it must be an object'],
    [{ tiems: 1 }, 'there is no member "tiems"; did you mean times?'],
    [{ completely: 1 }, 'there is no member "completely"'],
    [{ constructor: 1 }, 'there is no member "constructor"'],
    [{ 'a b': 1 }, 'there is no member of such a name'],
    [{ name: '' }, '"name" must be a name'],
    [{ name: null }, '"name" must be a name'],
    [{ times: '1' }, '"times" must be a whole number'],
    [{ force: 'true' }, '"force" must be true or false'],
    [{ name: 1, times: 0.5 }, '2 problems:\n"name" must be a name\n"times" must be a whole number'],
  ] as const) {
    it(`are refused in ${JSON.stringify(given)}`, () => {
      expect(read(given)).to.equal(problem)
    })
  }

  it('are not quoted in a refusal', () => {
    const canary = newCanary()
    expect(read({ [`${canary} ${canary}`]: 1, times: canary })).to.not.contain(canary.slice(0, 6))
  })
})
