import { nearest } from './nearest.js'
import type { Place } from './place.js'

/** Reads what could be anything: the value if it has this shape, undefined after a complaint if not. */
export type Shape<T> = (value: unknown, place: Place) => T | undefined

export const text: Shape<string> = (value, place) => {
  if (typeof value !== 'string') return expected('a string', value, place)
  return value === '' ? place.complain('expected a string that is not empty') : value
}

export function number(what: string, fits: (value: number) => boolean): Shape<number> {
  return (value, place) => {
    if (typeof value !== 'number') return expected(what, value, place)
    return fits(value) ? value : place.complain(`expected ${what}`)
  }
}

export function oneOf<T extends string>(what: string, words: readonly T[]): Shape<T> {
  return (value, place) => {
    if (typeof value !== 'string') return expected(what, value, place)
    return (
      words.find((word) => word === value) ?? place.complain(`expected ${what}${didYouMean(value, words)}`)
    )
  }
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return expected('a list', value, place)
    return present(value.map((each, index) => item(each, place.item(index))))
  }
}

/** A list in which something is. */
export function someOf<T>(item: Shape<T>): Shape<readonly T[]> {
  const items = list(item)
  return (value, place) =>
    Array.isArray(value) && value.length === 0
      ? place.complain('expected a list that is not empty')
      : items(value, place)
}

export function record<T>(member: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, place) => {
    if (!isRecord(value)) return expected('an object', value, place)
    const members = Object.entries(value).map(([key, each]) => {
      const read = member(each, place.member(key))
      return read === undefined ? undefined : ([key, read] as const)
    })
    return Object.fromEntries(present(members))
  }
}

/** An object with these members at most, each of which may be absent. */
export function object<T extends object>(
  members: { readonly [K in keyof T]-?: Shape<NonNullable<T[K]>> },
): Shape<T> {
  const keys = Object.keys(members)
  return (value, place) => {
    if (!isRecord(value)) return expected('an object', value, place)
    for (const key of Object.keys(value).filter((each) => !keys.includes(each))) {
      place.member(key).complain(`unknown key${didYouMean(key, keys)}`)
    }
    const read = Object.entries<Shape<unknown>>(members).flatMap(([key, shape]) => {
      const given = Object.hasOwn(value, key) ? value[key] : undefined
      const member = given === undefined ? undefined : shape(given, place.member(key))
      return member === undefined ? [] : [[key, member] as const]
    })
    return Object.fromEntries(read) as T
  }
}

/** Whether this is plain data with members: no array, no instance of a class. */
export function isRecord(thing: unknown): thing is Readonly<Record<string, unknown>> {
  if (typeof thing !== 'object' || thing === null || Array.isArray(thing)) return false
  const prototype: unknown = Object.getPrototypeOf(thing)
  // Plain objects of another realm have another Object.prototype, which has none above it either.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

export function expected(what: string, value: unknown, place: Place): undefined {
  return place.complain(`expected ${what}, got ${kindOf(value)}`)
}

export function didYouMean(word: string, words: readonly string[]): string {
  const close = nearest(word, words)
  return close === undefined ? '' : `; did you mean "${close}"?`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return isRecord(value) ? 'an object' : 'an instance of a class'
  return `a ${typeof value}`
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined)
}
