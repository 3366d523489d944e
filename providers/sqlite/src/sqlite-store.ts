import { type Clock, SecretsError } from '@strongroom/core/parts'
import type { KeyringStore, Store, StoreStats } from '@strongroom/vault'
import { committed } from './committing.js'
import type { Connection } from './driver.js'
import { GroupCommit } from './group-commit.js'
import { HotReads } from './hot-reads.js'
import { KeyringRows } from './keyring-rows.js'
import { openDatabase } from './open-database.js'
import { type Patience, patiently } from './patience.js'
import { contentOf, realmOf, recordOf, versionOf } from './rows.js'
import { scanned } from './scanning.js'
import { migrations } from './schema.js'
import { isBusy, told } from './sqlite-errors.js'
import { Statements } from './statements.js'

export interface SqliteStoreOptions {
  /** The database, made if it is not there; `:memory:` for one that is gone when it is closed. */
  readonly file: string
  /** How long a call tries again while another process holds the lock, before it is UNAVAILABLE: 10,000. */
  readonly waitMs?: number | undefined
  readonly clock?: Clock | undefined
}

export interface SqliteStore extends Store {
  readonly kind: 'sqlite'
  readonly keyring: KeyringStore
  stats(): StoreStats
}

interface Opened {
  readonly db: Connection
  readonly statements: Statements
  readonly keyring: KeyringRows
  readonly hot: HotReads
  readonly group: GroupCommit
}

/**
 * A Store in an SQLite database, which several processes may share. It opens the database when it is first used; where
 * that fails, the next use tries again.
 *
 * It stores contents as it gets them, so seal them before, with `openSealer` and its keyring.
 */
export function sqliteStore({ file, waitMs = 10_000, clock }: SqliteStoreOptions): SqliteStore {
  if (typeof file !== 'string' || file === '')
    throw new TypeError('sqliteStore: "file" must be the name of a file')
  if (!(waitMs >= 0)) throw new TypeError(`sqliteStore: "waitMs" must be 0 or more, got ${waitMs}`)
  const patience: Patience = { waitMs, clock }
  const underWay = new Set<Promise<unknown>>()
  let opened: Opened | undefined
  let opening: Promise<Opened> | undefined
  let closing: Promise<void> | undefined

  function open(): Promise<Opened> {
    opening ??= openDatabase(file, patience).then(
      (db) => {
        opened = prepared(db)
        return opened
      },
      (error) => {
        opening = undefined
        throw error
      },
    )
    return opening
  }

  function prepared(db: Connection): Opened {
    const statements = new Statements(db)
    const hot = new HotReads(() => statements.dataVersion.get())
    return {
      db,
      statements,
      hot,
      keyring: new KeyringRows(db),
      group: new GroupCommit(db, patience, () => requireOurSchema(statements)),
    }
  }

  function requireOpen(): void {
    if (closing !== undefined) throw new SecretsError('CLOSED', 'the store is closed')
  }

  async function read<T>(work: (opened: Opened) => T): Promise<T> {
    requireOpen()
    if (opened === undefined) return finished(async () => work(await open()))
    try {
      return work(opened)
    } catch (error) {
      if (!isBusy(error)) throw told(error)
      const there = opened
      return finished(() => patiently(() => work(there), patience))
    }
  }

  /** `durably` is called as soon as the work is durable, before anything else can be read. */
  async function write<T>(
    work: (opened: Opened) => T,
    durably: (outcome: T, opened: Opened) => void = () => {},
  ): Promise<T> {
    requireOpen()
    return finished(async () => {
      const there = opened ?? (await open())
      try {
        return await there.group.run(
          () => work(there),
          (outcome) => durably(outcome, there),
        )
      } catch (error) {
        // Whether it was done all the same, a failed COMMIT does not say.
        there.hot.clear()
        throw error
      }
    })
  }

  /** What is not done at once, and so is waited for by `close`. */
  async function finished<T>(work: () => Promise<T>): Promise<T> {
    const working = work()
    underWay.add(working)
    try {
      return await working
    } catch (error) {
      throw told(error)
    } finally {
      underWay.delete(working)
    }
  }

  return {
    kind: 'sqlite',

    find: (key) =>
      read(({ hot, statements }) =>
        hot.record(key, () => {
          const row = statements.find.get(key.name, key.realm.account, key.realm.region)
          return row && recordOf(row)
        }),
      ),

    version: (secretId, versionId) =>
      read(({ hot, statements }) =>
        hot.version(secretId, versionId, () => {
          const row = statements.version.get(secretId, versionId)
          return row && versionOf(row)
        }),
      ),

    content: (secretId, versionId) =>
      read(({ hot, statements }) =>
        hot.content(secretId, versionId, () => {
          const row = statements.content.get(secretId, versionId)
          return row && contentOf(row)
        }),
      ),

    versions: (secretId, { after = 0, limit }) =>
      read(({ hot, statements }) =>
        hot.past(() => statements.versions.all(secretId, after, limit).map(versionOf)),
      ),

    scan: (realm, scan) => read(({ hot, statements }) => hot.past(() => scanned(statements, realm, scan))),

    realmsWith: (name) => read(({ statements }) => statements.realmsWith.all(name).map(realmOf)),

    realms: () => read(({ statements }) => statements.realms.all().map(realmOf)),

    due: (now, limit) =>
      read(({ statements }) =>
        statements.due.all(now, limit).map((row) => ({ realm: realmOf(row), name: row.name })),
      ),

    count: () => read(({ statements }) => statements.count.get() ?? 0),

    commit: (changes) =>
      write(
        ({ statements }) => committed(statements, changes),
        (done, { hot }) => {
          if (done) hot.follow(changes)
        },
      ),

    clear: (realm) =>
      write(({ statements, hot }) => {
        hot.clear()
        if (realm === undefined) statements.clear.run()
        else statements.clearRealm.run(realm.account, realm.region)
      }),

    keyring: {
      read: () => read(({ keyring }) => keyring.read()),
      write: (next, expected) => write(({ keyring }) => keyring.write(next, expected)),
    },

    stats: () => ({
      transactions: opened?.group.transactions ?? 0,
      commits: opened?.group.writes ?? 0,
    }),

    close() {
      closing ??= (async () => {
        await Promise.allSettled(underWay)
        opened?.hot.clear()
        opened?.db.close()
      })()
      return closing
    },
  }
}

/** Another process may have migrated the database since it was opened here. */
function requireOurSchema({ schema }: Statements): void {
  const now = schema.get()
  if (now === migrations.length) return
  throw new SecretsError('CONFIG', `the database has been brought to schema ${now} by a newer version`, {
    hint: 'Restart this process with that version.',
  })
}
