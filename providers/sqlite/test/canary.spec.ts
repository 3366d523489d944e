import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Content, SecretRecord } from '@strongroom/vault'
import { expect } from 'chai'
import { beforeEach, describe, it } from 'mocha'
import { openDatabase } from '#open-database'
import { type OpenedSqlite, openSqlite } from '#open-sqlite'
import { migrations } from '#schema'
import { sqliteStore } from '#sqlite-store'
import { startChild } from './child.js'
import { useFolder } from './folder.js'
import { aSecret, creation, removal, update } from './sample.js'

/** Letters that occur nowhere by chance. */
function newMarker(): string {
  return Array.from({ length: 40 }, () => String.fromCharCode(97 + randomInt(26))).join('')
}

/** The ways in which a marker could stand in a file; each in parts, for a page may end in its midst. */
function formsOf(marker: string): readonly Buffer[] {
  const bytes = Buffer.from(marker)
  const base64 = [0, 1, 2].map((shift) => bytes.subarray(shift, shift + 36).toString('base64'))
  const texts = [marker, bytes.toString('hex'), ...base64]
  const halves = texts.flatMap((text) => [text.slice(0, text.length / 2), text.slice(text.length / 2)])
  return [...halves.map((half) => Buffer.from(half)), Buffer.from(marker.slice(0, 20), 'utf16le')]
}

describe('a value', () => {
  const at = useFolder()
  let marker: string
  let values: readonly Content[]

  beforeEach(() => {
    marker = newMarker()
    values = [
      { kind: 'text', bytes: Buffer.from(marker) },
      { kind: 'binary', bytes: Buffer.from(`\xff\0${marker}`, 'latin1') },
      { kind: 'text', bytes: Buffer.from(`{"password":"${marker}"}`.repeat(1000)) },
    ]
  })

  /** The files of the folder that the marker is in, in whatever form. */
  async function filesWithMarker(): Promise<readonly string[]> {
    const found: string[] = []
    for (const name of await readdir(at())) {
      const bytes = await readFile(at(name))
      if (formsOf(marker).some((form) => bytes.includes(form))) found.push(name)
    }
    return found
  }

  const open = () => openSqlite({ file: at('vault.db'), keyFile: at('vault.key') })

  async function written({ store, sealer }: OpenedSqlite): Promise<readonly SecretRecord[]> {
    const records = Array.from({ length: 20 }, (_, i) => aSecret(`secret-${i}`))
    for (const record of records) {
      const place = (i: number) => ({ secretId: record.id, versionId: `v${i + 1}` })
      const sealed = values.map((value, i) => sealer.seal(value, place(i)))
      expect(await store.commit([creation(record, ...sealed)])).to.equal(true)
    }
    return records
  }

  it('would be found in the files if it were not sealed', async () => {
    const store = sqliteStore({ file: at('vault.db') })
    await store.commit([creation(aSecret('open'), ...values)])
    expect(await filesWithMarker()).to.deep.equal(['vault.db-wal'])
    await store.close()
    expect(await filesWithMarker()).to.deep.equal(['vault.db'])
  })

  it('stands in no file: while it is written, read, replaced and deleted, and when all is closed', async () => {
    const opened = await open()
    const { store, sealer } = opened
    const records = await written(opened)
    expect(await readdir(at())).to.include.members(['vault.db', 'vault.db-wal', 'vault.db-shm', 'vault.key'])
    expect(await filesWithMarker()).to.deep.equal([])

    for (const [i, record] of records.entries()) {
      const place = { secretId: record.id, versionId: 'v1' }
      const sealed = await store.content(record.id, 'v1')
      expect(
        Buffer.from(sealer.open(sealed ?? { kind: 'text', bytes: Buffer.of() }, place).bytes).toString(),
      ).to.equal(marker)
      if (i % 2 === 0) await store.commit([removal(record)])
      else await store.commit([{ ...update(record), removed: ['v1'] }])
    }
    expect(await filesWithMarker()).to.deep.equal([])
    await store.close()
    expect(await readdir(at())).to.have.members(['vault.db', 'vault.key'])
    expect(await filesWithMarker()).to.deep.equal([])
  })

  it('stands in no backup', async () => {
    const opened = await open()
    await written(opened)
    await opened.store.close()
    const db = await openDatabase(at('vault.db'), { waitMs: 0 }, [
      ...migrations,
      'CREATE TABLE t (a TEXT) STRICT',
    ])
    expect(await readdir(at())).to.include(`vault.db.schema-${migrations.length}.backup`)
    expect(await filesWithMarker()).to.deep.equal([])
    db.close()
  })

  it('stands in no file of a process that was killed', async () => {
    const child = startChild('sealing-writer', [at(), marker])
    await child.printed(100)
    child.process.kill('SIGKILL')
    await child.ended()
    expect(await readdir(at())).to.include('vault.db-wal')
    expect(await filesWithMarker()).to.deep.equal([])
    const { store } = await open()
    expect(await store.count()).to.be.at.least(100)
    await store.clear()
    await store.close()
    expect(await filesWithMarker()).to.deep.equal([])
  })
})
