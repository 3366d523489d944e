import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { SecretsError } from '@strongroom/core/parts'
import type { Connection } from './driver.js'
import { applicationId } from './schema.js'

/** A database, and how to open another connection to it; absent for one in memory, which nobody can lose. */
export interface Migrated {
  readonly db: Connection
  readonly file?: string | undefined
  readonly connect: () => Connection
}

/**
 * Refuses with CONFIG, before anything is written, a database that another application made, or a newer version of
 * this one.
 */
export function requireOurs(db: Connection, latest: number): void {
  const application = db.pragma('application_id', { simple: true })
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (application !== applicationId && !(application === 0 && isEmpty)) {
    throw new SecretsError('CONFIG', 'the database belongs to another application', {
      hint: 'Name a file that does not exist yet, or one that Strongroom made.',
    })
  }
  const schema = schemaOf(db)
  if (schema <= latest) return
  throw new SecretsError(
    'CONFIG',
    `the database has schema ${schema}, and this version knows ${latest} at most`,
    {
      hint: 'Update @strongroom/provider-sqlite; there is no way back to an older schema but a backup.',
    },
  )
}

/** Brings a database to the latest schema, step by step, each in a transaction and with a backup before it. */
export function migrate(migrated: Migrated, migrations: readonly string[]): void {
  const { db, connect } = migrated
  // In one that is new there is nothing to lose on the way.
  const file = schemaOf(db) === 0 ? undefined : migrated.file
  while (schemaOf(db) < migrations.length) step({ db, file, connect }, migrations)
}

function step({ db, file, connect }: Migrated, migrations: readonly string[]): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been first.
    requireOurs(db, migrations.length)
    const schema = schemaOf(db)
    const migration = migrations[schema]
    if (migration !== undefined) {
      if (schema > 0 && file !== undefined) backUp(connect, `${file}.schema-${schema}.backup`)
      db.exec(migration)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${schema + 1}`)
    }
    db.exec('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function schemaOf(db: Connection): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Copies what is committed while the caller holds the lock, so that nobody can be ahead of the copy. */
function backUp(connect: () => Connection, to: string): void {
  const part = `${to}.${randomUUID()}.part`
  createPrivately(part)
  const copying = connect()
  try {
    copying.prepare('VACUUM INTO ?').run(part)
  } finally {
    copying.close()
  }
  const written = openSync(part, 'r+')
  fsyncSync(written)
  closeSync(written)
  renameSync(part, to)
}

/** SQLite would make it as readable as the umask lets it. */
export function createPrivately(file: string): void {
  closeSync(openSync(file, 'wx', 0o600))
}
