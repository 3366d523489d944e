import { SecretsError } from './errors.js'
import { told } from './lifecycle.js'
import type { NameLimits, Op, SecretsProvider } from './provider.js'
import { type ParsedRef, parseRef, type SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

/** A value, or the error that stands in its place. */
export type Answer = SecretValue | SecretsError

/** Whether an error concerns the caller rather than a single secret: it ends a whole `getMany`. */
export function endsAll(error: unknown): boolean {
  return SecretsError.is(error, 'ABORTED', 'CLOSED')
}

/** `getMany` by as many single reads: what one rejects with stands in its place. */
export function answerEach(
  refs: readonly SecretRef[],
  get: (ref: SecretRef) => Promise<SecretValue>,
): Promise<Answer[]> {
  return Promise.all(
    refs.map((ref) =>
      get(ref).catch((error: unknown) => {
        if (SecretsError.is(error) && !endsAll(error)) return error
        throw error
      }),
    ),
  )
}

/**
 * What a provider answers to these refs, each in its place: a single ref as a plain `get`, several as one `getMany`.
 * Rejects only with what concerns the caller.
 */
export async function ask(provider: SecretsProvider, refs: readonly SecretRef[], op?: Op): Promise<Answer[]> {
  const [first] = refs
  if (first === undefined) return []
  const operation = refs.length === 1 ? 'get' : 'getMany'
  try {
    const answers = refs.length === 1 ? [await provider.get(first, op)] : await provider.getMany(refs, op)
    if (answers.length === refs.length) return answers
    throw new SecretsError(
      'INTERNAL',
      `provider "${provider.id}" gave ${answers.length} answers to ${refs.length} refs`,
    )
  } catch (error) {
    const refusal = told(error, { provider: provider.id, operation })
    if (endsAll(refusal)) throw refusal
    return refs.map(() => refusal)
  }
}

/** `getMany` for whom names matter: refs that make no sense are answered here, and the others by `answer`. */
export async function answerParsed(
  refs: readonly SecretRef[],
  names: NameLimits,
  answer: (refs: readonly ParsedRef[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const parsed = refs.map((ref) => {
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
