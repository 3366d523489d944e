import { limits, type Tag } from '@strongroom/vault'
import { type Mapping, type Part, written } from '../documents/part.js'
import { isTold, type Place } from '../documents/place.js'
import { didYouMean } from '../problems.js'

/** Reads a part of a seed file: undefined after a complaint, which never quotes it. */
export type Shape<T> = (part: Part, place: Place) => T | undefined

/** Text, or a number as it was written. */
export function text(what: string, fits: (text: string) => boolean): Shape<string> {
  return (part, place) => {
    const found = written(part)
    return found !== undefined && fits(found) ? found : place.complain(part, `expected ${what}`)
  }
}

export function lengthed(
  what: string,
  { min, max }: { readonly min: number; readonly max: number },
): Shape<string> {
  return text(`${what} of ${min} to ${max} characters`, ({ length }) => length >= min && length <= max)
}

export const name = text(
  `a secret's name: 1 to ${limits.name.max} letters, digits and / _ + = . @ - !`,
  (it) => it.length <= limits.name.max && /^[A-Za-z0-9/_+=.@!-]+$/.test(it),
)

/** A list, in which each item was read. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (part, place) => {
    if (part.kind !== 'list') return place.complain(part, 'expected a list')
    const read = part.items.flatMap((each, index) => item(each, place.item(index)) ?? [])
    return read.length === part.items.length ? read : undefined
  }
}

/** The members of a mapping by their keys, unknown ones refused; undefined after a complaint if it is none. */
export function members<Key extends string>(
  part: Part,
  place: Place,
  keys: readonly Key[],
): ReadonlyMap<Key, Part> | undefined {
  if (part.kind !== 'mapping') return place.complain(part, `expected a mapping with ${keys.join(', ')}`)
  const found = new Map<Key, Part>()
  for (const { key, line, part: member } of part.members) {
    const known = keys.find((each) => each === key)
    if (known !== undefined) found.set(known, member)
    else place.complain({ line }, `there is no key ${isTold(key) ? key : '[…]'}${didYouMean(key, keys)}`)
  }
  return found
}

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
