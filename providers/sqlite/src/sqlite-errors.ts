import { SecretsError, sanitised } from '@strongroom/core/parts'

type Told = readonly [code: SecretsError['code'], what: string, hint?: string]

const outOfReach: Told = [
  'CONFIG',
  'the database cannot be opened or written',
  'Check that the folder is there, that both are owned by this user and that the disk is not mounted read-only.',
]
const damaged: Told = ['CORRUPT', 'the database is damaged, or is none', 'Restore it from a backup.']

/** By the first part of SQLite's code, which all of its more precise ones begin with. */
const byCode: Readonly<Record<string, Told>> = {
  SQLITE_BUSY: ['UNAVAILABLE', 'the database is locked by another process', 'Is a tool holding it open?'],
  SQLITE_LOCKED: ['UNAVAILABLE', 'the database is locked'],
  SQLITE_PROTOCOL: ['UNAVAILABLE', 'the database is locked'],
  SQLITE_FULL: ['UNAVAILABLE', 'the disk is full', 'Make room; nothing that was acknowledged is lost.'],
  SQLITE_IOERR: ['UNAVAILABLE', 'the disk cannot be read or written'],
  SQLITE_NOMEM: ['UNAVAILABLE', 'there is not enough memory'],
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_CANTOPEN: outOfReach,
  SQLITE_READONLY: outOfReach,
  SQLITE_PERM: outOfReach,
  SQLITE_AUTH: outOfReach,
}

/** The code of an error from SQLite, such as `SQLITE_IOERR_FSYNC`; undefined for any other error. */
function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code.startsWith('SQLITE_') ? error.code : undefined
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false
}

/** Whether what was asked for is to blame, and not the database. */
export function isRefusal(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === undefined || code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG'
}

/** An error as the callers of a Store get it. It quotes nothing that was stored, for SQLite's own messages stay out. */
export function told(error: unknown): SecretsError {
  if (SecretsError.is(error)) return error
  const code = sqliteCode(error)
  const [kind] = /^SQLITE_[A-Z]+/.exec(code ?? '') ?? ['']
  const known = byCode[kind]
  const cause = sanitised(error)
  if (known === undefined)
    return new SecretsError('INTERNAL', `SQLite: ${code ?? 'a foreign error'}`, { cause })
  const [secretsCode, what, hint] = known
  return new SecretsError(secretsCode, what, { cause, hint })
}
