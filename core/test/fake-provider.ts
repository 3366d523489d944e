import {
  type Answer,
  type Capabilities,
  memoryProvider,
  type Op,
  type ParsedRef,
  parseRef,
  SecretsError,
  type SecretsErrorCode,
  type SecretsProvider,
  SecretValue,
} from '@strongroom/core'

/** What a fake answers to one read: a text, an error's code, or whatever a promise of one of them comes to. */
export type Said = string | { readonly code: SecretsErrorCode }

export interface FakeProvider extends SecretsProvider {
  /** What reached it, one line for each call: `get db`, `getMany db, cache`. */
  readonly calls: string[]
  /** The signals that came along, in the order of `calls`. */
  readonly signals: (AbortSignal | undefined)[]
  closed: number
}

export interface FakeOptions {
  readonly id?: string
  readonly capabilities?: Partial<Capabilities>
}

/** A provider that says what it is told to, and remembers what it was asked. */
export function fakeProvider(
  say: (ref: ParsedRef, signal: AbortSignal | undefined) => Said | Promise<Said>,
  { id = 'fake', capabilities = {} }: FakeOptions = {},
): FakeProvider {
  const base = memoryProvider({}, { id })
  const names = capabilities.limits?.name
  const calls: string[] = []
  const signals: (AbortSignal | undefined)[] = []

  function note(call: string, op: Op | undefined): void {
    calls.push(call)
    signals.push(op?.signal)
  }

  async function read(ref: ParsedRef, op: Op | undefined): Promise<SecretValue> {
    const said = await say(ref, op?.signal)
    if (typeof said !== 'string') {
      throw new SecretsError(said.code, `${id} says ${said.code}`, { provider: id, secretName: ref.name })
    }
    return sealed(ref.name, said, id)
  }

  const provider: FakeProvider = {
    ...base,
    capabilities: { ...base.capabilities, ...capabilities },
    calls,
    signals,
    closed: 0,
    get(ref, op) {
      const parsed = parseRef(ref, names)
      note(`get ${shown(parsed)}`, op)
      return read(parsed, op)
    },
    async getMany(refs, op) {
      const parsed = refs.map((ref) => parseRef(ref, names))
      note(`getMany ${parsed.map(shown).join(', ')}`, op)
      return Promise.all(parsed.map((ref): Promise<Answer> => read(ref, op).catch((error) => error)))
    },
    async close() {
      provider.closed += 1
    },
  }
  return provider
}

export function sealed(name: string, text: string, provider = 'fake'): SecretValue {
  const createdAt = new Date(0)
  return new SecretValue(text, { name, versionId: `v-${text}`, labels: ['AWSCURRENT'], createdAt, provider })
}

function shown({ name, versionId, label }: ParsedRef): string {
  return [name, versionId, label].filter((part) => part !== undefined).join('@')
}

/** A promise whose end somebody else decides. */
export function gate<T>() {
  return Promise.withResolvers<T>()
}

/** Lets everything happen that can happen by itself. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
