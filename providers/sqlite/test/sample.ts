import { randomUUID } from 'node:crypto'
import type { Change, Content, Realm, SecretRecord, VersionRecord } from '@strongroom/vault'

export const realm: Realm = { account: '123456789012', region: 'eu-central-1' }

export function aSecret(name: string, fields: Partial<SecretRecord> = {}): SecretRecord {
  return {
    ...{ id: randomUUID(), realm, name, suffix: 'AbCdEf', revision: 1, createdAt: 1, changedAt: 1 },
    ...{ labels: new Map([['AWSCURRENT', 'v1']]), lastVersion: 1, versionCount: 1 },
    ...fields,
  }
}

export function aVersion(number: number): VersionRecord {
  return { id: `v${number}`, number, createdAt: number, kmsKeyIds: ['DefaultEncryptionKey'] }
}

export function text(value: string): Content {
  return { kind: 'text', bytes: Buffer.from(value) }
}

/** Makes a secret of these contents, a version for each. */
export function creation(record: SecretRecord, ...contents: readonly Content[]): Change {
  return {
    ...{ key: record, expected: undefined, record, removed: [] },
    versions: contents.map((_, i) => aVersion(i + 1)),
    contents: new Map(contents.map((content, i) => [`v${i + 1}`, content])),
  }
}

export function update(before: SecretRecord, fields: Partial<SecretRecord> = {}): Change {
  const record = { ...before, revision: before.revision + 1, ...fields }
  return { key: before, expected: before, record, versions: [], contents: new Map(), removed: [] }
}

export function removal(before: SecretRecord): Change {
  return {
    ...{ key: before, expected: before, record: undefined },
    ...{ versions: [], contents: new Map(), removed: [] },
  }
}
