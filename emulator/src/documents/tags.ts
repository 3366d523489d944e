import { limits, type Tag } from '@strongroom/vault'
import type { Mapping } from './part.js'
import type { Place } from './place.js'
import { lengthed, list, members, type Shape, text } from './shapes.js'

const tagKey = text(
  `the key of a tag: 1 to ${limits.tagKey.max} characters, not starting with aws:`,
  (key) => key.length >= 1 && key.length <= limits.tagKey.max && !key.toLowerCase().startsWith('aws:'),
)
const tagValue = lengthed('the value of a tag', limits.tagValue)

/** A mapping of keys to values, or a list as AWS writes it. */
export const tags: Shape<readonly Tag[]> = (part, place) => {
  const read = part.kind === 'mapping' ? tagsIn(part, place) : list(awsTag)(part, place)
  if (read === undefined) return undefined
  const seen = new Set(read.map(({ key }) => key))
  if (seen.size < read.length) return place.complain(part, 'a key of a tag stands there twice')
  const { tagsOfSecret } = limits
  return read.length > tagsOfSecret ? place.complain(part, `expected ${tagsOfSecret} tags at most`) : read
}

function tagsIn({ members }: Mapping, place: Place): readonly Tag[] | undefined {
  const read = members.flatMap(({ key, line, part }) => {
    const at = place.member(key)
    return asTag(tagKey({ kind: 'text', line, text: key }, at), tagValue(part, at)) ?? []
  })
  return read.length === members.length ? read : undefined
}

const awsTag: Shape<Tag> = (part, place) => {
  const found = members(part, place, ['Key', 'Value'])
  if (found === undefined) return undefined
  const [key, value] = [found.get('Key'), found.get('Value')]
  if (key === undefined || value === undefined) return place.complain(part, 'expected both Key and Value')
  return asTag(tagKey(key, place.member('Key')), tagValue(value, place.member('Value')))
}

function asTag(key: string | undefined, value: string | undefined): Tag | undefined {
  return key === undefined || value === undefined ? undefined : { key, value }
}
