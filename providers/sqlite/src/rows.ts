import { SecretsError } from '@strongroom/core/parts'
import type { Content, Realm, SecretRecord, VersionRecord } from '@strongroom/vault'

/** The fields of a record that columns or other tables hold. */
type InColumns = 'id' | 'realm' | 'name' | 'revision' | 'createdAt' | 'changedAt' | 'accessedOn' | 'labels'

/** All the others, in JSON: a new optional field of a record needs no new schema. */
type SecretDetails = Omit<SecretRecord, InColumns>
type VersionDetails = Omit<VersionRecord, 'id' | 'number'>

export interface SecretRow {
  readonly sequence: number
  readonly id: string
  readonly account: string
  readonly region: string
  readonly name: string
  readonly revision: number
  readonly created_at: number
  readonly changed_at: number
  readonly accessed_on: number | null
  readonly details: string
  /** JSON: pairs of label and version id. */
  readonly labels: string
}

export type SecretColumns = Omit<SecretRow, 'sequence' | 'labels'>

export interface VersionRow {
  readonly id: string
  readonly number: number
  readonly details: string
}

export interface ContentRow {
  readonly kind: Content['kind']
  readonly bytes: Uint8Array
}

export function recordOf(row: SecretRow): SecretRecord {
  const { id, account, region, name, revision, created_at, changed_at, accessed_on } = row
  const details: SecretDetails = parsed(row.details)
  const labels: readonly (readonly [string, string])[] = parsed(row.labels)
  return {
    ...details,
    ...{ id, realm: { account, region }, name, revision, createdAt: created_at, changedAt: changed_at },
    ...(accessed_on === null ? {} : { accessedOn: accessed_on }),
    labels: new Map(labels),
  }
}

export function columnsOf(record: SecretRecord): SecretColumns {
  const { id, realm, name, revision, createdAt, changedAt, accessedOn } = record
  return {
    ...{ id, account: realm.account, region: realm.region, name, revision },
    ...{ created_at: createdAt, changed_at: changedAt, accessed_on: accessedOn ?? null },
    details: detailsOf(record),
  }
}

/** The column for all that has none of its own. */
export function detailsOf(record: SecretRecord): string {
  const { id, realm, name, revision, createdAt, changedAt, accessedOn, labels, ...details } = record
  return JSON.stringify(details satisfies SecretDetails)
}

export function versionOf({ id, number, details }: VersionRow): VersionRecord {
  const rest: VersionDetails = parsed(details)
  return { ...rest, id, number }
}

export function versionRowOf({ id, number, ...details }: VersionRecord): VersionRow {
  return { id, number, details: JSON.stringify(details satisfies VersionDetails) }
}

export function contentOf({ kind, bytes }: ContentRow): Content {
  return { kind, bytes }
}

export function realmOf({ account, region }: Realm): Realm {
  return { account, region }
}

/** What a JSON column holds; what this package has written there is trusted. */
function parsed<T>(json: string): T {
  try {
    return JSON.parse(json)
  } catch {
    // The error would quote what it could not read.
    throw new SecretsError('CORRUPT', 'the database holds something that is not JSON where that should be')
  }
}
