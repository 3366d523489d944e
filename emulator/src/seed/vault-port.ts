import { SecretsError } from '@strongroom/core/parts'
import { type Content, type Realm, type RefusalType, type Vault, VaultError } from '@strongroom/vault'
import type { SeedPort } from './apply.js'

/** What seeding asks, asked of a vault. */
export function vaultPort(vault: Vault): SeedPort {
  return {
    async exists(realm, name) {
      const secret = await unless('ResourceNotFoundException', vault.describe(realm, name))
      if (secret === undefined) return 'absent'
      return secret.deletion === undefined ? 'live' : 'scheduled'
    },
    async read(realm, name, label) {
      const read = await unless('ResourceNotFoundException', vault.peek(realm, name, { label }))
      return read?.content
    },
    describe: (realm, name) => vault.describe(realm, name),
    async create(realm, name, current, facts) {
      const value = current && valueIn(current.content)
      const created = vault.create(realm, { name, ...facts, token: current?.id, value })
      return (await unless('ResourceExistsException', created)) !== undefined
    },
    async put(realm, name, { id, labels, content }) {
      const putting = vault.put(realm, name, { token: id, value: valueIn(content), labels })
      const put = await unless('ResourceExistsException', putting)
      if (put === undefined) throw otherValue(name, id)
      // A version that was there before keeps the labels it has.
      for (const label of labels.filter((each) => !put.labels.includes(each))) {
        await moveLabel(realm, name, label, put.versionId, put.secret.labels.get(label))
      }
    },
    async update(realm, name, facts) {
      await vault.update(realm, name, facts)
    },
    async tag(realm, name, tags) {
      await vault.tag(realm, name, tags)
    },
  }

  /** Moves a label from where it was last seen, or from where others have put it since. */
  async function moveLabel(
    realm: Realm,
    name: string,
    label: string,
    to: string | undefined,
    from: string | undefined,
  ): Promise<void> {
    try {
      await vault.moveLabel(realm, name, label, { to, from })
    } catch (error) {
      const { labels } = await vault.describe(realm, name)
      if (labels.get(label) === from) throw error
      await moveLabel(realm, name, label, to, labels.get(label))
    }
  }
}

function valueIn({ kind, bytes }: Content): { readonly text: string } | { readonly binary: Uint8Array } {
  return kind === 'text' ? { text: Buffer.from(bytes).toString('utf8') } : { binary: bytes }
}

/** Undefined for a refusal of this type. */
async function unless<T>(type: RefusalType, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof VaultError && error.type === type) return undefined
    throw error
  }
}

function otherValue(name: string, id: string | undefined): SecretsError {
  const message = `the version ${id} of the secret ${name} holds another value than the seed file says`
  return new SecretsError('CONFIG', message, {
    hint: 'The value of a version never changes: give the new one another id, or none.',
  })
}
