import type { Shape, Structure } from './shape.js'
import { mismatch, notAnObject, TypeFault } from './type-fault.js'

/** An input whose types are in order, and nothing else yet. */
export interface Draft {
  readonly [member: string]: unknown
}

/**
 * Reads the types of a body, parsed from JSON. Members that the shape does not have are ignored, and null is absence;
 * in a list it is left out. Throws a TypeFault, and nothing else, whatever the body is.
 */
export function readTypes(shape: Structure, body: unknown): Draft {
  if (!isObject(body)) throw notAnObject(body)
  return readMembers(shape, body)
}

function readMembers(shape: Structure, json: object): Draft {
  const read: Record<string, unknown> = {}
  for (const { name, shape: member } of shape.named) {
    const value = own(json, name)
    if (!absent(value)) read[name] = readValue(member, value)
  }
  return read
}

function readValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value !== 'string') break
      // Half of a surrogate pair can be written in JSON, but in no UTF-8.
      if (!value.isWellFormed()) throw new TypeFault()
      return value
    case 'integer':
    case 'long':
      if (typeof value !== 'number') break
      return whole(value, greatest[shape.kind])
    case 'boolean':
      if (typeof value !== 'boolean') break
      return value
    case 'blob':
      if (typeof value !== 'string') break
      return bytesOf(value)
    case 'list':
      if (!Array.isArray(value)) break
      return value.filter((each) => !absent(each)).map((each) => readValue(shape.member, each))
    case 'structure':
      if (!isObject(value)) break
      return readMembers(shape, value)
  }
  throw mismatch(shape.kind, value)
}

// JSON.parse is exact up to here only, and no limit is anywhere near.
const greatest = { integer: 2 ** 31 - 1, long: Number.MAX_SAFE_INTEGER } as const

/** Java's narrowing of a number: the fraction goes, and what is too large becomes the largest. */
function whole(value: number, most: number): number {
  return Math.min(Math.max(Math.trunc(value), -most - 1), most) + 0
}

function bytesOf(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  // Buffer passes over what is not base64: only what comes out again as it went in was all right.
  if (bytes.toString('base64') !== base64) throw mismatch('blob', base64)
  return new Uint8Array(bytes)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(json: object, name: string): unknown {
  return Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined
}

function absent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}
