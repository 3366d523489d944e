import { checkedInput, maxValueBytes, type SecretInput, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'

describe('checkedInput', () => {
  const good: [string, string][] = [
    ['one character', 'x'],
    ['a blank', ' '],
    ['NUL', '\0'],
    ['65,536 bytes', 'x'.repeat(65_536)],
    ['65,536 bytes in fewer characters', '😀'.repeat(16_384)],
  ]
  for (const [what, text] of good) {
    it(`gives back text as it is: ${what}`, () => {
      expect(checkedInput(text) === text).to.equal(true)
    })
  }

  it('gives back a copy of bytes, which stays what it was', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const kept = checkedInput(bytes)
    bytes.fill(0)
    expect(kept).to.deep.equal(Uint8Array.of(1, 2, 3))
  })

  it('makes plain bytes of a Buffer', () => {
    expect(checkedInput(Buffer.of(1, 2))).to.deep.equal(Uint8Array.of(1, 2))
    expect(Buffer.isBuffer(checkedInput(Buffer.of(1, 2)))).to.equal(false)
  })

  const bad: [string, unknown][] = [
    ['an empty text', ''],
    ['no bytes', new Uint8Array()],
    ['65,537 bytes of text', 'x'.repeat(65_537)],
    ['65,537 bytes in fewer characters', `${'😀'.repeat(16_384)}x`],
    ['65,537 bytes', new Uint8Array(65_537)],
    ['a high surrogate alone', 'x\ud83d'],
    ['a low surrogate alone', '\ude00x'],
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
    ['a list of bytes', [1, 2]],
    ['an ArrayBuffer', new ArrayBuffer(2)],
  ]
  for (const [what, input] of bad) {
    it(`refuses ${what} with INVALID_VALUE`, () => {
      expect(() => checkedInput(input as SecretInput))
        .to.throw(SecretsError)
        .with.property('code', 'INVALID_VALUE')
    })
  }

  it('keeps to a limit of the caller’s own', () => {
    expect(maxValueBytes).to.equal(65_536)
    expect(checkedInput('xyz', 3)).to.equal('xyz')
    expect(() => checkedInput('xyzé', 4)).to.throw(SecretsError, 'at most 4 bytes, and this one has 5')
  })

  it('never quotes what it refuses', () => {
    const canary = newCanary()
    for (const input of [`${canary}\ud83d`, canary.repeat(2000), { canary }, [canary]]) {
      try {
        checkedInput(input as SecretInput)
        expect.fail('nothing was thrown')
      } catch (error) {
        expect(error).to.have.property('code', 'INVALID_VALUE')
        expectNoTrace(canary, error)
      }
    }
  })
})
