import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { userKey } from '#user-key'
import { rejection } from './rejection.js'

describe('userKey', () => {
  it('unwraps what it has wrapped', async () => {
    const key = userKey(randomBytes(32))
    const dataKey = randomBytes(32)
    const wrapped = await key.wrap(dataKey)
    expect(Buffer.from(wrapped).includes(dataKey)).to.equal(false)
    expect(Buffer.from(await key.unwrap(wrapped)).equals(dataKey)).to.equal(true)
  })

  it('never wraps the same way twice', async () => {
    const key = userKey(randomBytes(32))
    const dataKey = randomBytes(32)
    expect(Buffer.from(await key.wrap(dataKey)).equals(await key.wrap(dataKey))).to.equal(false)
  })

  it('refuses what another key has wrapped, and says which key it is but not what', async () => {
    const bytes = randomBytes(32)
    const key = userKey(bytes)
    const wrapped = await userKey(randomBytes(32)).wrap(randomBytes(32))
    const error = await rejection(key.unwrap(wrapped))
    expect(error).to.have.property('code', 'DECRYPTION_FAILED')
    expect(error.message).to.contain(key.id).and.not.contain(bytes.toString('hex'))
  })

  it('refuses what has changed in any byte, or is cut short', async () => {
    const key = userKey(randomBytes(32))
    const wrapped = await key.wrap(randomBytes(32))
    for (let i = 0; i < wrapped.length; i++) {
      const changed = Uint8Array.from(wrapped, (byte, at) => (at === i ? byte ^ 1 : byte))
      expect(await rejection(key.unwrap(changed))).to.have.property('code', 'DECRYPTION_FAILED')
      expect(await rejection(key.unwrap(wrapped.subarray(0, i)))).to.have.property(
        'code',
        'DECRYPTION_FAILED',
      )
    }
  })

  it('has one id for the same bytes, and another for others', () => {
    const bytes = randomBytes(32)
    expect(userKey(bytes).id)
      .to.equal(userKey(Uint8Array.from(bytes)).id)
      .and.match(/^[0-9a-f]{16}$/)
    expect(userKey(bytes).id).not.to.equal(userKey(randomBytes(32)).id)
  })

  it('copies its bytes', async () => {
    const bytes = randomBytes(32)
    const same = userKey(Uint8Array.from(bytes))
    const key = userKey(bytes)
    bytes.fill(0)
    expect(await same.unwrap(await key.wrap(Buffer.alloc(32, 1)))).to.have.length(32)
  })

  it('refuses any other length', () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => userKey(new Uint8Array(length))).to.throw(TypeError, `32 bytes long, got ${length}`)
    }
  })
})
