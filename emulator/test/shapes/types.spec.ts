import { inspect } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { blob, boolean, integer, list, long, required, structure, text } from '#shapes/shape'
import { TypeFault } from '#shapes/type-fault'
import { readTypes } from '#shapes/types'
import { thrownBy } from './thrown.js'

const shape = structure({
  Text: required(text({ min: 1, max: 2 })),
  Int: integer(),
  Long: long(),
  Flag: boolean(),
  Bytes: blob(),
  Texts: list(text()),
  Inner: structure({ Text: text() }),
  Inners: list(structure({ Text: text() })),
})

const inline = (value: unknown) => inspect(value, { compact: true, breakLength: Number.POSITIVE_INFINITY })
const read = (body: unknown) => readTypes(shape, body)
const parsed = (json: string) => read(JSON.parse(json))

const startOfList = 'Start of list found where not expected'
const startOfStructure = 'Start of structure or map found where not expected.'

/** Value, what it is given for, and the fault's text. */
const faults: readonly (readonly [unknown, string, string | undefined])[] = [
  [1, 'Text', 'NUMBER_VALUE can not be converted to a String'],
  [1.5, 'Text', 'NUMBER_VALUE can not be converted to a String'],
  [true, 'Text', 'TRUE_VALUE can not be converted to a String'],
  [false, 'Text', 'FALSE_VALUE can not be converted to a String'],
  [['a'], 'Text', startOfList],
  [{}, 'Text', startOfStructure],
  ['\ud800', 'Text', undefined],
  ['1', 'Int', 'STRING_VALUE can not be converted to an Integer'],
  [true, 'Int', 'TRUE_VALUE can not be converted to an Integer'],
  [[1], 'Int', startOfList],
  [{ a: 1 }, 'Int', startOfStructure],
  ['1', 'Long', 'STRING_VALUE can not be converted to a Long'],
  ['true', 'Flag', 'STRING_VALUE can not be converted to a Boolean'],
  [0, 'Flag', 'NUMBER_VALUE can not be converted to a Boolean'],
  [1, 'Bytes', 'NUMBER_VALUE can not be converted to a Blob'],
  ['abc', 'Bytes', 'STRING_VALUE can not be converted to a Blob'],
  ['ab c', 'Bytes', 'STRING_VALUE can not be converted to a Blob'],
  ['ab-_', 'Bytes', 'STRING_VALUE can not be converted to a Blob'],
  ['ab==', 'Bytes', 'STRING_VALUE can not be converted to a Blob'],
  ['Zm9v\n', 'Bytes', 'STRING_VALUE can not be converted to a Blob'],
  ['a', 'Texts', 'Expected list or null'],
  [1, 'Texts', 'Expected list or null'],
  [true, 'Texts', 'Expected list or null'],
  [{}, 'Texts', startOfStructure],
  [['a', 1], 'Texts', 'NUMBER_VALUE can not be converted to a String'],
  ['a', 'Inner', 'Expected null'],
  [1, 'Inner', 'Expected null'],
  [false, 'Inner', 'Expected null'],
  [[], 'Inner', startOfList],
  [{ Text: 1 }, 'Inner', 'NUMBER_VALUE can not be converted to a String'],
  [['a'], 'Inners', 'Expected null'],
  [[[]], 'Inners', startOfList],
]

/** Value, what it is given for, and what it becomes. */
const values: readonly (readonly [unknown, string, unknown])[] = [
  ['', 'Text', ''],
  ['far longer than the shape allows', 'Text', 'far longer than the shape allows'],
  ['\ud83d\ude00', 'Text', '\ud83d\ude00'],
  [5, 'Int', 5],
  [1.9, 'Int', 1],
  [-1.9, 'Int', -1],
  [-0.5, 'Int', 0],
  [99_999_999_999, 'Int', 2_147_483_647],
  [-99_999_999_999, 'Int', -2_147_483_648],
  [99_999_999_999, 'Long', 99_999_999_999],
  [Number.POSITIVE_INFINITY, 'Long', Number.MAX_SAFE_INTEGER],
  [false, 'Flag', false],
  ['', 'Bytes', new Uint8Array()],
  ['Zm9vdGVzdA==', 'Bytes', new Uint8Array(Buffer.from('footest'))],
  [[], 'Texts', []],
  [['a', null, 'b'], 'Texts', ['a', 'b']],
  [{}, 'Inner', {}],
  [{ Text: null, Other: 1 }, 'Inner', {}],
  [[{ Text: 'a', Other: {} }, null], 'Inners', [{ Text: 'a' }]],
]

describe('readTypes', () => {
  for (const [value, member, message] of faults) {
    it(`answers ${inline(value)} for ${member} with ${message ?? 'a fault without a text'}`, () => {
      const fault = thrownBy(() => read({ [member]: value }))
      expect(fault).to.be.instanceOf(TypeFault)
      expect(fault).to.have.property('text', message)
    })
  }

  for (const [value, member, expected] of values) {
    it(`reads ${inline(value)} for ${member} as ${inline(expected)}`, () => {
      expect(read({ [member]: value })).to.deep.equal({ [member]: expected })
    })
  }

  it('reads -0 as 0', () => {
    expect(Object.is(read({ Int: -0 }).Int, 0)).to.equal(true)
  })

  it('refuses a body that is no object, and names a list only', () => {
    for (const body of [null, undefined, 'text', 1, true]) {
      const fault = thrownBy(() => read(body))
      expect(fault).to.be.instanceOf(TypeFault)
      expect(fault).to.have.property('text', undefined)
    }
    expect(thrownBy(() => read([]))).to.have.property('text', startOfList)
  })

  it('takes null for absence, and says nothing about what must be there', () => {
    expect(read({ Text: null, Inner: null, Texts: null })).to.deep.equal({})
  })

  it('ignores members that it does not know, however deep they are', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(parsed(`{"Other":${deep},"text":1,"Text":"a"}`)).to.deep.equal({ Text: 'a' })
  })

  it('refuses depth where it does not belong with its ordinary fault', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(thrownBy(() => parsed(`{"Texts":${deep}}`))).to.have.property('text', startOfList)
  })

  it('reads own members only', () => {
    expect(parsed('{"__proto__":{"Text":"a"},"constructor":{"Int":1}}')).to.deep.equal({})
    expect(read(Object.create({ Text: 'a' }))).to.deep.equal({})
  })

  it('gives bytes memory of their own', () => {
    const { Bytes: bytes } = read({ Bytes: 'Zm9v' })
    expect(bytes).to.be.instanceOf(Uint8Array)
    expect(bytes).to.have.nested.property('buffer.byteLength', 3)
  })
})
