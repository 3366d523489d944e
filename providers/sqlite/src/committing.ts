import type { Change, SecretRecord } from '@strongroom/vault'
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
  const { record, versions, contents, removed } = change
  // Its versions, labels and contents go with it.
  if (before !== undefined && before.id !== record?.id) statements.deleteSecret.run(before.id)
  if (record === undefined) return

  putSecret(statements, record, before)
  for (const version of versions) {
    const { id, number, details } = versionRowOf(version)
    statements.putVersion.run(record.id, id, number, details)
  }
  for (const [versionId, { kind, bytes }] of contents)
    statements.putContent.run(record.id, versionId, kind, bytes)
  for (const versionId of removed) statements.deleteVersion.run(record.id, versionId)
}

function sameDates(before: Standing, after: SecretColumns): boolean {
  return before.created_at === after.created_at && before.accessed_on === after.accessed_on
}

function putSecret(statements: Statements, record: SecretRecord, before: Standing | undefined): void {
  const columns = columnsOf(record)
  if (before?.id === record.id) {
    statements.updateSecret.run(columns)
    if (!sameDates(before, columns)) statements.updateDates.run(columns)
    statements.deleteLabels.run(record.id)
  } else {
    statements.insertSecret.run(columns)
  }
  for (const [label, versionId] of record.labels) statements.putLabel.run(record.id, label, versionId)
}
