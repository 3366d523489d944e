import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { jsonFault } from '#config/json-fault'

describe('jsonFault', () => {
  const cases: readonly [source: string, line: number, column: number][] = [
    ['', 1, 1],
    ['  ', 1, 3],
    ['{"a": }', 1, 7],
    ['{"a": 1,}', 1, 9],
    ['{"a": 1,\n "b" 2}', 2, 6],
    ['[1, 2', 1, 6],
    ['[1 2]', 1, 4],
    ['{"a": 01}', 1, 8],
    ["{'a': 1}", 1, 2],
    ['{"a": "one\ntwo"}', 1, 7],
    ['{"a": "\\x"}', 1, 7],
    ['{} {}', 1, 4],
    ['{\r\n  "a": tru\r\n}', 2, 8],
    ['// comment', 1, 1],
  ]
  for (const [source, line, column] of cases) {
    it(`finds line ${line}, column ${column} in ${JSON.stringify(source)}`, () => {
      expect(jsonFault(source)).to.deep.equal({ line, column })
    })
  }

  it('finds some fault in what is nested beyond reason', () => {
    expect(jsonFault('['.repeat(1_000_000))).to.have.property('line', 1)
  })

  it('finds a fault exactly where JSON.parse does not accept a text', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ' ', '\\', '1', '\n', ':'))
      .map(([json, at, put]) => {
        const index = at % (json.length + 1)
        return json.slice(0, index) + put + json.slice(index + 1)
      })
    fc.assert(
      fc.property(damaged, (source) => {
        expect(jsonFault(source) === undefined).to.equal(isJson(source))
      }),
    )
  })
})

function isJson(source: string): boolean {
  try {
    JSON.parse(source)
    return true
  } catch {
    return false
  }
}
