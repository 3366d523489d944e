import { manualClock } from '@strongroom/core'
import { type Store, Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { driver } from '#driver'
import { sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'

const realm = { account: '000000000000', region: 'us-east-1' }
const clock = manualClock(Date.UTC(2027, 0, 1))

describe('a read beside another process', () => {
  const at = useFolder()

  /** A vault whose secret `a` another connection removes between the first look at it and the next. */
  async function interrupted() {
    const file = at('vault.db')
    const store = sqliteStore({ file })
    await new Vault(store, { clock }).create(realm, { name: 'a', value: { text: 'value' } })
    await store.close()

    const Database = await driver()
    const other = new Database(file)
    const reading = sqliteStore({ file })
    // At hand, and nothing of its version.
    await reading.find({ realm, name: 'a' })
    await new Promise((resolve) => setImmediate(resolve))
    let armed = true
    const between: Store = {
      ...reading,
      async find(key) {
        const found = await reading.find(key)
        if (armed) other.exec('PRAGMA foreign_keys = ON; DELETE FROM secrets')
        armed = false
        return found
      },
    }
    const close = async () => {
      other.close()
      await reading.close()
    }
    return { vault: new Vault(between, { clock, remembersReads: false }), close }
  }

  const gone = "Secrets Manager can't find the specified secret."

  for (const [what, ask] of [
    ['a value', (vault: Vault) => vault.read(realm, 'a')],
    ['versions', (vault: Vault) => vault.versions(realm, 'a')],
    ['all versions', (vault: Vault) => vault.versions(realm, 'a', { includeUnlabelled: true })],
  ] as const) {
    it(`of ${what} finds no secret where it has just been deleted, and not one without its versions`, async () => {
      const { vault, close } = await interrupted()
      const answer = await ask(vault).then(
        () => 'an answer',
        (error: Error) => error.message,
      )
      expect(answer).to.equal(gone)
      await close()
    })
  }
})
