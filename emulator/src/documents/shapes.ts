import { didYouMean } from '../problems.js'
import { type Part, written } from './part.js'
import { isTold, type Place } from './place.js'

/** Reads a part of a file: undefined after a complaint, which never quotes it. */
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
