import type { Keyring } from '@strongroom/vault'
import type { Connection, Statement } from './driver.js'

interface KeyRow {
  readonly revision: number
  readonly current: number
  readonly id: number
  readonly wrappedBy: string
  readonly wrapped: Uint8Array
}

/** The keyring in its tables. */
export class KeyringRows {
  readonly #read: Statement<[], KeyRow>
  readonly #revision: Statement<[], number>
  readonly #put: Statement<[revision: number, current: number]>
  readonly #clearKeys: Statement<[]>
  readonly #putKey: Statement<[id: number, wrappedBy: string, wrapped: Uint8Array]>

  constructor(db: Connection) {
    this.#read = db.prepare(`
      SELECT revision, current_key AS current, id, wrapped_by AS wrappedBy, wrapped
      FROM keyring, data_keys ORDER BY id`)
    this.#revision = db.prepare<[], number>('SELECT revision FROM keyring').pluck()
    this.#put = db.prepare(`
      INSERT INTO keyring (only_row, revision, current_key) VALUES (1, ?, ?)
      ON CONFLICT DO UPDATE SET revision = excluded.revision, current_key = excluded.current_key`)
    this.#clearKeys = db.prepare('DELETE FROM data_keys')
    this.#putKey = db.prepare('INSERT INTO data_keys (id, wrapped_by, wrapped) VALUES (?, ?, ?)')
  }

  read(): Keyring | undefined {
    const rows = this.#read.all()
    const [first] = rows
    if (first === undefined) return undefined
    const { revision, current } = first
    return { revision, current, keys: rows.map(({ id, wrappedBy, wrapped }) => ({ id, wrappedBy, wrapped })) }
  }

  /** In the transaction that is open; `false`, and nothing has happened, if another keyring is there than expected. */
  write({ revision, current, keys }: Keyring, expected: number | undefined): boolean {
    if (this.#revision.get() !== expected) return false
    this.#put.run(revision, current)
    this.#clearKeys.run()
    for (const { id, wrappedBy, wrapped } of keys) this.#putKey.run(id, wrappedBy, wrapped)
    return true
  }
}
