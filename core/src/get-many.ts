import { SecretsError } from './errors.js'
import { type CallFacts, told } from './lifecycle.js'
import type { NameLimits, Op, SecretsProvider } from './provider.js'
import { type ParsedRef, parseRef, type SecretRef } from './ref.js'
import { SecretValue } from './secret-value.js'

/** A value, or the error that stands in its place. */
export type Answer = SecretValue | SecretsError

/** Whether an error concerns the caller rather than a single secret: it ends a whole `getMany`. */
export function endsAll(error: unknown): boolean {
  return SecretsError.is(error, 'ABORTED', 'CLOSED')
}

/** `getMany` by as many single reads: what one rejects with stands in its place. */
export function answerEach(
  provider: string,
  refs: readonly SecretRef[],
  names: NameLimits,
  read: (ref: ParsedRef) => SecretValue | Promise<SecretValue>,
): Promise<Answer[]> {
  const readOne = async (ref: ParsedRef): Promise<Answer> => {
    try {
      return await read(ref)
    } catch (error) {
      const refusal = told(error, { provider, operation: 'getMany', secretName: ref.name })
      if (endsAll(refusal)) throw refusal
      return refusal
    }
  }
  return answerParsed(refs, names, (parsed) => Promise.all(parsed.map(readOne)))
}

/** `get`, for a provider that might not keep to the contract: what it gives is a SecretValue, or a SecretsError is thrown. */
export async function askOne(provider: SecretsProvider, ref: SecretRef, op?: Op): Promise<SecretValue> {
  const facts = { provider: provider.id, operation: 'get' }
  try {
    const answer = checkedAnswer(await provider.get(ref, op), facts)
    if (SecretsError.is(answer)) throw answer
    return answer
  } catch (error) {
    throw told(error, facts)
  }
}

/** `getMany`, for a provider that might not keep to the contract: every answer is a SecretValue or a SecretsError. */
export async function askAll(
  provider: SecretsProvider,
  refs: readonly SecretRef[],
  op?: Op,
): Promise<Answer[]> {
  const facts = { provider: provider.id, operation: 'getMany' }
  try {
    const answers: unknown = await provider.getMany(refs, op)
    if (Array.isArray(answers) && answers.length === refs.length) {
      return answers.map((answer: unknown) => checkedAnswer(answer, facts))
    }
  } catch (error) {
    throw told(error, facts)
  }
  throw new SecretsError(
    'INTERNAL',
    `provider "${provider.id}" did not answer each of ${refs.length} refs`,
    facts,
  )
}

/**
 * What a provider answers to these refs, each in its place: a single ref as a plain `get`, several as one `getMany`.
 * Rejects only with what concerns the caller.
 */
export async function ask(provider: SecretsProvider, refs: readonly SecretRef[], op?: Op): Promise<Answer[]> {
  const [first] = refs
  if (first === undefined) return []
  try {
    return refs.length === 1 ? [await askOne(provider, first, op)] : await askAll(provider, refs, op)
  } catch (error) {
    if (!SecretsError.is(error) || endsAll(error)) throw error
    return refs.map(() => error)
  }
}

/** What a provider gave, which need not be ours, as an answer. */
function checkedAnswer(answer: unknown, facts: CallFacts): Answer {
  if (SecretValue.is(answer)) return answer
  if (answer instanceof Error) return told(answer, facts)
  return new SecretsError(
    'INTERNAL',
    `provider "${facts.provider}" gave something that is no SecretValue`,
    facts,
  )
}

/** `getMany` for whom names matter: refs that make no sense are answered here, and the others by `answer`. */
export async function answerParsed(
  refs: readonly SecretRef[],
  names: NameLimits,
  answer: (refs: readonly ParsedRef[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  if (!Array.isArray(refs)) throw new SecretsError('INVALID_ARGUMENT', 'getMany takes a list of references')
  const parsed = refs.map((ref: SecretRef) => {
    try {
      return parseRef(ref, names)
    } catch (error) {
      return told(error, { operation: 'getMany' })
    }
  })
  const answers = await answer(parsed.filter((ref) => !SecretsError.is(ref)))
  let at = 0
  return parsed.map((ref) => (SecretsError.is(ref) ? ref : (answers[at++] as Answer)))
}
