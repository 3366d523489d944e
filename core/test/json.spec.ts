import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { exactJson, keyOf } from '#json'

describe('exactJson', () => {
  it('gives every number back as it was written', () => {
    for (const text of ['1.10', '[1e400,-0,0.1000,123456789012345678901234567890]', '{"a":{"b":1E5}}']) {
      expect(JSON.stringify(exactJson(text))).to.equal(text)
    }
  })

  it('gives everything else back as JSON.parse does', () => {
    const same = fc.property(fc.json(), (text) => {
      const canonical = JSON.stringify(JSON.parse(text))
      expect(JSON.stringify(JSON.parse(JSON.stringify(exactJson(text))))).to.equal(canonical)
    })
    fc.assert(same)
  })
})

describe('keyOf', () => {
  it('finds every member that an object has of its own', () => {
    const found = fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (members) => {
      const json = JSON.parse(JSON.stringify(members))
      for (const [key, value] of Object.entries(members)) {
        const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
        expect(keyOf(json, pointer)).to.equal(value)
        if (!key.startsWith('/')) expect(keyOf(json, key)).to.equal(value)
      }
    })
    fc.assert(found)
  })

  it('finds nothing in what has no members', () => {
    for (const json of [null, 1, 'text', true, exactJson('1')]) {
      for (const path of ['length', '0', '/0', 'rawJSON', '/rawJSON', '/a/b'])
        expect(keyOf(json, path)).to.equal(undefined)
    }
  })
})
