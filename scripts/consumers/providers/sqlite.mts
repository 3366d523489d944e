// A user's program: strict TypeScript with nothing but the published packages. check-packages.mjs compiles and runs it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SecretsError } from '@strongroom/core'
import * as sqlite from '@strongroom/provider-sqlite'
import type { Change, SecretRecord, Store } from '@strongroom/vault'

assert.deepEqual(Object.keys(sqlite).sort(), ['keyFile', 'openSqlite', 'sqliteStore'])

const folder = await mkdtemp(path.join(tmpdir(), 'strongroom-consumer-'))
const files = { file: path.join(folder, 'vault.db'), keyFile: path.join(folder, 'vault.key') }

const record: SecretRecord = {
  id: randomUUID(),
  realm: { account: '123456789012', region: 'eu-central-1' },
  ...{ name: 'app/db', suffix: 'AbCdEf', revision: 1, createdAt: 1, changedAt: 1 },
  ...{ labels: new Map(), lastVersion: 1, versionCount: 1 },
}
const place = { secretId: record.id, versionId: 'v1' }

const first = await sqlite.openSqlite(files)
const change: Change = {
  ...{ key: record, expected: undefined, record, removed: [] },
  versions: [{ id: 'v1', number: 1, createdAt: 1, kmsKeyIds: [] }],
  contents: new Map([['v1', first.sealer.seal({ kind: 'text', bytes: Buffer.from('x') }, place)]]),
}
const store: Store = first.store
assert.equal(await store.commit([change]), true)
assert.equal(await store.commit([change]), false)
assert.deepEqual(first.store.stats(), { transactions: 3, commits: 3 })
await store.close()

const again = await sqlite.openSqlite(files)
assert.deepEqual(await again.store.find(record), record)
const sealed = await again.store.content(record.id, 'v1')
assert.ok(sealed !== undefined)
assert.equal(Buffer.from(again.sealer.open(sealed, place).bytes).toString(), 'x')
await again.store.close()

await rm(files.keyFile)
await assert.rejects(sqlite.openSqlite(files), (error) => SecretsError.is(error, 'DECRYPTION_FAILED'))
await rm(folder, { recursive: true })
