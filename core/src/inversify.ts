import './supported-node.js'
import { type Container, ContainerModule, type ServiceIdentifier } from 'inversify'
import type { GraphOptions } from './graph.js'
import type { SecretsProvider } from './provider.js'
import { parseRef, type SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'
import { createSecrets, type GetOptions, type Secrets } from './secrets.js'

/** A provider that a module contributes. Bind any number of them, un-named: `getAll` skips what has a name. */
export interface ProviderDescriptor {
  /** The provider's own id. */
  readonly id: string
  /** The higher is asked first; of equals, the one bound first. */
  readonly priority: number
  readonly provider: SecretsProvider
}

/** One secret, for a class that needs no other: read anew, through the cache, whenever it is asked for. */
export interface SecretHandle {
  get(options?: GetOptions): Promise<SecretValue>
}

export const SECRETS: ServiceIdentifier<Secrets> = Symbol.for('@strongroom/core/Secrets')
export const SECRETS_PROVIDER: ServiceIdentifier<ProviderDescriptor> = Symbol.for(
  '@strongroom/core/SecretsProvider',
)

/** Where one secret is injected: `@inject(secret('db#password')) password: SecretHandle`, with the ref in `inject` of `secretsModule`. */
export function secret(ref: SecretRef): ServiceIdentifier<SecretHandle> {
  const { name, versionId, label, key } = parseRef(ref, { arn: true })
  const parts = [name, key && `#${key}`, versionId && ` version ${versionId}`, label && ` label ${label}`]
  return Symbol.for(`@strongroom/core/secret ${parts.join('')}`)
}

/** Contributes one provider. */
export function providerModule(
  provider: SecretsProvider,
  { priority = 0 }: { readonly priority?: number } = {},
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(SECRETS_PROVIDER).toConstantValue({ id: provider.id, priority, provider })
  })
}

export interface SecretsModuleOptions {
  /** The secrets that classes have injected by `secret(ref)`. */
  readonly inject?: readonly SecretRef[]
}

/**
 * Binds SECRETS to what `createSecrets` makes of these settings and of every provider that the container has, those
 * of `config` among them. Resolving it does no I/O. Close it with `closeSecrets`: the container does not.
 */
export function secretsModule(
  { providers = [], ...settings }: Partial<GraphOptions> = {},
  { inject = [] }: SecretsModuleOptions = {},
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const provider of providers)
      bind(SECRETS_PROVIDER).toConstantValue({ id: provider.id, priority: 0, provider })
    bind(SECRETS)
      .toResolvedValue(
        (descriptors: ProviderDescriptor[]) =>
          createSecrets({ ...settings, providers: inOrder(descriptors) }),
        [{ serviceIdentifier: SECRETS_PROVIDER, isMultiple: true }],
      )
      .inSingletonScope()
    for (const [identifier, ref] of new Map(inject.map((ref) => [secret(ref), ref]))) {
      bind(identifier)
        .toResolvedValue(
          (secrets: Secrets): SecretHandle => ({ get: (options) => secrets.get(ref, options) }),
          [SECRETS],
        )
        .inSingletonScope()
    }
  })
}

/** Closes the container's Secrets with all its providers. May be called again. */
export async function closeSecrets(container: Container): Promise<void> {
  if (container.isBound(SECRETS)) await container.get(SECRETS).close()
}

function inOrder(descriptors: readonly ProviderDescriptor[]): readonly SecretsProvider[] {
  for (const { id, provider } of descriptors) {
    if (id !== provider.id)
      throw new TypeError(`a provider descriptor says "${id}", and its provider "${provider.id}"`)
  }
  return descriptors.toSorted((a, b) => b.priority - a.priority).map(({ provider }) => provider)
}
