import { existsSync } from 'node:fs'
import path from 'node:path'
import { SecretsError, sanitised } from '@strongroom/core/parts'
import { type Connection, driver } from './driver.js'
import { createPrivately, migrate, requireOurs } from './migrate.js'
import { blockingMs, type Patience, patiently } from './patience.js'
import { makePrivateFolder } from './private-folder.js'
import { migrations as ours } from './schema.js'

/** Stands for a database that nobody else sees, and that is gone when it is closed. */
export const inMemory = ':memory:'

/**
 * Opens a database at the latest schema, and makes it if it is not there: the file readable by its owner alone, like
 * the folder if that is made, too. SQLite gives the files that it puts beside it the same mode.
 */
export async function openDatabase(
  file: string,
  patience: Patience,
  migrations: readonly string[] = ours,
): Promise<Connection> {
  const Database = await driver()
  const isFile = file !== inMemory
  const name = isFile ? path.resolve(file) : inMemory
  if (isFile) prepareFile(name)

  const connect = () => new Database(name, { timeout: blockingMs, fileMustExist: isFile })
  return patiently(() => {
    const db = connect()
    try {
      requireOurs(db, migrations.length)
      configure(db)
      migrate({ db, file: isFile ? name : undefined, connect }, migrations)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }, patience)
}

function prepareFile(file: string): void {
  if (existsSync(file)) return
  try {
    makePrivateFolder(path.dirname(file))
    createPrivately(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new SecretsError('CONFIG', 'the file of the database cannot be made', {
      cause: sanitised(error),
      hint: 'Check that its folder can be written by this user.',
    })
  }
}

function configure(db: Connection): void {
  db.pragma('journal_mode = WAL')
  // Fsyncs the log at each commit; what was acknowledged survives the loss of power.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // Overwrites what is deleted.
  db.pragma('secure_delete = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('temp_store = MEMORY')
  // To move the log into the database costs two more fsyncs: with SQLite's thousand pages, at every few commits.
  db.pragma('wal_autocheckpoint = 8000')
}
