import type { SecretsProvider } from './provider.js'

/** Every member of a provider, passed on: what a wrapper starts from. Spreading a provider would lose a class's methods. */
export function forwarded(provider: SecretsProvider): SecretsProvider {
  return {
    id: provider.id,
    capabilities: provider.capabilities,
    get: (ref, op) => provider.get(ref, op),
    getMany: (refs, op) => provider.getMany(refs, op),
    describe: (name, op) => provider.describe(name, op),
    list: (options, op) => provider.list(options, op),
    versions: (name, options, op) => provider.versions(name, options, op),
    create: (name, value, options, op) => provider.create(name, value, options, op),
    put: (name, value, options, op) => provider.put(name, value, options, op),
    moveLabel: (name, label, options, op) => provider.moveLabel(name, label, options, op),
    delete: (name, options, op) => provider.delete(name, options, op),
    restore: (name, op) => provider.restore(name, op),
    tag: (name, tags, op) => provider.tag(name, tags, op),
    untag: (name, keys, op) => provider.untag(name, keys, op),
    watch: (names, options) => provider.watch(names, options),
    health: (op) => provider.health(op),
    close: () => provider.close(),
    [Symbol.asyncDispose]: () => provider.close(),
  }
}
