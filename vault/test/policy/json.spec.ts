import { expect } from 'chai'
import { describe, it } from 'mocha'
import { parsed } from '#policy/json'

describe('parsed', () => {
  for (const text of [
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"a":"a","b":"a"}',
    String.raw`{"\"a\":":"{","b":"}, \\"}`,
    '{"a":{"x":1},"b":2,"x":3}',
    '[]',
  ]) {
    it(`reads ${text}`, () => {
      expect(parsed(text)).to.deep.equal(JSON.parse(text))
    })
  }

  for (const [text, name] of [
    ['{"a":1,"a":1}', '"a"'],
    ['{"a":{"b":1,"c":[],"b":2}}', '"b"'],
    ['{"a":{"x":1},"b":[1],"a":2}', '"a"'],
    [String.raw`{"a":1,"\u0061":2}`, String.raw`"\u0061"`],
    ['[{"":1,"":1}]', '""'],
  ] as const) {
    it(`refuses ${text}`, () => {
      expect(() => parsed(text)).to.throw(`the policy says ${name} twice in one place`)
    })
  }
})
