import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from './clock.js'
import { SecretsError } from './errors.js'
import { frozen } from './frozen.js'
import { answerEach } from './get-many.js'
import { unhealthy } from './health.js'
import type { Json } from './json.js'
import { lifecycle } from './lifecycle.js'
import { checkedLimit, fromCursor, toCursor } from './paging.js'
import type { Capabilities, SecretInfo, SecretInput, SecretsProvider } from './provider.js'
import { checkedName, type ParsedRef } from './ref.js'
import { checkedInput, isInput, maxValueBytes } from './secret-input.js'
import { SecretValue } from './secret-value.js'
import { requireOnlyVersion, undeclared, unsupported } from './undeclared.js'

export interface MemoryOptions {
  readonly id?: string | undefined
  readonly clock?: Clock | undefined
}

interface Kept {
  readonly content: SecretInput
  readonly versionId: string
  readonly createdAt: Date
  readonly changedAt: Date
  readonly description: string | undefined
}

const current = frozen(['AWSCURRENT'])

/**
 * Secrets in a Map, for tests: reads, lists, and plain writes that keep one version. Values that are neither text nor
 * bytes become JSON secrets.
 */
export function memoryProvider(
  values: Readonly<Record<string, SecretInput | Json>> = {},
  { id = 'memory', clock = systemClock }: MemoryOptions = {},
): SecretsProvider {
  const capabilities: Capabilities = frozen({
    write: true,
    versions: false,
    conditional: false,
    binary: true,
    list: true,
    delete: [],
    batch: Number.MAX_SAFE_INTEGER,
    tags: false,
    watch: false,
    durability: 'none',
    concurrency: 'process',
    limits: { name: {}, value: { maxBytes: maxValueBytes } },
  })
  const secrets = new Map<string, Kept>()
  const life = lifecycle({ id, clock, close: () => secrets.clear() })

  for (const [name, value] of Object.entries(values)) {
    keep(checkedName(name), seed(name, value), undefined)
  }

  /** A value to begin with: as it is written, but for the empty text, which can be there and cannot be written. */
  function seed(name: string, value: SecretInput | Json): SecretInput {
    const input = isInput(value) ? value : JSON.stringify(value)
    try {
      return input === '' ? input : checkedInput(input)
    } catch (error) {
      if (!SecretsError.is(error)) throw error
      const message = `memoryProvider: "${name}" cannot be had: ${error.message}`
      throw new SecretsError(error.code, message, { provider: id, secretName: name })
    }
  }

  function keep(name: string, value: SecretInput, before: Partial<Kept> | undefined): Kept {
    // A clock can go back, and the versions of a secret do not.
    const now = new Date(Math.max(clock.now(), Number(before?.changedAt ?? 0)))
    const { createdAt = now, description } = before ?? {}
    const kept = {
      content: value,
      versionId: randomUUID(),
      createdAt,
      changedAt: now,
      description,
    }
    secrets.set(name, kept)
    return kept
  }

  function find(name: string): Kept {
    const kept = secrets.get(name)
    if (kept === undefined) throw new SecretsError('NOT_FOUND', `provider "${id}" has no secret "${name}"`)
    return kept
  }

  function read(ref: ParsedRef): SecretValue {
    const { content, versionId, changedAt } = find(ref.name)
    requireOnlyVersion(id, ref, versionId)
    const facts = { name: ref.name, versionId, labels: current, createdAt: changedAt, provider: id }
    const value = new SecretValue(content, facts)
    return ref.key === undefined ? value : value.key(ref.key)
  }

  function info(name: string, { versionId, createdAt, changedAt, description }: Kept): SecretInfo {
    return {
      name,
      ...(description === undefined ? {} : { description }),
      createdAt: new Date(createdAt),
      changedAt: new Date(changedAt),
      versions: [{ versionId, labels: current, createdAt: new Date(changedAt) }],
    }
  }

  const provider: SecretsProvider = {
    ...undeclared(id),
    id,
    capabilities,

    get: (ref, op) => life.read('get', ref, op, read),

    getMany: (refs, op) => life.run('getMany', op, () => answerEach(id, refs, {}, read)),

    describe: (name, op) => life.about('describe', name, op, () => info(name, find(name))),

    list: ({ prefix = '', cursor, limit } = {}, op) =>
      life.run('list', op, () => {
        const size = checkedLimit(limit)
        const after = cursor === undefined ? '' : fromCursor(`${id} ${prefix}`, cursor, isText)
        const names = [...secrets.keys()].filter((name) => name.startsWith(prefix) && name > after).sort()
        const items = names.slice(0, size).map((name) => info(name, find(name)))
        const last = items.at(-1)?.name
        return names.length > size ? { items, cursor: toCursor(`${id} ${prefix}`, last) } : { items }
      }),

    create: (name, value, { description, tags, token } = {}, op) =>
      life.about('create', name, op, () => {
        if (tags !== undefined) throw unsupported(id, 'create', 'tags')
        if (token !== undefined) throw unsupported(id, 'create', 'tokens')
        if (secrets.has(name))
          throw new SecretsError('ALREADY_EXISTS', `provider "${id}" has a secret "${name}"`)
        return info(name, keep(name, checkedInput(value), { description }))
      }),

    put: (name, value, { labels, token, ifVersion } = {}, op) =>
      life.about('put', name, op, () => {
        if (labels !== undefined) throw unsupported(id, 'put', 'labels')
        if (token !== undefined) throw unsupported(id, 'put', 'tokens')
        if (ifVersion !== undefined) throw unsupported(id, 'put', 'ifVersion')
        const { versionId, changedAt } = keep(name, checkedInput(value), find(name))
        return { versionId, labels: current, createdAt: new Date(changedAt) }
      }),

    async health(op) {
      try {
        return await life.run('health', op, () => ({ status: 'healthy', provider: id }))
      } catch (error) {
        return unhealthy(id, error)
      }
    },

    close: life.close,
    [Symbol.asyncDispose]: life.close,
  }
  return provider
}

function isText(position: unknown): position is string {
  return typeof position === 'string'
}
