import { setImmediate as turn } from 'node:timers/promises'
import type { SecretRecord } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { driver } from '#driver'
import { type SqliteStore, sqliteStore } from '#sqlite-store'
import { startChild } from './child.js'
import { useFolder } from './folder.js'
import { realm } from './sample.js'
import { seed, seeded } from './seeded.js'

const files = 2
const rounds = 100

/** Starts a writer, kills it when it has acknowledged so many commits or a little later, and answers their names. */
async function killed(
  file: string,
  round: number,
  random: (below: number) => number,
): Promise<readonly string[]> {
  const child = startChild('writer', [file, `${round}`])
  await child.printed(random(12))
  for (let turns = random(20); turns > 0; turns--) await turn()
  child.process.kill('SIGKILL')
  expect(await child.ended()).to.have.property('signal', 'SIGKILL')
  return child.lines
}

async function textOf(store: SqliteStore, { id }: SecretRecord, versionId: string): Promise<string> {
  const content = await store.content(id, versionId)
  return Buffer.from(content?.bytes ?? []).toString()
}

/** Fails unless a secret is there with every part of the commit that made it. */
async function expectWhole(store: SqliteStore, record: SecretRecord): Promise<void> {
  const { name } = record
  expect(await store.versions(record.id, { limit: 10 }), name).to.have.length(2)
  expect(record.labels.get('AWSCURRENT')).to.equal('v2')
  expect(await textOf(store, record, 'v1')).to.equal(`${name} v1`)
  expect(await textOf(store, record, 'v2')).to.equal(`${name} v2`.repeat(500))
}

/** Every secret of a round that is there, whether it was acknowledged or not. */
async function secretsOf(store: SqliteStore, round: number): Promise<readonly SecretRecord[]> {
  const limit = 10_000
  const { entries } = await store.scan(realm, { order: 'created', descending: true, limit })
  return entries.map(({ record }) => record).filter(({ name }) => name.startsWith(`r${round}-`))
}

async function check(file: string, round: number, acknowledged: readonly string[]): Promise<void> {
  const store = sqliteStore({ file })
  for (const name of acknowledged) {
    expect(await store.find({ realm, name }), `${name} was acknowledged`).not.to.equal(undefined)
  }
  for (const record of await secretsOf(store, round)) await expectWhole(store, record)
  for (const lane of [1, 2, 3]) {
    const last = await store.find({ realm, name: `last-${round}-${lane}` })
    if (last === undefined) continue
    expect(await textOf(store, last, 'v1')).to.equal(last.description)
    if (last.description === 'none') continue
    expect(await store.find({ realm, name: last.description ?? '' })).not.to.equal(undefined)
  }
  await store.close()
}

async function expectSound(file: string): Promise<void> {
  const Database = await driver()
  const db = new Database(file)
  expect(db.pragma('integrity_check', { simple: true })).to.equal('ok')
  expect(db.pragma('foreign_key_check')).to.deep.equal([])
  db.close()
}

describe('a writer that is killed', () => {
  const at = useFolder()

  it(`loses nothing that it acknowledged and tears nothing, ${files * rounds} times (seed ${seed})`, async function () {
    this.timeout(120_000)
    const lane = async (number: number) => {
      const random = seeded(seed + number)
      const file = at(`vault-${number}.db`)
      const all: string[] = []
      for (let round = 1; round <= rounds; round++) {
        const acknowledged = await killed(file, round, random)
        all.push(...acknowledged)
        await check(file, round, acknowledged)
        await expectSound(file)
      }
      const store = sqliteStore({ file })
      for (const name of all) expect(await store.find({ realm, name }), name).not.to.equal(undefined)
      await store.close()
      expect(all).to.have.length.greaterThan(rounds)
    }
    await Promise.all(Array.from({ length: files }, (_, i) => lane(i + 1)))
  })
})
