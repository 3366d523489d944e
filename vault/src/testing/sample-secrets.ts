import { randomUUID } from 'node:crypto'
import type { Content, Realm, SecretRecord, VersionRecord } from '../model.js'
import type { Change } from '../store.js'

export const realm: Realm = { account: '123456789012', region: 'eu-central-1' }

const noon = Date.UTC(2026, 0, 1, 12)

/** A secret with one version, as it is when it has just been made. */
export function aSecret(name: string, fields: Partial<SecretRecord> = {}): SecretRecord {
  return {
    ...{ id: randomUUID(), realm, name, suffix: 'AbCdEf', revision: 1, createdAt: noon, changedAt: noon },
    ...{ labels: new Map([['AWSCURRENT', 'v1']]), lastVersion: 1, versionCount: 1 },
    ...fields,
  }
}

export function aVersion(id: string, number: number, fields: Partial<VersionRecord> = {}): VersionRecord {
  return { id, number, createdAt: noon + number, kmsKeyIds: ['DefaultEncryptionKey'], ...fields }
}

export function text(value: string): Content {
  return { kind: 'text', bytes: Buffer.from(value) }
}

type Parts = Partial<Pick<Change, 'versions' | 'contents' | 'removed'>>

const nothing = { versions: [], contents: new Map(), removed: [] }

/** Makes a secret with the one version that `aSecret` tells of, unless it is given others. */
export function creation(record: SecretRecord, parts: Parts = {}): Change {
  const first = {
    versions: [aVersion('v1', 1)],
    contents: new Map([['v1', text(`value of ${record.name}`)]]),
  }
  return { key: record, expected: undefined, record, ...nothing, ...first, ...parts }
}

/** The record at its next revision, changed in these fields. */
export function changed(record: SecretRecord, fields: Partial<SecretRecord> = {}): SecretRecord {
  return { ...record, revision: record.revision + 1, ...fields }
}

export function update(before: SecretRecord, record = changed(before), parts: Parts = {}): Change {
  return { key: before, expected: before, record, ...nothing, ...parts }
}

export function removal(before: SecretRecord): Change {
  return { key: before, expected: before, record: undefined, ...nothing }
}
