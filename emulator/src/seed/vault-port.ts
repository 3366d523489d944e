import { type Content, type Vault, VaultError } from '@strongroom/vault'
import type { SeedPort } from './apply.js'

/** What seeding asks, asked of a vault. */
export function vaultPort(vault: Vault): SeedPort {
  return {
    async exists(realm, name) {
      const secret = await ifFound(vault.describe(realm, name))
      if (secret === undefined) return 'absent'
      return secret.deletion === undefined ? 'live' : 'scheduled'
    },
    async read(realm, name, label) {
      const read = await ifFound(vault.peek(realm, name, { label }))
      return read?.content
    },
    describe: (realm, name) => vault.describe(realm, name),
    async create(realm, name, facts) {
      await vault.create(realm, { name, ...facts })
    },
    async put(realm, name, { id, labels, content }) {
      const {
        secret,
        versionId,
        labels: held,
      } = await vault.put(realm, name, {
        token: id,
        value: valueIn(content),
        labels,
      })
      // A version that was there before keeps the labels it has.
      for (const label of labels.filter((each) => !held.includes(each))) {
        await vault.moveLabel(realm, name, label, { to: versionId, from: secret.labels.get(label) })
      }
    },
    async update(realm, name, facts) {
      await vault.update(realm, name, facts)
    },
    async tag(realm, name, tags) {
      await vault.tag(realm, name, tags)
    },
  }
}

function valueIn({ kind, bytes }: Content): { readonly text: string } | { readonly binary: Uint8Array } {
  return kind === 'text' ? { text: Buffer.from(bytes).toString('utf8') } : { binary: bytes }
}

async function ifFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof VaultError && error.type === 'ResourceNotFoundException') return undefined
    throw error
  }
}
