import type { Change, SecretRecord } from '@strongroom/vault'
import { columnsOf, versionRowOf } from './rows.js'
import type { Statements } from './statements.js'

type Identity = Pick<SecretRecord, 'id' | 'revision'>

/** Does all changes, in the transaction that is open; answers `false`, and has done nothing, if one does not fit. */
export function committed(statements: Statements, changes: readonly Change[]): boolean {
  const there = changes.map(({ key: { realm, name } }) =>
    statements.identity.get(name, realm.account, realm.region),
  )
  if (!changes.every(({ expected }, i) => isSame(there[i], expected))) return false
  for (const [i, change] of changes.entries()) apply(statements, change, there[i]?.id)
  return true
}

function isSame(there: Identity | undefined, expected: Identity | undefined): boolean {
  return there?.id === expected?.id && there?.revision === expected?.revision
}

function apply(statements: Statements, change: Change, idBefore: string | undefined): void {
  const { record, versions, contents, removed } = change
  // Its versions, labels and contents go with it.
  if (idBefore !== undefined && idBefore !== record?.id) statements.deleteSecret.run(idBefore)
  if (record === undefined) return

  if (idBefore === record.id) statements.updateSecret.run(columnsOf(record))
  else statements.insertSecret.run(columnsOf(record))
  putLabels(statements, record)
  for (const version of versions) {
    const { id, number, details } = versionRowOf(version)
    statements.putVersion.run(record.id, id, number, details)
  }
  for (const [versionId, { kind, bytes }] of contents)
    statements.putContent.run(record.id, versionId, kind, bytes)
  for (const versionId of removed) statements.deleteVersion.run(record.id, versionId)
}

function putLabels(statements: Statements, { id, labels }: SecretRecord): void {
  statements.deleteLabels.run(id)
  for (const [label, versionId] of labels) statements.putLabel.run(id, label, versionId)
}
