import { type Attempt, SecretsError, type SecretsErrorCode, sanitised } from './errors.js'
import type { SecretsProvider } from './provider.js'
import type { Fallback } from './settings.js'

/** What one member is asked about one secret, on the way from member to member. */
export interface Question<T> {
  readonly name: string
  /** Who was asked, and refused. */
  readonly tried: Attempt[]
  readonly refusals: SecretsError[]
  /** What it ended in; absent while the next member is still to be asked. */
  answer?: T | SecretsError
}

export function question<T>(name: string): Question<T> {
  return { name, tried: [], refusals: [] }
}

export interface WalkOptions {
  readonly id: string
  readonly members: readonly SecretsProvider[]
  readonly next: readonly SecretsErrorCode[]
  readonly onFallback: ((fallback: Fallback) => unknown) | undefined
}

/** Asks one member all of these; answers in order, a SecretsError where it refuses. */
type AskMember<T, Q extends Question<T>> = (
  member: SecretsProvider,
  open: readonly Q[],
) => Promise<readonly (T | SecretsError)[]>

/**
 * Asks the members of a chain in order, each only what those before it did not answer, until every question has its
 * answer. An error among them tells the whole way.
 */
export async function walk<T, Q extends Question<T>>(
  options: WalkOptions,
  questions: readonly Q[],
  ask: AskMember<T, Q>,
): Promise<void> {
  for (const [at, member] of options.members.entries()) {
    const open = questions.filter(({ answer }) => answer === undefined)
    if (open.length === 0) return
    const heard = await ask(member, open)
    for (const [i, question] of open.entries()) hear(options, at, question, heard[i] as T | SecretsError)
  }
  for (const question of questions) question.answer ??= inVain(options, question)
}

/** Notes what a member says to a question: its answer, or one refusal more. */
function hear<T>(
  { id, members, next, onFallback }: WalkOptions,
  at: number,
  question: Question<T>,
  said: T | SecretsError,
): void {
  if (!SecretsError.is(said)) {
    question.answer = said
    return
  }
  const { id: provider } = members[at] as SecretsProvider
  question.tried.push(...(said.tried ?? [{ provider, outcome: said.code }]))
  question.refusals.push(said)
  // The chain takes this name, so who refuses it merely cannot have such a secret.
  if (!next.includes(said.code) && said.code !== 'INVALID_NAME') {
    question.answer = said.with({ tried: question.tried })
    return
  }
  const following = members[at + 1]
  if (following === undefined || !isTrouble(said)) return
  tell(id, onFallback, { provider, next: following.id, code: said.code, secretName: question.name })
}

async function tell(id: string, onFallback: WalkOptions['onFallback'], fallback: Fallback): Promise<void> {
  try {
    await onFallback?.(fallback)
  } catch (error) {
    const message = `"onFallback" of "${id}" failed with ${sanitised(error).name}`
    process.emitWarning(message, { type: 'StrongroomWarning', code: 'STRONGROOM_FALLBACK' })
  }
}

/** NOT_FOUND if one of them was sure of it, with a hint at those who were not; else what kept the first from answering. */
function inVain<T>({ id, members }: WalkOptions, { name, tried, refusals }: Question<T>): SecretsError {
  const troubles = refusals.filter(isTrouble)
  if (!refusals.some((refusal) => SecretsError.is(refusal, 'NOT_FOUND'))) {
    return (troubles[0] ?? (refusals[0] as SecretsError)).with({ tried })
  }
  const said = troubles.map(({ provider, code }) => `"${provider}" could not be asked (${code})`)
  const hint = said.length === 0 ? undefined : `${said.join(', ')}, and may have it.`
  const all = members.map((member) => member.id).join(', ')
  const facts = { provider: id, secretName: name, tried, hint }
  return new SecretsError('NOT_FOUND', `none of ${all} has a secret "${name}"`, facts)
}

/** Whether a member could not find out, as opposed to being sure that it has no such secret. */
function isTrouble(refusal: SecretsError): boolean {
  return !SecretsError.is(refusal, 'NOT_FOUND', 'INVALID_NAME')
}
