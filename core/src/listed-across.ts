import { SecretsError } from './errors.js'
import { checkedLimit, fromCursor, toCursor } from './paging.js'
import type { ListOptions, Op, Page, SecretInfo, SecretsProvider } from './provider.js'

/** One of the lists that are told as one. */
export interface Part {
  /** Unlike every other part's, and the same in every process, for cursors hold it. */
  readonly key: string
  readonly provider: SecretsProvider
  /** Where this part starts, if not with the prefix that was asked for. */
  readonly prefix?: string
  /** Whether an item of this part belongs to the whole. */
  readonly keeps: (info: SecretInfo, op: Op) => boolean | Promise<boolean>
}

/** A page of several lists, one after the other. Each page comes from one of them. */
export async function listedAcross(
  scope: string,
  parts: readonly Part[],
  { prefix = '', cursor, limit, includeDeleted }: ListOptions,
  op: Op,
): Promise<Page<SecretInfo>> {
  const size = checkedLimit(limit)
  const listScope = `${scope} ${prefix}`
  const [key, inner] =
    cursor === undefined ? [parts[0]?.key, undefined] : position(fromCursor(listScope, cursor))
  const at = parts.findIndex((part) => part.key === key)
  const part = parts[at]
  if (part === undefined) {
    if (cursor === undefined) return { items: [] }
    throw new SecretsError('INVALID_CURSOR', 'this cursor is of a provider that is not here any more')
  }

  const asked = { prefix: part.prefix ?? prefix, cursor: inner, limit: size, includeDeleted }
  const page = await part.provider.list(asked, op)
  const kept = await Promise.all(page.items.map((info) => part.keeps(info, op)))
  const items = page.items.filter((_, i) => kept[i])
  const next = page.cursor === undefined ? [parts[at + 1]?.key] : [key, page.cursor]
  return next[0] === undefined ? { items } : { items, cursor: toCursor(listScope, next) }
}

function position(from: unknown): [key: string | undefined, inner: string | undefined] {
  return from as [string, string | undefined]
}
