import type { Order, Realm } from '@strongroom/vault'
import type { Connection, Statement } from './driver.js'
import type { ContentRow, SecretColumns, SecretRow, VersionRow } from './rows.js'

/** The columns of a SecretRow. One statement reads a record with its labels, so that they are of one moment. */
const record = `sequence, id, account, region, name, revision, created_at, changed_at, accessed_on, details,
  (SELECT json_group_array(json_array(label, version)) FROM labels WHERE secret = secrets.sequence) AS labels`

const sequenceOf = '(SELECT sequence FROM secrets WHERE id = ?)'

const atKey = 'WHERE name = ? AND account = ? AND region = ?'

type AtKey = [name: string, account: string, region: string]
/** Of a secret: what other tables know it by. */
export type Sequence = number | bigint
type OfVersion = [secret: string, version: string]

interface ScanBounds extends Realm {
  /** Of any type, for a place that lies before or after everything. */
  readonly by: unknown
  readonly sequence: number
  readonly limit: number
}

type ScanStatement = Statement<[ScanBounds], SecretRow & { readonly by: number | string }>

type UpdateBounds = [revision: number, changedAt: number, details: string, id: string, expected: number]

/** What a scan is ordered by, word for word as in the index that it uses. */
const orderedBy: Readonly<Record<Order, string>> = {
  created: 'created_at',
  changed: 'changed_at',
  accessed: 'accessed_by',
  name: 'name',
}

interface ScanStatements {
  readonly ascending: ScanStatement
  readonly descending: ScanStatement
}

/** Every statement about secrets, prepared once. */
export class Statements {
  readonly dataVersion: Statement<[], number>
  readonly schema: Statement<[], number>

  readonly find: Statement<AtKey, SecretRow>
  readonly version: Statement<OfVersion, VersionRow>
  readonly content: Statement<OfVersion, ContentRow>
  readonly versions: Statement<[secret: string, after: number, limit: number], VersionRow>
  readonly scan: Readonly<Record<Order, ScanStatements>>
  readonly realmsWith: Statement<[name: string], Realm>
  readonly realms: Statement<[], Realm>
  readonly due: Statement<[now: number, limit: number], Realm & { readonly name: string }>
  readonly count: Statement<[], number>

  readonly identity: Statement<AtKey, { readonly id: string; readonly revision: number }>
  readonly insertSecret: Statement<[SecretColumns]>
  /** Sets what changes often, which `updateDates` does not, at the revision that is expected; answers the sequence. */
  readonly updateSecret: Statement<UpdateBounds, number>
  readonly updateDates: Statement<[createdAt: number, accessedOn: number | null, Sequence]>
  readonly deleteSecret: Statement<[id: string]>
  /** Answers the version's own sequence. */
  readonly putVersion: Statement<[secret: Sequence, id: string, number: number, details: string], number>
  readonly versionSequence: Statement<[secret: Sequence, id: string], number>
  readonly deleteVersion: Statement<[secret: Sequence, version: string]>
  readonly putContent: Statement<[version: number, kind: string, bytes: Uint8Array]>
  readonly putLabel: Statement<[secret: Sequence, label: string, version: string]>
  readonly deleteLabel: Statement<[secret: Sequence, label: string]>
  readonly clear: Statement<[]>
  readonly clearRealm: Statement<[account: string, region: string]>

  constructor(db: Connection) {
    this.dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
    this.schema = db.prepare<[], number>('PRAGMA user_version').pluck()

    this.find = db.prepare(`SELECT ${record} FROM secrets ${atKey}`)
    this.version = db.prepare(
      `SELECT id, number, details FROM versions WHERE secret = ${sequenceOf} AND id = ?`,
    )
    this.content = db.prepare(`
      SELECT kind, bytes FROM contents
      WHERE version = (SELECT sequence FROM versions WHERE secret = ${sequenceOf} AND id = ?)`)
    this.versions = db.prepare(`
      SELECT id, number, details FROM versions
      WHERE secret = ${sequenceOf} AND number > ? ORDER BY number LIMIT ?`)
    this.scan = {
      created: scanStatements(db, orderedBy.created),
      changed: scanStatements(db, orderedBy.changed),
      accessed: scanStatements(db, orderedBy.accessed),
      name: scanStatements(db, orderedBy.name),
    }
    this.realmsWith = db.prepare('SELECT account, region FROM secrets WHERE name = ?')
    this.realms = db.prepare('SELECT DISTINCT account, region FROM secrets ORDER BY account, region')
    this.due = db.prepare(
      'SELECT account, region, name FROM secrets WHERE due_at <= ? ORDER BY due_at, sequence LIMIT ?',
    )
    this.count = db.prepare<[], number>('SELECT count(*) FROM secrets').pluck()

    this.identity = db.prepare(`SELECT id, revision FROM secrets ${atKey}`)
    this.insertSecret = db.prepare(`
      INSERT INTO secrets (id, account, region, name, revision, created_at, changed_at, accessed_on, details)
      VALUES (:id, :account, :region, :name, :revision, :created_at, :changed_at, :accessed_on, :details)`)
    // Each index with a column that is set here is written, whether or not the column has changed.
    this.updateSecret = db
      .prepare<UpdateBounds, number>(`
        UPDATE secrets SET revision = ?, changed_at = ?, details = ? WHERE id = ? AND revision = ?
        RETURNING sequence`)
      .pluck()
    this.updateDates = db.prepare('UPDATE secrets SET created_at = ?, accessed_on = ? WHERE sequence = ?')
    this.deleteSecret = db.prepare('DELETE FROM secrets WHERE id = ?')
    this.putVersion = db
      .prepare<[Sequence, string, number, string], number>(`
        INSERT INTO versions (secret, id, number, details) VALUES (?, ?, ?, ?)
        ON CONFLICT (secret, id) DO UPDATE SET number = excluded.number, details = excluded.details
        RETURNING sequence`)
      .pluck()
    this.versionSequence = db
      .prepare<[Sequence, string], number>('SELECT sequence FROM versions WHERE secret = ? AND id = ?')
      .pluck()
    this.deleteVersion = db.prepare('DELETE FROM versions WHERE secret = ? AND id = ?')
    this.putContent = db.prepare(`
      INSERT INTO contents (version, kind, bytes) VALUES (?, ?, ?)
      ON CONFLICT (version) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes`)
    this.putLabel = db.prepare(`
      INSERT INTO labels (secret, label, version) VALUES (?, ?, ?)
      ON CONFLICT (secret, label) DO UPDATE SET version = excluded.version`)
    this.deleteLabel = db.prepare('DELETE FROM labels WHERE secret = ? AND label = ?')
    this.clear = db.prepare('DELETE FROM secrets')
    this.clearRealm = db.prepare('DELETE FROM secrets WHERE account = ? AND region = ?')
  }
}

/**
 * What comes after a place: first what ties with it, then the rest. A comparison of pairs, `(by, sequence) > (?, ?)`,
 * would say the same, but there SQLite searches the index for `by` alone, and steps over all that ties.
 */
function scanStatements(db: Connection, by: string): ScanStatements {
  const after = (sign: string, direction: string) => `
    SELECT ${record}, ${by} AS by FROM secrets
    WHERE account = :account AND region = :region AND ${by} = :by AND sequence ${sign} :sequence
    UNION ALL
    SELECT ${record}, ${by} AS by FROM secrets
    WHERE account = :account AND region = :region AND ${by} ${sign} :by
    ORDER BY by ${direction}, sequence ${direction} LIMIT :limit`
  return { ascending: db.prepare(after('>', 'ASC')), descending: db.prepare(after('<', 'DESC')) }
}
