import { isUtf8 } from 'node:buffer'
import { type Members, type MembersOf, readMembers } from '../members.js'
import { didYouMean, Problems } from '../problems.js'
import { AdminRefusal, type Asked } from './route.js'

/** What the body says, as JSON whose members are all known and right; an empty one says nothing. */
export function saidIn<M extends Members>({ body }: Pick<Asked, 'body'>, members: M): MembersOf<M> {
  const problems = new Problems()
  const said = readMembers(jsonIn(body), members, problems, 'the body')
  refuse(problems)
  return said
}

/** The body as JSON, whatever it is. */
export function jsonIn(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(textIn(body))
  } catch (error) {
    if (error instanceof AdminRefusal) throw error
    // What JSON.parse says quotes the body.
    throw new AdminRefusal(400, 'the body is not JSON')
  }
}

export function textIn(body: Buffer): string {
  if (!isUtf8(body)) throw new AdminRefusal(400, 'the body is not UTF-8')
  return body.toString('utf8')
}

/** What the query says, each of its names known and there once at most. */
export function queriedIn<Name extends string>(
  { query }: Pick<Asked, 'query'>,
  names: readonly Name[],
): { readonly [each in Name]?: string } {
  const problems = new Problems()
  const said: { [each in Name]?: string } = {}
  for (const [key, value] of query) {
    const name = names.find((each) => each === key)
    if (name === undefined)
      problems.add(`there is no query parameter of such a name${didYouMean(key, names)}`)
    else if (said[name] !== undefined) problems.add(`the query has "${name}" twice`)
    else said[name] = value
  }
  refuse(problems)
  return said
}

/** Refuses if there was a problem, telling all of them. */
export function refuse(problems: Problems): void {
  const told = problems.told()
  if (told !== undefined) throw new AdminRefusal(400, told)
}
