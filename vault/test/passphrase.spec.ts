import { expect } from 'chai'
import { describe, it } from 'mocha'
import { openedWith, sealedWith } from '#passphrase'

const context = Buffer.from('a context')

describe('a passphrase', function () {
  // Each guess is meant to take its time.
  this.timeout('20s')

  it('opens what it has sealed, in the same context only', async () => {
    const canary = 'a value that is found again wherever it stands'
    const sealed = await sealedWith('correct horse', Buffer.from(canary), context)
    expect(Buffer.from(sealed).includes(canary)).to.equal(false)
    expect(String(await openedWith('correct horse', sealed, context))).to.equal(canary)
    expect(await openedWith('correct horse', sealed, Buffer.from('another'))).to.equal(undefined)
    expect(await openedWith('correct mouse', sealed, context)).to.equal(undefined)
  })

  it('opens nothing of which a bit has changed, or that was cut short', async () => {
    const sealed = await sealedWith('correct horse', Buffer.from('a value'), context)
    for (const at of [0, 20, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
      expect(await openedWith('correct horse', changed, context)).to.equal(undefined)
    }
    for (const length of [0, 10, 16, 43]) {
      expect(await openedWith('correct horse', sealed.subarray(0, length), context)).to.equal(undefined)
    }
  })

  it('seals the same otherwise each time', async () => {
    const seal = () => sealedWith('correct horse', Buffer.from('a value'), context)
    expect(await seal()).to.not.deep.equal(await seal())
  })

  it('is the same however its letters are composed', async () => {
    const sealed = await sealedWith('caf\u00e9', Buffer.from('a value'), context)
    expect(String(await openedWith('cafe\u0301', sealed, context))).to.equal('a value')
  })
})
