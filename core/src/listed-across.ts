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

/** A page of several lists, one after the other. */
export async function listedAcross(
  scope: string,
  parts: readonly Part[],
  { prefix = '', cursor, limit, includeDeleted }: ListOptions,
  op: Op,
): Promise<Page<SecretInfo>> {
  const size = checkedLimit(limit)
  const listScope = `several of ${scope} ${prefix}`
  const items: SecretInfo[] = []
  let at = 0
  let inner: string | undefined
  if (cursor !== undefined) {
    const [key, position] = fromCursor(listScope, cursor, isPosition)
    at = parts.findIndex((part) => part.key === key)
    if (at < 0) throw new SecretsError('INVALID_CURSOR', 'this cursor is of a list that is not here any more')
    inner = position ?? undefined
  }

  for (let part = parts[at]; part !== undefined; part = parts[at]) {
    const left = size - items.length
    if (left <= 0) return { items, cursor: toCursor(listScope, [part.key, inner ?? null]) }
    const page = await part.provider.list(
      { prefix: part.prefix ?? prefix, cursor: inner, limit: left, includeDeleted },
      op,
    )
    const keeps = await Promise.all(page.items.map((info) => part.keeps(info, op)))
    items.push(...page.items.filter((_, i) => keeps[i]))
    inner = page.cursor
    if (inner === undefined) at += 1
  }
  return { items }
}

/** A part's key, and where in that part. */
function isPosition(position: unknown): position is [string, string | null] {
  if (!Array.isArray(position) || position.length !== 2) return false
  return typeof position[0] === 'string' && (position[1] === null || typeof position[1] === 'string')
}
