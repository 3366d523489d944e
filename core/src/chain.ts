import { type Clock, systemClock } from './clock.js'
import { combined } from './combined.js'
import { type Attempt, SecretsError, type SecretsErrorCode, sanitised, secretsErrorCodes } from './errors.js'
import { forwarded } from './forwarded.js'
import { type Answer, answerParsed, ask } from './get-many.js'
import { healthOfAll } from './health.js'
import { closeAll, lifecycle } from './lifecycle.js'
import { listedAcross, type Part } from './listed-across.js'
import type { Op, SecretInfo, SecretsProvider } from './provider.js'
import type { ParsedRef } from './ref.js'
import type { Fallback } from './settings.js'
import { undeclared, unsupported } from './undeclared.js'
import { currentVersion, watching } from './watching.js'

export interface ChainOptions {
  /** `chain` where absent. */
  readonly id?: string | undefined
  /** After which refusals the next provider is asked; NOT_FOUND alone where absent. Every other one is the answer. */
  readonly next?: readonly SecretsErrorCode[] | undefined
  /** The id of the provider that takes writes; without it they are UNSUPPORTED. */
  readonly writeTo?: string | undefined
  /** Told whenever a provider could not answer and the next one is asked; not told of NOT_FOUND. */
  readonly onFallback?: ((fallback: Fallback) => void) | undefined
  readonly clock?: Clock | undefined
}

/** One question on its way from member to member. */
interface Question {
  readonly name: string
  readonly tried: Attempt[]
  readonly refusals: SecretsError[]
}

/**
 * Several providers asked in order, the first that has a secret answering for it. Every value tells who was asked.
 *
 * A provider that answers neither with a value nor with a code of `next` ends the walk with its error: a denied secret
 * is not looked for elsewhere. Where all were asked in vain, the error is NOT_FOUND if one of them was sure of it, and
 * otherwise what kept the first of them from answering.
 */
export function chain(providers: readonly SecretsProvider[], options: ChainOptions = {}): SecretsProvider {
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

  /** Notes what a member answered; whether that is what the chain answers. */
  function isFinal(question: Question, at: number, answer: unknown): boolean {
    if (!SecretsError.is(answer)) return true
    const provider = ids[at] as string
    question.tried.push(...(answer.tried ?? [{ provider, outcome: answer.code }]))
    question.refusals.push(answer)
    // The chain takes this name, so who refuses it merely cannot have such a secret.
    const cannotHave = SecretsError.is(answer, 'NOT_FOUND', 'INVALID_NAME')
    if (!next.includes(answer.code) && answer.code !== 'INVALID_NAME') return true
    const following = ids[at + 1]
    if (following !== undefined && !cannotHave) {
      tellFallback({ provider, next: following, code: answer.code, secretName: question.name })
    }
    return false
  }

  function tellFallback(fallback: Fallback): void {
    try {
      onFallback?.(fallback)
    } catch (error) {
      process.emitWarning(`"onFallback" of "${id}" failed with ${sanitised(error).name}`, {
        type: 'StrongroomWarning',
        code: 'STRONGROOM_FALLBACK',
      })
    }
  }

  function exhausted({ name, tried, refusals }: Question): SecretsError {
    const troubles = refusals.filter((refusal) => !SecretsError.is(refusal, 'NOT_FOUND', 'INVALID_NAME'))
    if (!refusals.some((refusal) => SecretsError.is(refusal, 'NOT_FOUND'))) {
      return (troubles[0] ?? (refusals[0] as SecretsError)).with({ tried })
    }
    const said = troubles.map(({ provider, code }) => `"${provider}" could not be asked (${code})`)
    const hint = said.length === 0 ? undefined : `${said.join(', ')}, and may have it.`
    return new SecretsError('NOT_FOUND', `none of ${ids.join(', ')} has a secret "${name}"`, {
      provider: id,
      secretName: name,
      tried,
      hint,
    })
  }

  async function getMany(refs: readonly ParsedRef[], op: Op): Promise<Answer[]> {
    const questions = refs.map(({ name }): Question => ({ name, tried: [], refusals: [] }))
    const answers: (Answer | undefined)[] = refs.map(() => undefined)
    for (const [at, member] of members.entries()) {
      const open = [...refs.keys()].filter((i) => answers[i] === undefined)
      const heard = await ask(
        member,
        open.map((i) => refs[i] as ParsedRef),
        op,
      )
      for (const [k, i] of open.entries()) {
        const answer = heard[k] as Answer
        const question = questions[i] as Question
        if (!isFinal(question, at, answer)) continue
        const { tried } = question
        answers[i] = SecretsError.is(answer)
          ? answer.with({ tried })
          : answer.with({
              provenance: { ...answer.provenance, tried: [...tried, ...answer.provenance.tried] },
            })
      }
    }
    return answers.map((answer, i) => answer ?? exhausted(questions[i] as Question))
  }

  /** Who has a secret, and what it says of it. */
  async function owner(name: string, op: Op): Promise<{ member: SecretsProvider; info: SecretInfo }> {
    const question: Question = { name, tried: [], refusals: [] }
    for (const [at, member] of members.entries()) {
      const answer = await member.describe(name, op).catch((error: SecretsError) => error)
      if (!isFinal(question, at, answer)) continue
      if (SecretsError.is(answer)) throw answer.with({ tried: question.tried })
      return { member, info: answer }
    }
    throw exhausted(question)
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
        if (SecretsError.is(answer)) throw answer
        return answer as Exclude<Answer, SecretsError>
      }),
    getMany: (refs, op) =>
      life.run('getMany', undefined, op, (_, signal) =>
        answerParsed(refs, names, (parsed) => getMany(parsed, { signal })),
      ),
    describe: (name, op) =>
      life.run('describe', name, op, async (_, signal) => (await owner(name, { signal })).info),
    versions: (name, options, op) =>
      life.run('versions', name, op, async (_, signal) => {
        const { member } = await owner(name, { signal })
        return member.versions(name, options, { signal })
      }),
    list: (options = {}, op) =>
      life.run('list', undefined, op, (_, signal) => {
        if (listing.length === 0) throw unsupported(id, 'list')
        return listedAcross(id, parts, options, { signal })
      }),
    watch: (watched, { signal } = {}) => {
      if (!capabilities.watch) return undeclared(id).watch(watched)
      return watching(watched, signal, {
        current: async (name, signal) => currentVersion((await owner(name, { signal })).info),
        sources: members.filter((member) => member.capabilities.watch),
      })
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
