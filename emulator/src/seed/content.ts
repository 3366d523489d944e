import { type Content, limits } from '@strongroom/vault'
import { asJson } from '../documents/as-json.js'
import { type Part, written } from '../documents/part.js'
import type { Place } from '../documents/place.js'

/** A value as a seed file has it: text as it is, numbers and booleans as they were written, anything else as JSON. */
export function textContent(part: Part, place: Place): Content | undefined {
  if (part.kind === 'nothing') return place.complain(part, 'expected a value, got null')
  const text = written(part) ?? asJson(part, place)
  if (text === undefined) return undefined
  if (!text.isWellFormed()) return place.complain(part, 'expected text that can be written in UTF-8')
  return checkedSize({ kind: 'text', bytes: Buffer.from(text) }, part, place)
}

export function binaryContent(part: Part, place: Place): Content | undefined {
  const base64 = written(part)?.replace(/\s/g, '')
  if (base64 === undefined || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    return place.complain(part, 'expected base64')
  }
  return checkedSize({ kind: 'binary', bytes: Buffer.from(base64, 'base64') }, part, place)
}

/** Two contents that no reader can tell apart. */
export function isSame(one: Content, other: Content): boolean {
  return one.kind === other.kind && Buffer.compare(one.bytes, other.bytes) === 0
}

function checkedSize(content: Content, part: Part, place: Place): Content | undefined {
  const { min, max } = limits.secretBinary
  const { length } = content.bytes
  return length < min || length > max
    ? place.complain(part, `expected a value of ${min} to ${max} bytes, got ${length}`)
    : content
}
