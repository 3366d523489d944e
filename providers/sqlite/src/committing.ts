import type { Change, Labels, SecretRecord } from '@strongroom/vault'
import { columnsOf, type SecretColumns, type Standing, versionRowOf } from './rows.js'
import type { Statements } from './statements.js'

/** Does all changes, in the transaction that is open; answers `false`, and has done nothing, if one does not fit. */
export function committed(statements: Statements, changes: readonly Change[]): boolean {
  const there = changes.map(({ key: { realm, name } }) =>
    statements.standing.get(name, realm.account, realm.region),
  )
  if (!changes.every(({ expected }, i) => isSame(there[i], expected))) return false
  for (const [i, change] of changes.entries()) apply(statements, change, there[i])
  return true
}

function isSame(there: Standing | undefined, expected: Change['expected']): boolean {
  return there?.id === expected?.id && there?.revision === expected?.revision
}

function apply(statements: Statements, change: Change, before: Standing | undefined): void {
  const { expected, record, versions, contents, removed } = change
  // Its versions, labels and contents go with it.
  if (before !== undefined && before.id !== record?.id) statements.deleteSecret.run(before.id)
  if (record === undefined) return

  const stays = before?.id === record.id
  const secret = stays ? updated(statements, record, before) : inserted(statements, record)
  putLabels(statements, secret, record.labels, stays ? expected?.labels : undefined)
  const written = new Map<string, number>()
  for (const version of versions) {
    const { id, number, details } = versionRowOf(version)
    written.set(id, sequenceIn(statements.putVersion.get(secret, id, number, details)))
  }
  for (const [versionId, { kind, bytes }] of contents) {
    const version = written.get(versionId) ?? sequenceIn(statements.versionSequence.get(secret, versionId))
    statements.putContent.run(version, kind, bytes)
  }
  for (const versionId of removed) statements.deleteVersion.run(secret, versionId)
}

function sequenceIn(version: number | undefined): number {
  if (version === undefined) throw new TypeError('commit: a content must be of a version that is there')
  return version
}

function inserted(statements: Statements, record: SecretRecord): number | bigint {
  return statements.insertSecret.run(columnsOf(record)).lastInsertRowid
}

function updated(statements: Statements, record: SecretRecord, before: Standing): number {
  const columns = columnsOf(record)
  const { revision, changed_at, details } = columns
  statements.updateSecret.run(revision, changed_at, details, before.sequence)
  if (!sameDates(before, columns)) statements.updateDates.run(columns)
  return before.sequence
}

function sameDates(before: Standing, after: SecretColumns): boolean {
  return before.created_at === after.created_at && before.accessed_on === after.accessed_on
}

/** Writes what differs from the labels that were there. */
function putLabels(
  statements: Statements,
  secret: number | bigint,
  labels: Labels,
  before: Labels = new Map(),
): void {
  for (const label of before.keys()) if (!labels.has(label)) statements.deleteLabel.run(secret, label)
  for (const [label, versionId] of labels) {
    if (before.get(label) !== versionId) statements.putLabel.run(secret, label, versionId)
  }
}
