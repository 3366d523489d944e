import { isUtf8 } from 'node:buffer'
import { type Members, type MembersOf, readMembers } from '../members.js'
import { didYouMean, Problems } from '../problems.js'
import { AdminRefusal, type Asked } from './route.js'

/** What the body says, as JSON whose members are all known and right; an empty one says nothing. */
export function saidIn<M extends Members>({ body }: Pick<Asked, 'body'>, members: M): MembersOf<M> {
  return saidBy(jsonIn(body), members)
}

/** The same of JSON that has been read. */
export function saidBy<M extends Members>(json: unknown, members: M): MembersOf<M> {
  const problems = new Problems()
  const said = readMembers(json, members, problems, 'the body')
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

/** What the query says of these names. */
export function queriedIn<Name extends string>(
  { query }: Pick<Asked, 'query'>,
  names: readonly Name[],
): { readonly [each in Name]?: string } {
  const said: { [each in Name]?: string } = {}
  for (const name of names) {
    const value = query.get(name)
    if (value !== null) said[name] = value
  }
  return said
}

/** Refuses a query with other names than these, or with one of them twice. */
export function refuseQuery(query: URLSearchParams, names: readonly string[]): void {
  const problems = new Problems()
  const told = new Set<string>()
  const there = names.length === 0 ? ', and here is none' : `: here are ${names.join(', ')}`
  for (const key of query.keys()) {
    if (!names.includes(key))
      problems.add(`there is no query parameter of such a name${didYouMean(key, names) || there}`)
    else if (told.has(key)) problems.add(`the query has "${key}" twice`)
    told.add(key)
  }
  refuse(problems)
}

/** Refuses if there was a problem, telling all of them. */
export function refuse(problems: Problems): void {
  const told = problems.told()
  if (told !== undefined) throw new AdminRefusal(400, told)
}
