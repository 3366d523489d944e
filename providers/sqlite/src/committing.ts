import type { Change, Labels, SecretRecord } from '@strongroom/vault'
import { columnsOf, detailsOf, versionRowOf } from './rows.js'
import type { Sequence, Statements } from './statements.js'

/** Does all changes, in the transaction that is open; answers `false`, and has done nothing, if one does not fit. */
export function committed(statements: Statements, changes: readonly Change[]): boolean {
  // Nearly every commit is of one change, which is checked as it is made.
  if (changes.length > 1 && !changes.every((change) => fits(statements, change))) return false
  return changes.every((change) => made(statements, change))
}

function fits(statements: Statements, { key: { realm, name }, expected }: Change): boolean {
  const there = statements.identity.get(name, realm.account, realm.region)
  return there?.id === expected?.id && there?.revision === expected?.revision
}

function made(statements: Statements, change: Change): boolean {
  const { expected, record } = change
  if (record !== undefined && record.id === expected?.id) {
    const secret = updated(statements, record, expected)
    if (secret !== undefined) putParts(statements, secret, change, expected.labels)
    return secret !== undefined
  }
  if (!fits(statements, change)) return false
  // Its versions, labels and contents go with it.
  if (expected !== undefined) statements.deleteSecret.run(expected.id)
  if (record !== undefined) putParts(statements, inserted(statements, record), change, new Map())
  return true
}

/** The sequence of the secret; undefined if it is not the one at the revision that was expected. */
function updated(statements: Statements, record: SecretRecord, expected: SecretRecord): Sequence | undefined {
  const { id, revision, createdAt, changedAt, accessedOn } = record
  const secret = statements.updateSecret.get(revision, changedAt, detailsOf(record), id, expected.revision)
  const sameDates = createdAt === expected.createdAt && accessedOn === expected.accessedOn
  if (secret !== undefined && !sameDates) statements.updateDates.run(createdAt, accessedOn ?? null, secret)
  return secret
}

function inserted(statements: Statements, record: SecretRecord): Sequence {
  return statements.insertSecret.run(columnsOf(record)).lastInsertRowid
}

/** Puts what is in other tables, the labels that were there before being `labels`. */
function putParts(
  statements: Statements,
  secret: Sequence,
  { record, versions, contents, removed }: Change,
  labels: Labels,
): void {
  if (record !== undefined) putLabels(statements, secret, record.labels, labels)
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

/** Writes what differs from the labels that were there. */
function putLabels(statements: Statements, secret: Sequence, labels: Labels, before: Labels): void {
  for (const label of before.keys()) if (!labels.has(label)) statements.deleteLabel.run(secret, label)
  for (const [label, versionId] of labels) {
    if (before.get(label) !== versionId) statements.putLabel.run(secret, label, versionId)
  }
}
