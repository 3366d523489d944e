import { expect } from 'chai'
import { describe, it } from 'mocha'
import { contentOf, sameContent } from '#rules/contents'
import { outcomeOf } from '../outcome.js'

const tooLong = (member: string) =>
  `ValidationException: 1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to 65536`

describe('contentOf', () => {
  it('keeps text as text and bytes as bytes', () => {
    expect(contentOf({ text: 'ä🔑' })).to.deep.equal({ kind: 'text', bytes: Buffer.from('ä🔑') })
    expect(contentOf({ binary: Uint8Array.of(0, 255) })).to.deep.equal({
      kind: 'binary',
      bytes: Uint8Array.of(0, 255),
    })
  })

  it('is nothing where nothing is given, and something where that is empty', () => {
    expect(contentOf()).to.equal(undefined)
    expect(contentOf({})).to.equal(undefined)
    expect(contentOf({ text: undefined, binary: undefined })).to.equal(undefined)
    expect(contentOf({ text: '' })?.bytes).to.have.lengthOf(0)
    expect(contentOf({ binary: new Uint8Array() })?.bytes).to.have.lengthOf(0)
  })

  it('refuses both at once, also empty ones', () => {
    for (const text of ['x', '']) {
      expect(outcomeOf(() => contentOf({ text, binary: new Uint8Array() }))).to.equal(
        'InvalidParameterException: You can’t specify both a binary secret value and a string secret value in the same secret.',
      )
    }
  })

  for (const [what, value, said] of [
    ['65,536 characters of a byte', { text: 'x'.repeat(65_536) }, 'ok'],
    ['65,537 characters of a byte', { text: 'x'.repeat(65_537) }, tooLong('secretString')],
    ['32,769 characters of two bytes', { text: 'ä'.repeat(32_769) }, tooLong('secretString')],
    ['65,536 bytes', { binary: new Uint8Array(65_536) }, 'ok'],
    ['65,537 bytes', { binary: new Uint8Array(65_537) }, tooLong('secretBinary')],
  ] as const) {
    it(`answers ${what} with ${said.split(' ')[0]} and names the member`, () => {
      expect(outcomeOf(() => contentOf(value))).to.equal(said)
    })
  }
})

describe('sameContent', () => {
  const text = (value: string) => ({ kind: 'text', bytes: Buffer.from(value) }) as const

  it('is of the same kind with the same bytes', () => {
    expect(sameContent(text('a'), text('a'))).to.equal(true)
    expect(sameContent(text('a'), { kind: 'text', bytes: Uint8Array.of(97) })).to.equal(true)
    expect(sameContent(text('a'), text('b'))).to.equal(false)
    expect(sameContent(text('a'), text('ab'))).to.equal(false)
    expect(sameContent(text('a'), { kind: 'binary', bytes: Uint8Array.of(97) })).to.equal(false)
  })
})
