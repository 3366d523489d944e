import { limits } from '../limits.js'
import type { Tag } from '../model.js'
import { reservedTag, tagWithoutKey, tooManyTags } from '../refusals.js'

/** The tags with others added: a key that is there keeps its place and gets the new value, and the last one wins. */
export function tagged(tags: readonly Tag[] = [], added: readonly Tag[]): readonly Tag[] {
  if (added.some(({ key }) => key === '')) throw tagWithoutKey()
  const reserved = added.find(({ key }) => key.toLowerCase().startsWith('aws:'))
  if (reserved !== undefined) throw reservedTag(reserved.key)
  const next = new Map(tags.map(({ key, value }) => [key, value]))
  for (const { key, value } of added) next.set(key, value)
  if (next.size > limits.tagsOfSecret) throw tooManyTags()
  return [...next].map(([key, value]) => ({ key, value }))
}

/** The tags without those of some keys: none left is an empty list, and none ever is still absent. */
export function untagged(
  tags: readonly Tag[] | undefined,
  keys: readonly string[],
): readonly Tag[] | undefined {
  return tags?.filter(({ key }) => !keys.includes(key))
}
