import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { rewrap } from '#data-keys'
import { memoryStore } from '#memory-store'
import { sealedStore } from '#sealed-store'
import { openSealer, type Sealer } from '#sealer'
import type { Store } from '#store'
import { aSecret, changed, creation, removal, text, update } from '#testing/sample-secrets'
import { describeStore } from '#testing/store-suite'
import { userKey } from '#user-key'
import { memoryKeyring } from './memory-keyring.js'
import { rejection } from './rejection.js'

const key = userKey(randomBytes(32))
const open = async (keyring = memoryKeyring(), store: Store = memoryStore()) =>
  sealedStore(store, await openSealer(keyring, [key]))

describeStore('sealedStore over memoryStore', { open }, { describe, it })

describe('sealedStore', () => {
  const secret = aSecret('a')

  it('shows the store beneath nothing of a value', async () => {
    const beneath = memoryStore()
    const store = await open(memoryKeyring(), beneath)
    await store.commit([creation(secret, { contents: new Map([['v1', text('correct horse')]]) })])
    const there = await beneath.content(secret.id, 'v1')
    expect(Buffer.from(there?.bytes ?? []).toString('latin1')).to.not.include('horse')
    expect(await store.content(secret.id, 'v1')).to.deep.include({ kind: 'text' })
    expect(Buffer.from((await store.content(secret.id, 'v1'))?.bytes ?? []).toString()).to.equal(
      'correct horse',
    )
  })

  it('wants no sealing itself', async () => {
    expect((await open()).keyring).to.equal(undefined)
  })

  it('passes on removals', async () => {
    const store = await open()
    await store.commit([creation(secret)])
    expect(await store.commit([removal(secret)])).to.equal(true)
    expect(await store.find(secret)).to.equal(undefined)
  })

  it('opens what another process has sealed with a data key that it made since', async () => {
    const [keyring, beneath] = [memoryKeyring(), memoryStore()]
    const here = await open(keyring, beneath)
    await rewrap(keyring, [key], key, { newDataKey: true })
    const there = await open(keyring, beneath)
    await there.commit([creation(secret, { contents: new Map([['v1', text('x')]]) })])
    expect(await here.content(secret.id, 'v1')).to.deep.include({ kind: 'text' })
  })

  it('rejects what it cannot open: with a keyring of others, and what was changed', async () => {
    const beneath = memoryStore()
    await (await open(memoryKeyring(), beneath)).commit([creation(secret)])
    const stranger = await open(memoryKeyring(), beneath)
    expect(await rejection(stranger.content(secret.id, 'v1'))).to.have.property('code', 'CORRUPT')

    const [keyring, withNew] = [memoryKeyring(), memoryKeyring()]
    const first = await open(keyring, beneath)
    await open(withNew)
    await rewrap(withNew, [key], key, { newDataKey: true })
    const other = aSecret('b')
    await (await open(withNew, beneath)).commit([creation(other)])
    expect(await rejection(first.content(other.id, 'v1'))).to.have.property('code', 'DECRYPTION_FAILED')
  })

  it('opens once what the store hands out again, and anew what was written since', async () => {
    const sealer = await openSealer(memoryKeyring(), [key])
    let opened = 0
    const counted = {
      ...sealer,
      open(...sealed: Parameters<Sealer['open']>) {
        opened += 1
        return sealer.open(...sealed)
      },
    }
    const store = sealedStore(memoryStore(), counted)
    await store.commit([creation(secret)])
    const [one, two] = [await store.content(secret.id, 'v1'), await store.content(secret.id, 'v1')]
    expect(one).to.equal(two)
    expect(opened).to.equal(1)
    await store.commit([update(secret, changed(secret), { contents: new Map([['v1', text('new')]]) })])
    expect((await store.content(secret.id, 'v1'))?.bytes).to.deep.equal(Buffer.from('new'))
    expect(opened).to.equal(2)
  })

  it('rejects, and does not throw, what cannot be sealed', async () => {
    const sealer = await openSealer(memoryKeyring(), [key])
    const trouble = new Error('no key')
    const broken = {
      ...sealer,
      seal() {
        throw trouble
      },
    }
    expect(await rejection(sealedStore(memoryStore(), broken).commit([creation(secret)]))).to.equal(trouble)
  })

  it('counts what the store counts, where that counts', async () => {
    expect((await open()).stats).to.equal(undefined)
    const counting = {
      ...memoryStore(),
      transactions: 7,
      stats() {
        return { transactions: this.transactions, commits: 9 }
      },
    }
    expect((await open(memoryKeyring(), counting)).stats?.()).to.deep.equal({ transactions: 7, commits: 9 })
  })
})
