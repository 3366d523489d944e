import {
  memoryProvider,
  type SecretChange,
  SecretsError,
  type SecretsErrorCode,
  type SecretsProvider,
} from '@strongroom/core'
import { sealed } from './fake-provider.js'

type Call = readonly [member: string, ...args: unknown[]]

export interface RecordingProvider extends SecretsProvider {
  readonly calls: Call[]
  /** Every call from now on rejects with this code. */
  failing: SecretsErrorCode | undefined
  readonly changes: SecretChange[]
}

/** A provider that can everything: it remembers each call with its arguments, and answers with something of the right shape. */
export function recordingProvider(id = 'recording'): RecordingProvider {
  const base = memoryProvider({}, { id })
  const calls: Call[] = []
  const changes: SecretChange[] = []
  const createdAt = new Date(0)
  const version = { versionId: 'v1', labels: ['AWSCURRENT'], createdAt }
  const info = (name: string) => ({ name, createdAt, versions: [version] })

  async function answer<T>(call: Call, result: T): Promise<T> {
    calls.push(call)
    const [operation, name] = call
    if (provider.failing === undefined) return result
    const facts = { provider: id, operation, ...(typeof name === 'string' ? { secretName: name } : {}) }
    throw new SecretsError(provider.failing, 'told to fail', facts)
  }

  const nameOf = (ref: unknown) => (typeof ref === 'string' ? ref : (ref as { name: string }).name)
  const provider: RecordingProvider = {
    ...base,
    capabilities: {
      ...base.capabilities,
      versions: true,
      tags: true,
      watch: true,
      conditional: true,
      delete: ['soft', 'force', 'restore'],
    },
    calls,
    failing: undefined,
    changes,
    get: (...args) => answer(['get', ...args], sealed(nameOf(args[0]), 'x', id)),
    getMany: (...args) =>
      answer(
        ['getMany', ...args],
        args[0].map((ref) => sealed(nameOf(ref), 'x', id)),
      ),
    describe: (...args) => answer(['describe', ...args], info(args[0])),
    list: (...args) => answer(['list', ...args], { items: [info(`${args[0]?.prefix ?? ''}listed`)] }),
    versions: (...args) => answer(['versions', ...args], { items: [version] }),
    create: (...args) => answer(['create', ...args], info(args[0])),
    put: (...args) => answer(['put', ...args], version),
    moveLabel: (...args) => answer(['moveLabel', ...args], undefined),
    delete: (...args) => answer(['delete', ...args], createdAt),
    restore: (...args) => answer(['restore', ...args], undefined),
    tag: (...args) => answer(['tag', ...args], undefined),
    untag: (...args) => answer(['untag', ...args], undefined),
    watch(...args) {
      calls.push(['watch', ...args])
      return {
        async *[Symbol.asyncIterator]() {
          yield* changes
        },
      }
    },
    health: (...args) => answer(['health', ...args], { status: 'healthy', provider: id }),
    close: () => answer(['close'], undefined),
    [Symbol.asyncDispose]: () => provider.close(),
  }
  return provider
}

/** One call of every member that is about one secret: what it is called, and how to call it with a name. */
export const callsAboutOne: readonly [
  string,
  (provider: SecretsProvider, name: string) => Promise<unknown>,
][] = [
  ['get', (provider, name) => provider.get(name)],
  ['describe', (provider, name) => provider.describe(name)],
  ['versions', (provider, name) => provider.versions(name, { limit: 5 })],
  ['create', (provider, name) => provider.create(name, 'x', { description: 'd' })],
  ['put', (provider, name) => provider.put(name, 'x', { labels: ['l'] })],
  ['moveLabel', (provider, name) => provider.moveLabel(name, 'l', { to: 'v1' })],
  ['delete', (provider, name) => provider.delete(name, { force: true })],
  ['restore', (provider, name) => provider.restore(name)],
  ['tag', (provider, name) => provider.tag(name, { a: 'b' })],
  ['untag', (provider, name) => provider.untag(name, ['a'])],
]

/** Everything that an iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = []
  for await (const item of items) seen.push(item)
  return seen
}
