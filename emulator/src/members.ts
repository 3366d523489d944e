import { isTold } from './documents/place.js'
import { didYouMean, type Problems } from './problems.js'

/** What a member of an object may be that somebody wrote. */
export interface Member<T> {
  /** Ends the sentence "… must be". */
  readonly expects: string
  /** The value, if it is one; undefined if not. */
  accept(value: unknown): T | undefined
}

export type Members = Readonly<Record<string, Member<unknown>>>

/** What such an object says; what it leaves out is undefined. */
export type MembersOf<M extends Members> = {
  readonly [Name in keyof M]?: (M[Name] extends Member<infer T> ? T : never) | undefined
}

/**
 * Reads an object whose members are all known and right, and notes what is not, by name and without quoting any value.
 * What it gives after a complaint is not to be used. `what` begins the sentence "… must be an object".
 */
export function readMembers<M extends Members>(
  given: unknown,
  members: M,
  problems: Problems,
  what: string,
): MembersOf<M> {
  if (!isObject(given)) {
    problems.add(`${what} must be an object`)
    return {}
  }
  const read = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined) return []
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member === undefined) {
      const shown = isTold(name) ? `"${name}"` : 'of such a name'
      problems.add(`there is no member ${shown}${didYouMean(name, Object.keys(members))}`)
      return []
    }
    const accepted = member.accept(value)
    if (accepted === undefined) problems.add(`"${name}" must be ${member.expects}`)
    return [[name, accepted] as const]
  })
  return Object.fromEntries(read) as MembersOf<M>
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function aText(expects: string, fits: (text: string) => boolean): Member<string> {
  return { expects, accept: (value) => (typeof value === 'string' && fits(value) ? value : undefined) }
}

export function aNumber(expects: string, fits: (number: number) => boolean): Member<number> {
  return { expects, accept: (value) => (typeof value === 'number' && fits(value) ? value : undefined) }
}

export const aTruth: Member<boolean> = {
  expects: 'true or false',
  accept: (value) => (typeof value === 'boolean' ? value : undefined),
}
