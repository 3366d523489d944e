import { type Clock, systemClock } from './clock.js'
import { combined } from './combined.js'
import { SecretsError, type SecretsErrorCode, secretsErrorCodes } from './errors.js'
import { forwarded } from './forwarded.js'
import { type Answer, answerParsed, ask } from './get-many.js'
import { healthOfAll } from './health.js'
import { closeAll, lifecycle } from './lifecycle.js'
import { listedAcross, type Part } from './listed-across.js'
import { requireKeys } from './options.js'
import type { Op, SecretInfo, SecretsProvider } from './provider.js'
import { checkedName, type ParsedRef } from './ref.js'
import { SecretValue } from './secret-value.js'
import type { Fallback } from './settings.js'
import { attempted } from './stream.js'
import { undeclared, unsupported } from './undeclared.js'
import { question, walk } from './walk.js'
import { currentVersion, watching } from './watching.js'

export interface ChainOptions {
  /** `chain` where absent. */
  readonly id?: string | undefined
  /** After which refusals the next provider is asked; NOT_FOUND alone where absent. Every other one is the answer. */
  readonly next?: readonly SecretsErrorCode[] | undefined
  /** The id of the provider that takes writes; without it they are UNSUPPORTED. */
  readonly writeTo?: string | undefined
  /** Told whenever a provider could not answer and the next one is asked; not told of NOT_FOUND. */
  readonly onFallback?: ((fallback: Fallback) => unknown) | undefined
  readonly clock?: Clock | undefined
}

const optionNames = Object.keys({
  id: true,
  next: true,
  writeTo: true,
  onFallback: true,
  clock: true,
} satisfies Record<keyof ChainOptions, true>)

/** A secret without its value, and the member that has it. */
interface Owned {
  readonly member: SecretsProvider
  readonly info: SecretInfo
}

/**
 * Several providers asked in order, the first that has a secret answering for it. Every value tells who was asked.
 *
 * A provider that answers neither with a value nor with a code of `next` ends the walk with its error: a denied secret
 * is not looked for elsewhere. Where all were asked in vain, the error is NOT_FOUND if one of them was sure of it, and
 * otherwise what kept the first of them from answering.
 */
export function chain(providers: readonly SecretsProvider[], options: ChainOptions = {}): SecretsProvider {
  requireKeys('chain', options, optionNames)
  const { id = 'chain', next = ['NOT_FOUND'], writeTo, onFallback, clock = systemClock } = options
  const members = providers.map(forwarded)
  const ids = members.map((member) => member.id)
  if (members.length === 0) throw new TypeError('chain: needs at least one provider')
  if (new Set(ids).size < ids.length)
    throw new TypeError(`chain: two providers have one id: ${ids.join(', ')}`)
  const strange = next.find((code) => !secretsErrorCodes.includes(code))
  if (strange !== undefined)
    throw new TypeError(`chain: "next" lists codes of errors, and ${strange} is none`)
  const writer = members.find((member) => member.id === writeTo)
  if (writeTo !== undefined && writer === undefined) {
    throw new TypeError(`chain: "writeTo" must be one of ${ids.join(', ')}, got ${writeTo}`)
  }

  const capabilities = combined(members, writer === undefined ? [] : [writer])
  const names = capabilities.limits.name
  const life = lifecycle({ id, names, clock })
  const listing = members.filter((member) => member.capabilities.list)

  const asked = { id, members, next, onFallback }

  async function getMany(refs: readonly ParsedRef[], op: Op): Promise<Answer[]> {
    const questions = refs.map((ref) => ({ ...question<SecretValue>(ref.name), ref }))
    await walk(asked, questions, (member, open) =>
      ask(
        member,
        open.map(({ ref }) => ref),
        op,
      ),
    )
    return questions.map(({ answer, tried }) => {
      if (!SecretValue.is(answer)) return answer as SecretsError
      const { provenance } = answer
      return answer.with({ provenance: { ...provenance, tried: [...tried, ...provenance.tried] } })
    })
  }

  /** Who has a secret, and what it says of it. */
  async function owner(name: string, op: Op): Promise<Owned> {
    const only = question<Owned>(name)
    await walk(asked, [only], async (member) => [
      await member.describe(name, op).then(
        (info) => ({ member, info }),
        (error: SecretsError) => error,
      ),
    ])
    const { answer } = only
    if (SecretsError.is(answer)) throw answer
    return answer as Owned
  }

  const parts = listing.map((provider, at): Part => {
    const earlier = listing.slice(0, at)
    const hides = async (member: SecretsProvider, name: string, op: Op) => {
      try {
        await member.describe(name, op)
        return true
      } catch (error) {
        if (SecretsError.is(error, 'NOT_FOUND', 'INVALID_NAME')) return false
        throw error
      }
    }
    return {
      key: provider.id,
      provider,
      // A secret that an earlier provider has, too, was listed there.
      keeps: async ({ name }, op) =>
        !(await Promise.all(earlier.map((each) => hides(each, name, op)))).includes(true),
    }
  })

  async function close(): Promise<void> {
    await life.close()
    await closeAll(members)
  }

  return {
    ...undeclared(id),
    ...(writer === undefined ? {} : writesOf(writer)),
    id,
    capabilities,

    get: (ref, op) =>
      life.read('get', ref, op, async (parsed, _, signal) => {
        const [answer] = await getMany([parsed], { signal })
        if (!SecretValue.is(answer)) throw answer
        return answer
      }),
    getMany: (refs, op) =>
      life.run('getMany', op, (_, signal) =>
        answerParsed(refs, names, (parsed) => getMany(parsed, { signal })),
      ),
    describe: (name, op) =>
      life.about('describe', name, op, async (_, signal) => (await owner(name, { signal })).info),
    versions: (name, options, op) =>
      life.about('versions', name, op, async (_, signal) => {
        const { member } = await owner(name, { signal })
        return member.versions(name, options, { signal })
      }),
    list: (options = {}, op) =>
      life.run('list', op, (_, signal) => {
        if (listing.length === 0) throw unsupported(id, 'list')
        return listedAcross(id, parts, options, { signal })
      }),
    watch: (watched, { signal } = {}) => {
      if (!capabilities.watch) return undeclared(id).watch(watched)
      return attempted(() => {
        const checked = watched.map((name) => checkedName(name, names))
        return watching(checked, signal, {
          current: async (name, signal) => currentVersion((await owner(name, { signal })).info),
          sources: members.filter((member) => member.capabilities.watch),
        })
      }, id)
    },

    health: (op) => healthOfAll(id, members, op),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function writesOf(provider: SecretsProvider) {
  const { create, put, moveLabel, delete: remove, restore, tag, untag } = provider
  return { create, put, moveLabel, delete: remove, restore, tag, untag }
}
