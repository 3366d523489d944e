import { SecretsError, sanitised } from '../errors.js'
import type { SecretsProvider } from '../provider.js'
import type { Surroundings } from './environment.js'
import { createMemory } from './memory-kind.js'
import type { ProviderEntry } from './parse-config.js'
import { createProviderOf } from './provider-module.js'

/** Makes a provider of what the configuration says about it. Rejects with the provider's SecretsError, or with CONFIG. */
export async function makeProvider(
  entry: ProviderEntry,
  surroundings: Surroundings,
): Promise<SecretsProvider> {
  const { id, kind, options, place } = entry
  const createProvider = kind === 'memory' ? createMemory : await createProviderOf(entry, surroundings.folder)
  let made: unknown
  try {
    made = await createProvider({ ...options, id }, surroundings)
  } catch (error) {
    throw placed(error, entry)
  }
  // Routes and errors go by the id that the configuration gave.
  if (isProvider(made) && made.id === id) return made
  const problem = isProvider(made) ? `a provider that does not take the id "${id}"` : 'no provider'
  throw new SecretsError('CONFIG', `${place}: createProvider of "${kind}" gave ${problem}`, { provider: id })
}

function placed(error: unknown, { id, kind, place }: ProviderEntry): SecretsError {
  if (!SecretsError.is(error)) {
    const cause = sanitised(error)
    const problem = `createProvider of "${kind}" failed with ${cause.name}`
    return new SecretsError('CONFIG', `${place}: ${problem}`, { provider: id, cause })
  }
  const { code, message, operation, hint } = error
  const text = message.startsWith(`${place}`) ? message : `${place}: ${message}`
  return new SecretsError(code, text, { provider: id, operation, hint, cause: error })
}

const members = ['get', 'getMany', 'describe', 'list', 'versions', 'create', 'put', 'moveLabel'].concat([
  'delete',
  'restore',
  'tag',
  'untag',
  'watch',
  'health',
  'close',
])

/** Whether this has every member that the contract wants, and says what it can. */
function isProvider(made: unknown): made is SecretsProvider {
  if (typeof made !== 'object' || made === null) return false
  const has = (member: string, kind: string) => typeof Reflect.get(made, member) === kind
  return (
    has('id', 'string') && has('capabilities', 'object') && members.every((member) => has(member, 'function'))
  )
}
