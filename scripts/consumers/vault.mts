// A user's program: strict TypeScript with nothing but the published packages. check-packages.mjs compiles and runs it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { manualClock } from '@strongroom/core'
import * as vault from '@strongroom/vault'
import * as testing from '@strongroom/vault/testing'

/** Every value that the package exports: what is missing here, or there, fails. */
const documented: readonly string[] = [
  'PolicyFault',
  'Vault',
  'VaultError',
  'arnOf',
  'decide',
  'filterKeys',
  'labelsByVersion',
  'labelsOf',
  'limits',
  'memoryStore',
  'openSealer',
  'openedWith',
  'parsePolicy',
  'partitionOf',
  'primaryRegionOf',
  'randomIds',
  'rewrap',
  'sealedStore',
  'sealedWith',
  'shownRules',
  'userKey',
]

assert.deepEqual(Object.keys(vault).sort(), [...documented].sort())
assert.deepEqual(Object.keys(testing), ['describeStore'])

// Ids of one's own, and a time that is turned by hand.
const clock = manualClock(Date.UTC(2026, 0, 1))
const ids: vault.Ids = { ...vault.randomIds, suffix: () => 'AbCdEf' }
const realm: vault.Realm = { account: '123456789012', region: 'eu-central-1' }

let kept: vault.Keyring | undefined
const keyring: vault.KeyringStore = {
  read: async () => kept,
  async write(next, expected) {
    if (kept?.revision !== expected) return false
    kept = next
    return true
  },
}
const key = vault.userKey(randomBytes(32))
const store: vault.Store = vault.sealedStore(vault.memoryStore(), await vault.openSealer(keyring, [key]))
await vault.rewrap(keyring, [key], vault.userKey(randomBytes(32)))
const secrets = new vault.Vault(store, { clock, ids })

const request: vault.CreateRequest = { name: 'db', value: { text: 'one' }, tags: [{ key: 'k', value: 'v' }] }
const { secret, versionId = '' }: vault.Written = await secrets.create(realm, request)
assert.equal(vault.arnOf(secret), 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf')
assert.deepEqual([...vault.labelsByVersion(secret.labels)], [[versionId, ['AWSCURRENT']]])
assert.deepEqual(vault.labelsOf(secret.labels, versionId), ['AWSCURRENT'])
const { content }: vault.Read = await secrets.read(realm, vault.arnOf(secret))
assert.equal(Buffer.from(content.bytes).toString(), 'one')

// A secret with all it has, sealed with a passphrase and put back.
const whole: readonly vault.WholeSecret[] = await secrets.whole()
const context = Buffer.from('an example')
const sealed = await vault.sealedWith('a passphrase', Buffer.from(whole[0]?.record.name ?? ''), context)
assert.equal(String(await vault.openedWith('a passphrase', sealed, context)), 'db')
assert.deepEqual(await secrets.putWhole(whole, 'nothing'), [{ realm, name: 'db' }])
assert.deepEqual(await secrets.putWhole(whole, 'everything'), [])

await secrets.delete(realm, 'db', { recoveryDays: vault.limits.recoveryWindowInDays.min })
await clock.advance(7 * 24 * 60 * 60 * 1000)
await assert.rejects(secrets.describe(realm, 'db'), (error) => {
  return error instanceof vault.VaultError && error.type === 'ResourceNotFoundException'
})
assert.equal(await secrets.sweep(), 1)
await store.close()
