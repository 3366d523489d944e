import { SecretsError } from './errors.js'
import type { SecretsProvider } from './provider.js'
import type { ParsedRef } from './ref.js'

/** The refusal of what a provider does not declare; `what` names the option where only that is too much. */
export function unsupported(provider: string, operation: string, what = operation): SecretsError {
  const message = `provider "${provider}" does not support ${what}`
  return new SecretsError('UNSUPPORTED', message, { provider, operation })
}

/** Every member that a provider may leave undeclared, rejecting: spread it first, and write what the provider can do over it. */
export function undeclared(
  provider: string,
): Pick<
  SecretsProvider,
  'list' | 'versions' | 'create' | 'put' | 'moveLabel' | 'delete' | 'restore' | 'tag' | 'untag' | 'watch'
> {
  const refuse = (operation: string) => async () => {
    throw unsupported(provider, operation)
  }
  return {
    list: refuse('list'),
    versions: refuse('versions'),
    create: refuse('create'),
    put: refuse('put'),
    moveLabel: refuse('moveLabel'),
    delete: refuse('delete'),
    restore: refuse('restore'),
    tag: refuse('tag'),
    untag: refuse('untag'),
    watch: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse('watch') }) }),
  }
}

/** For a provider without versions: AWSCURRENT and the id of the one version there is will do, all else is UNSUPPORTED. */
export function requireOnlyVersion(provider: string, ref: ParsedRef, versionId: string): void {
  if (ref.label !== undefined && ref.label !== 'AWSCURRENT') {
    throw unsupported(
      provider,
      'get',
      `the label ${JSON.stringify(ref.label)}: it keeps one version of each secret`,
    )
  }
  if (ref.versionId !== undefined && ref.versionId !== versionId) {
    throw unsupported(provider, 'get', 'other versions: it keeps one of each secret')
  }
}
