import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { rewrap } from '#data-keys'
import type { Content } from '#model'
import { type ContentPlace, openSealer } from '#sealer'
import { userKey } from '#user-key'
import { memoryKeyring } from './memory-keyring.js'
import { rejection } from './rejection.js'

const at: ContentPlace = { secretId: 's1', versionId: 'v1' }
const newKey = () => userKey(randomBytes(32))
const text = (value: string): Content => ({ kind: 'text', bytes: Buffer.from(value) })

function same(one: Content, other: Content): boolean {
  return one.kind === other.kind && Buffer.from(one.bytes).equals(other.bytes)
}

function codeOf(attempt: () => unknown): unknown {
  try {
    attempt()
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
  return 'nothing thrown'
}

describe('openSealer', () => {
  it('opens what it has sealed, byte for byte, text as text and bytes as bytes', async () => {
    const sealer = await openSealer(memoryKeyring(), [newKey()])
    const contents: readonly Content[] = [
      text(''),
      text('ünïcödé 🔑 \0'),
      { kind: 'binary', bytes: new Uint8Array() },
      { kind: 'binary', bytes: Uint8Array.of(0xff, 0, 0xfe) },
      { kind: 'binary', bytes: randomBytes(65_536) },
      { kind: 'binary', bytes: Uint8Array.of(9, 1, 2, 9).subarray(1, 3) },
    ]
    for (const content of contents) {
      const sealed = sealer.seal(content, at)
      expect(same(sealer.open(sealed, at), content)).to.equal(true)
      const elsewhere = Buffer.concat([Buffer.alloc(3), sealed.bytes]).subarray(3)
      expect(same(sealer.open({ ...sealed, bytes: elsewhere }, at), content)).to.equal(true)
    }
  })

  it('never seals the same way twice, and shows nothing of what is in it but the length', async () => {
    const sealer = await openSealer(memoryKeyring(), [newKey()])
    const [one, other] = [sealer.seal(text('correct horse'), at), sealer.seal(text('correct horse'), at)]
    expect(Buffer.from(one.bytes).equals(other.bytes)).to.equal(false)
    expect(Buffer.from(one.bytes).includes('horse')).to.equal(false)
    expect(one.bytes).to.have.length('correct horse'.length + 33)
  })

  it('refuses what has changed in any byte', async () => {
    const sealer = await openSealer(memoryKeyring(), [newKey()])
    const sealed = sealer.seal(text('secret'), at)
    const isKeyId = (i: number) => i >= 1 && i <= 4
    for (let i = 0; i < sealed.bytes.length; i++) {
      const bytes = Uint8Array.from(sealed.bytes, (byte, place) => (place === i ? byte ^ 0x80 : byte))
      const code = codeOf(() => sealer.open({ ...sealed, bytes }, at))
      expect(code, `byte ${i}`).to.equal(isKeyId(i) ? 'DECRYPTION_FAILED' : 'CORRUPT')
    }
  })

  it('refuses what is cut short anywhere, or has more at its end', async () => {
    const sealer = await openSealer(memoryKeyring(), [newKey()])
    const { bytes } = sealer.seal(text('secret'), at)
    for (let length = 0; length < bytes.length; length++) {
      const cut: Content = { kind: 'text', bytes: bytes.subarray(0, length) }
      expect(codeOf(() => sealer.open(cut, at))).to.equal('CORRUPT')
    }
    const longer: Content = { kind: 'text', bytes: Buffer.concat([bytes, Buffer.alloc(1)]) }
    expect(codeOf(() => sealer.open(longer, at))).to.equal('CORRUPT')
  })

  it('refuses what was sealed for another version, another secret or as another kind', async () => {
    const sealer = await openSealer(memoryKeyring(), [newKey()])
    const sealed = sealer.seal(text('secret'), at)
    expect(codeOf(() => sealer.open(sealed, { ...at, versionId: 'v2' }))).to.equal('CORRUPT')
    expect(codeOf(() => sealer.open(sealed, { ...at, secretId: 's2' }))).to.equal('CORRUPT')
    expect(codeOf(() => sealer.open({ ...sealed, kind: 'binary' }, at))).to.equal('CORRUPT')
    const mixed = sealer.seal(text('secret'), { secretId: 'a', versionId: 'b","c' })
    expect(codeOf(() => sealer.open(mixed, { secretId: 'a","b', versionId: 'c' }))).to.equal('CORRUPT')
  })

  it('opens with the key that it was first opened with, wherever that stands in the list', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    const sealed = (await openSealer(keyring, [key, newKey()])).seal(text('secret'), at)
    const later = await openSealer(keyring, [newKey(), key])
    expect(same(later.open(sealed, at), text('secret'))).to.equal(true)
    expect(keyring.stored?.keys.map(({ wrappedBy }) => wrappedBy)).to.deep.equal([key.id])
  })

  it('is DECRYPTION_FAILED with a key that does not fit, and changes nothing', async () => {
    const keyring = memoryKeyring()
    const [key, wrong] = [newKey(), newKey()]
    await openSealer(keyring, [key])
    const before = keyring.stored
    const error = await rejection(openSealer(keyring, [wrong]))
    expect(error).to.have.property('code', 'DECRYPTION_FAILED')
    expect(error).to.have.property('hint').that.contains(wrong.id)
    expect(error.message).to.contain(key.id)
    expect(keyring.stored).to.equal(before)
  })

  it('refuses an empty list of keys', async () => {
    expect(await rejection(openSealer(memoryKeyring(), []))).to.be.instanceOf(TypeError)
  })

  it('is CORRUPT where the keyring lacks the key it calls current', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    await openSealer(keyring, [key])
    if (keyring.stored !== undefined) keyring.stored = { ...keyring.stored, current: 7 }
    expect(await rejection(openSealer(keyring, [key]))).to.have.property('code', 'CORRUPT')
  })

  it('agrees on one data key with all who open at the same time', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    const sealers = await Promise.all(Array.from({ length: 5 }, () => openSealer(keyring, [key])))
    for (const one of sealers) {
      const sealed = one.seal(text('secret'), at)
      for (const other of sealers) expect(same(other.open(sealed, at), text('secret'))).to.equal(true)
    }
  })

  it('wipes the plain data key that it was handed', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    const seen: Uint8Array[] = []
    const watching = {
      ...key,
      async unwrap(wrapped: Uint8Array) {
        const plain = await key.unwrap(wrapped)
        seen.push(plain)
        return plain
      },
    }
    await openSealer(keyring, [watching])
    expect(seen.map((plain) => [...plain])).to.deep.equal([Array.from({ length: 32 }, () => 0)])
  })
})

describe('rewrap', () => {
  it('leaves what was sealed to the new key, and nothing to the old one', async () => {
    const keyring = memoryKeyring()
    const [old, next] = [newKey(), newKey()]
    const sealed = (await openSealer(keyring, [old])).seal(text('secret'), at)
    await rewrap(keyring, [old], next)
    expect(same((await openSealer(keyring, [next])).open(sealed, at), text('secret'))).to.equal(true)
    expect(await rejection(openSealer(keyring, [old]))).to.have.property('code', 'DECRYPTION_FAILED')
  })

  it('adds a new data key if asked, which a sealer that is open learns of by refresh', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    const early = await openSealer(keyring, [key])
    const before = early.seal(text('before'), at)
    expect(await early.refresh()).to.equal(false)
    await rewrap(keyring, [key], key, { newDataKey: true })

    const late = await openSealer(keyring, [key])
    const after = late.seal(text('after'), at)
    expect(same(late.open(before, at), text('before'))).to.equal(true)
    expect(same(late.open(early.seal(text('between'), at), at), text('between'))).to.equal(true)

    expect(codeOf(() => early.open(after, at))).to.equal('DECRYPTION_FAILED')
    expect(await early.refresh()).to.equal(true)
    expect(same(early.open(after, at), text('after'))).to.equal(true)
    expect(same(early.open(before, at), text('before'))).to.equal(true)
    expect(keyring.stored).to.include({ current: 2, revision: 2 })
  })

  it('changes nothing if a data key is wrapped in a key that it was not given', async () => {
    const keyring = memoryKeyring()
    await openSealer(keyring, [newKey()])
    const before = keyring.stored
    expect(await rejection(rewrap(keyring, [newKey()], newKey()))).to.have.property(
      'code',
      'DECRYPTION_FAILED',
    )
    expect(keyring.stored).to.equal(before)
  })

  it('does nothing where there is no keyring', async () => {
    const keyring = memoryKeyring()
    await rewrap(keyring, [], newKey())
    expect(keyring.stored).to.equal(undefined)
  })

  it('loses no data key to another one that runs at the same time', async () => {
    const keyring = memoryKeyring()
    const key = newKey()
    await openSealer(keyring, [key])
    const adding = Array.from({ length: 4 }, () => rewrap(keyring, [key], key, { newDataKey: true }))
    await Promise.all(adding)
    expect(keyring.stored?.keys.map(({ id }) => id)).to.deep.equal([1, 2, 3, 4, 5])
    expect(keyring.stored?.current).to.equal(5)
  })
})
