import { SecretsError } from './errors.js'
import { askAll, askOne } from './get-many.js'
import { healthOf } from './health.js'
import { told } from './lifecycle.js'
import type { SecretChange, SecretsProvider } from './provider.js'
import { attempted, mapped } from './stream.js'

/**
 * Every member of a provider, passed on: what a wrapper starts from, since spreading a provider would lose a class's
 * methods. A provider that breaks the contract does so no further: what it throws is told as a SecretsError, what is no
 * value does not pass for one, and its health rejects never.
 */
export function forwarded(provider: SecretsProvider): SecretsProvider {
  const { id } = provider

  async function call<T>(
    operation: string,
    secretName: string | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw told(error, { provider: id, operation, secretName })
    }
  }

  return {
    id,
    capabilities: provider.capabilities,
    get: (ref, op) => askOne(provider, ref, op),
    getMany: (refs, op) => askAll(provider, refs, op),
    describe: (name, op) => call('describe', name, () => provider.describe(name, op)),
    list: (options, op) => call('list', undefined, () => provider.list(options, op)),
    versions: (name, options, op) => call('versions', name, () => provider.versions(name, options, op)),
    create: (name, value, options, op) =>
      call('create', name, () => provider.create(name, value, options, op)),
    put: (name, value, options, op) => call('put', name, () => provider.put(name, value, options, op)),
    moveLabel: (name, label, options, op) =>
      call('moveLabel', name, () => provider.moveLabel(name, label, options, op)),
    delete: (name, options, op) => call('delete', name, () => provider.delete(name, options, op)),
    restore: (name, op) => call('restore', name, () => provider.restore(name, op)),
    tag: (name, tags, op) => call('tag', name, () => provider.tag(name, tags, op)),
    untag: (name, keys, op) => call('untag', name, () => provider.untag(name, keys, op)),
    watch: (names, options) =>
      attempted(() => mapped(provider.watch(names, options), (change) => checkedChange(change, id), id), id),
    health: (op) => healthOf(provider, op),
    close: () => call('close', undefined, () => provider.close()),
    [Symbol.asyncDispose]: () => call('close', undefined, () => provider.close()),
  }
}

function checkedChange(change: SecretChange | null | undefined, provider: string): SecretChange {
  if (typeof change?.name === 'string') return change
  throw new SecretsError('INTERNAL', `provider "${provider}" told of something that is no change`, {
    provider,
  })
}
