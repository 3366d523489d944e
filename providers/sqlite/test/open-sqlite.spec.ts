import { readdir, rename, rm } from 'node:fs/promises'
import { rewrap } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { keyFile } from '#key-file'
import { openSqlite } from '#open-sqlite'
import { sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'
import { text } from './sample.js'

const place = { secretId: 's', versionId: 'v' }

describe('openSqlite', () => {
  const at = useFolder()
  const here = () => ({ file: at('vault.db'), keyFile: at('vault.key') })

  it('makes database and key, and opens later what it sealed', async () => {
    const first = await openSqlite(here())
    const sealed = first.sealer.seal(text('secret'), place)
    await first.store.close()
    const { store, sealer } = await openSqlite(here())
    expect(Buffer.from(sealer.open(sealed, place).bytes).toString()).to.equal('secret')
    await store.close()
  })

  it('agrees on one key with all who open at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => openSqlite(here())))
    for (const { sealer } of opened) {
      const sealed = sealer.seal(text('secret'), place)
      for (const other of opened) {
        expect(Buffer.from(other.sealer.open(sealed, place).bytes).toString()).to.equal('secret')
      }
    }
    for (const { store } of opened) await store.close()
  })

  it('is DECRYPTION_FAILED where the key file is gone, and makes no new one', async () => {
    const { store } = await openSqlite(here())
    await store.close()
    await rename(at('vault.key'), at('lost'))
    const error = await rejection(openSqlite(here()))
    expect(error).to.have.property('code', 'DECRYPTION_FAILED')
    expect(error).to.have.property('hint').that.contains('key file')
    expect(await readdir(at())).to.have.members(['vault.db', 'lost'])
    await rename(at('lost'), at('vault.key'))
    await (await openSqlite(here())).store.close()
  })

  it('is DECRYPTION_FAILED with the key file of another database, and names that file', async () => {
    const { store } = await openSqlite(here())
    await store.close()
    await rm(at('vault.key'))
    await keyFile(at('vault.key'), { create: true })
    const error = await rejection(openSqlite(here()))
    expect(error).to.have.property('code', 'DECRYPTION_FAILED')
    expect(error).to.have.property('message').that.contains(at('vault.key'))
  })

  it('takes a key that was there before the database', async () => {
    const key = await keyFile(at('vault.key'), { create: true })
    const { store } = await openSqlite(here())
    expect((await store.keyring.read())?.keys[0]?.wrappedBy).to.equal(key.id)
    await store.close()
  })

  it('goes on under a new key when everything was rewrapped', async () => {
    const { store, sealer } = await openSqlite(here())
    const sealed = sealer.seal(text('secret'), place)
    const [old, next] = [await keyFile(at('vault.key')), await keyFile(at('new.key'), { create: true })]
    await rewrap(store.keyring, [old], next, { newDataKey: true })
    await store.close()
    expect(await rejection(openSqlite(here()))).to.have.property('code', 'DECRYPTION_FAILED')
    const again = await openSqlite({ ...here(), keyFile: at('new.key') })
    expect(Buffer.from(again.sealer.open(sealed, place).bytes).toString()).to.equal('secret')
    await again.store.close()
  })

  it('keeps a keyring through clear', async () => {
    const { store, sealer } = await openSqlite(here())
    await store.clear()
    expect(await sealer.refresh()).to.equal(false)
    expect(await store.keyring.read()).to.have.property('revision', 1)
    await store.close()
  })

  it('writes a keyring only over the one that was expected', async () => {
    const store = sqliteStore({ file: ':memory:' })
    const keyring = (revision: number) => ({
      ...{ revision, current: 4_294_967_295 },
      keys: [{ id: 4_294_967_295, wrappedBy: 'a', wrapped: Buffer.of(0, revision) }],
    })
    expect(await store.keyring.read()).to.equal(undefined)
    expect(await store.keyring.write(keyring(1), 7)).to.equal(false)
    expect(await store.keyring.write(keyring(1), undefined)).to.equal(true)
    expect(await store.keyring.write(keyring(1), undefined)).to.equal(false)
    expect(await store.keyring.write(keyring(2), 1)).to.equal(true)
    expect(await store.keyring.write(keyring(2), 1)).to.equal(false)
    expect(await store.keyring.read()).to.deep.equal(keyring(2))
    await store.close()
  })
})
