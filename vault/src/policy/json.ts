import { PolicyFault } from './fault.js'

export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads JSON in which no object says a name twice: JSON.parse would let the last one win, and drop a Deny. Not recorded.
 */
export function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PolicyFault('the policy', 'is not JSON')
  }
  refuseTwice(text)
  return value
}

/** Of a text that is JSON. */
function refuseTwice(text: string): void {
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ':') last = token
    else {
      const name = String(JSON.parse(last))
      const names = open.at(-1)
      if (names?.has(name)) throw new PolicyFault('the policy', `says ${last} twice in one place`)
      names?.add(name)
    }
  }
}

/** An object, with no other members than these if they are told. */
export function fieldsOf(value: unknown, where: string, known?: readonly string[]): Fields {
  if (!isObject(value)) throw new PolicyFault(where, 'must be an object')
  const unknown = known && Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new PolicyFault(where, `has an element that there is none of: ${unknown}`)
  return value
}

/** One text or a list of them, and at least one. */
export function textsOf(value: unknown, where: string): readonly string[] {
  const texts = Array.isArray(value) ? value : [value]
  if (texts.length === 0) throw new PolicyFault(where, 'must not be empty')
  return texts.map((text) => textOf(text, where))
}

export function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new PolicyFault(where, 'must be text')
  return value
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
