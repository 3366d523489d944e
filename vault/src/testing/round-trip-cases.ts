import assert from 'node:assert/strict'
import type { Content, SecretRecord, VersionRecord } from '../model.js'
import type { Store } from '../store.js'
import { aSecret, aVersion, changed, creation, realm, text, update } from './sample-secrets.js'
import type { StoreCase } from './store-suite.js'

/** Every field that a record can have, with values that something could mistake for others. */
const everyField: Required<SecretRecord> = {
  ...aSecret('every/field_+=.@-'),
  suffix: '000000',
  accessedOn: Date.UTC(2026, 1, 3),
  description: 'quotes \' " ` \\, a line\nend, a \0 and ünïcödé 🔑',
  kmsKeyId: 'alias/Some/Key',
  tags: [
    { key: 'z', value: '' },
    { key: '__proto__', value: 'ordinary' },
    { key: 'a', value: '1' },
  ],
  type: 'SomePartner',
  policy: '{ "Id" :\t"ünïcödé 🔑",\n  "Version": "2012-10-17" }\n',
  owningService: 'some-service',
  rotation: {
    enabled: true,
    functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:é',
    rules: { afterDays: 30, expression: 'rate(10 hours)', duration: '2h' },
    externalMetadata: [{ key: '__proto__', value: '' }],
    externalRoleArn: 'arn:aws:iam::123456789012:role/é',
    setAt: 5,
    setWith: 'b'.repeat(64),
    lastRotatedAt: 6,
    valueChangedAt: 7,
    window: { startsAt: 8, endsAt: 2 ** 45 },
    round: {
      kind: 'rotation',
      versionId: 'v1',
      token: 'c'.repeat(36),
      at: 9,
      until: 2 ** 45,
      attempts: 10,
      underWay: false,
    },
  },
  deletion: { requestedAt: 1, dueAt: 2 ** 45 },
  versionedAt: 3,
  keepsAllUntil: 4,
  dueAt: 2 ** 45,
  primaryRegion: 'eu-west-1',
  replicas: [
    {
      region: 'us-west-2',
      kmsKeyId: 'alias/Other',
      status: 'Failed',
      message: 'a "message"',
      overwrites: true,
    },
    { region: 'ap-northeast-2', status: 'InSync' },
  ],
  madeWith: 'a'.repeat(64),
  labels: new Map([
    ['AWSCURRENT', 'v1'],
    ['__proto__', 'v1'],
    ['1', 'v1'],
  ]),
}

const everyVersionField: Required<VersionRecord> = {
  ...aVersion('v1', 1),
  accessedOn: Date.UTC(2026, 1, 3),
  kmsKeyIds: ['DefaultEncryptionKey', 'alias/é', ''],
}

const manyContents: ReadonlyMap<string, Content> = new Map([
  ['empty', { kind: 'binary', bytes: new Uint8Array() }],
  ['empty text', text('')],
  ['nul', { kind: 'binary', bytes: Uint8Array.of(0, 1, 0) }],
  ['nul text', text('before\0after')],
  ['text', text('ünïcödé 🔑')],
  ['not UTF-8', { kind: 'binary', bytes: Uint8Array.of(0xff, 0xfe, 0x80) }],
  ['of 64 KiB', { kind: 'binary', bytes: Uint8Array.from({ length: 65_536 }, (_, i) => i * 7) }],
  ['a part of more', { kind: 'binary', bytes: Uint8Array.of(9, 1, 2, 9).subarray(1, 3) }],
])

async function same(store: Store, record: SecretRecord): Promise<void> {
  assert.deepEqual(await store.find(record), record)
  const { entries } = await store.scan(record.realm, { order: 'name', descending: false, limit: 10 })
  assert.deepEqual(
    entries.map((entry) => entry.record),
    [record],
  )
}

export const roundTripCases: readonly StoreCase[] = [
  {
    title: 'gives every field of a record back, on its own and in a scan',
    async run(use) {
      const store = await use.open()
      assert.equal(await store.commit([creation(everyField)]), true)
      for await (const each of use.views(store)) await same(each, everyField)
    },
  },
  {
    title: 'leaves absent what was absent',
    async run(use) {
      const store = await use.open()
      const record = aSecret('plain', { labels: new Map(), lastVersion: 0, versionCount: 0 })
      await store.commit([creation(record, { versions: [], contents: new Map() })])
      for await (const each of use.views(store)) await same(each, record)
    },
  },
  {
    title: 'takes away what an update no longer has',
    async run(use) {
      const store = await use.open()
      await store.commit([creation(everyField)])
      const { id, createdAt } = everyField
      const plain = aSecret(everyField.name, { id, createdAt, revision: 2, labels: new Map() })
      assert.equal(await store.commit([update(everyField, plain)]), true)
      for await (const each of use.views(store)) await same(each, plain)
    },
  },
  {
    title: 'tells no tags from tags that are none any more, and empty text from none',
    async run(use) {
      const store = await use.open()
      const record = aSecret('empty', { tags: [], description: '', kmsKeyId: '', accessedOn: 0 })
      await store.commit([creation(record)])
      for await (const each of use.views(store)) await same(each, record)
    },
  },
  {
    title: 'finds nothing where nothing is',
    async run(use) {
      const store = await use.open()
      const record = aSecret('there')
      await store.commit([creation(record)])
      assert.equal(await store.find({ realm, name: 'not there' }), undefined)
      assert.equal(await store.find({ realm, name: 'THERE' }), undefined)
      assert.equal(await store.version(record.id, 'v2'), undefined)
      assert.equal(await store.version('no such id', 'v1'), undefined)
      assert.equal(await store.content(record.id, 'v2'), undefined)
      assert.deepEqual(await store.versions('no such id', { limit: 10 }), [])
    },
  },
  {
    title: 'knows no extraordinary names and ids',
    async run(use) {
      const store = await use.open()
      for (const name of [
        '__proto__',
        'constructor',
        'toString',
        "'; DROP TABLE secrets; --",
        '%',
        '_',
        '0',
      ]) {
        assert.equal(await store.find({ realm, name }), undefined)
        const record = aSecret(name, { id: name, labels: new Map([[name, name]]) })
        const parts = { versions: [aVersion(name, 1)], contents: new Map([[name, text(name)]]) }
        assert.equal(await store.commit([creation(record, parts)]), true)
        assert.deepEqual(await store.find(record), record)
        assert.deepEqual(await store.version(name, name), aVersion(name, 1))
        assertContent(await store.content(name, name), text(name))
      }
    },
  },
  {
    title: 'gives every field of a version back, on its own and in a list',
    async run(use) {
      const store = await use.open()
      const record = aSecret('versions', { lastVersion: 2, versionCount: 2 })
      const second = aVersion('v2', 2, { kmsKeyIds: [] })
      await store.commit([creation(record, { versions: [second, everyVersionField] })])
      for await (const each of use.views(store)) {
        assert.deepEqual(await each.version(record.id, 'v1'), everyVersionField)
        assert.deepEqual(await each.version(record.id, 'v2'), second)
        assert.deepEqual(await each.versions(record.id, { limit: 10 }), [everyVersionField, second])
      }
    },
  },
  {
    title: 'changes a version without touching its content',
    async run(use) {
      const store = await use.open()
      const record = aSecret('read')
      await store.commit([creation(record)])
      const read = aVersion('v1', 1, { accessedOn: Date.UTC(2026, 1, 3) })
      assert.equal(await store.commit([update(record, changed(record), { versions: [read] })]), true)
      for await (const each of use.views(store)) {
        assert.deepEqual(await each.version(record.id, 'v1'), read)
        assertContent(await each.content(record.id, 'v1'), text('value of read'))
      }
    },
  },
  {
    title: 'gives contents back byte for byte, text as text and bytes as bytes',
    async run(use) {
      const store = await use.open()
      const versions = [...manyContents.keys()].map((id, i) => aVersion(id, i + 1))
      const record = aSecret('contents', { lastVersion: versions.length, versionCount: versions.length })
      await store.commit([creation(record, { versions, contents: manyContents })])
      for await (const each of use.views(store)) {
        for (const [id, content] of manyContents) assertContent(await each.content(record.id, id), content)
      }
    },
  },
  {
    title: 'replaces a content, of another kind even',
    async run(use) {
      const store = await use.open()
      const record = aSecret('replaced')
      await store.commit([creation(record)])
      assertContent(await store.content(record.id, 'v1'), text('value of replaced'))
      const bytes: Content = { kind: 'binary', bytes: Uint8Array.of(1) }
      await store.commit([update(record, changed(record), { contents: new Map([['v1', bytes]]) })])
      assertContent(await store.content(record.id, 'v1'), bytes)
    },
  },
  {
    title: 'has a version without a content',
    async run(use) {
      const store = await use.open()
      const record = aSecret('without')
      await store.commit([creation(record, { contents: new Map() })])
      assert.deepEqual(await store.version(record.id, 'v1'), aVersion('v1', 1))
      assert.equal(await store.content(record.id, 'v1'), undefined)
    },
  },
  {
    title: 'has everything that was acknowledged when it is opened again',
    needs: 'reopen',
    async run(use) {
      const store = await use.open()
      const records = Array.from({ length: 25 }, (_, i) => aSecret(`secret-${i}`, { createdAt: i }))
      for (const record of records) assert.equal(await store.commit([creation(record)]), true)
      const reopened = await use.reopen(store)
      const { entries } = await reopened.scan(realm, {
        order: 'created',
        descending: false,
        limit: 100,
      })
      assert.deepEqual(
        entries.map(({ record }) => record),
        records,
      )
      for (const { id, name } of records) {
        assert.deepEqual(await reopened.version(id, 'v1'), aVersion('v1', 1))
        assertContent(await reopened.content(id, 'v1'), text(`value of ${name}`))
      }
    },
  },
]

/** Compares the bytes, whichever kind of Uint8Array they are in. */
export function assertContent(content: Content | undefined, expected: Content): void {
  assert.equal(content?.kind, expected.kind)
  assert.equal(Buffer.from(content?.bytes ?? []).equals(expected.bytes), true, 'the bytes differ')
}
