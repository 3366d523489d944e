import { readFileSync } from 'node:fs'

/** A part of the OpenAPI document. */
export type Node = { readonly [key: string]: unknown }

export const document = read()

/** A member of a member, and so on; an empty one where there is none. */
export function at(node: unknown, ...path: readonly string[]): Node {
  const [first, ...rest] = path
  const here: unknown = isNode(node) && typeof node.$ref === 'string' ? referred(node.$ref) : node
  if (first === undefined) return isNode(here) ? here : {}
  return at(isNode(here) ? here[first] : undefined, ...rest)
}

/** What a schema of the document does not allow about a value; empty if it fits. */
export function faults(schema: unknown, value: unknown, place = '$'): readonly string[] {
  const { type, enum: words, properties, required, items, oneOf, additionalProperties, ...rest } = at(schema)
  const wrong: string[] = []
  const say = (problem: string) => wrong.push(`${place} ${problem}`)
  const types: readonly unknown[] = type === undefined ? [] : [type].flat()
  if (types.length > 0 && !types.some((each) => isOf(each, value))) say(`is no ${types.join(' or ')}`)
  if (Array.isArray(words) && !words.includes(value)) say('is none of the words')
  if ('const' in rest && rest.const !== value) say(`is not ${rest.const}`)
  if (typeof rest.pattern === 'string' && !new RegExp(rest.pattern, 'u').test(String(value)))
    say('has no such pattern')
  if (rest.format === 'date-time' && Number.isNaN(Date.parse(String(value)))) say('is no time')
  if (typeof rest.minimum === 'number' && Number(value) < rest.minimum) say('is too small')
  if (typeof rest.minLength === 'number' && String(value).length < rest.minLength) say('is too short')
  if (Array.isArray(oneOf)) {
    const fitting = oneOf.filter((each) => faults(each, value, place).length === 0)
    if (fitting.length !== 1) say(`fits ${fitting.length} of the alternatives`)
  }
  if (Array.isArray(value) && items !== undefined) {
    wrong.push(...value.flatMap((each: unknown, index) => faults(items, each, `${place}[${index}]`)))
  }
  if (isNode(value)) {
    const known = at(properties)
    const missing = Array.isArray(required) ? required.filter((name) => !(String(name) in value)) : []
    for (const name of missing) say(`lacks ${name}`)
    for (const [name, member] of Object.entries(value)) {
      if (name in known) wrong.push(...faults(known[name], member, `${place}.${name}`))
      else if (additionalProperties === false) say(`has ${name}`)
      else if (isNode(additionalProperties))
        wrong.push(...faults(additionalProperties, member, `${place}.${name}`))
    }
  }
  return wrong
}

function isOf(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isNode(value)
  // The other words mean in JSON schemas what they mean in JavaScript.
  return typeof value === type
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function referred(reference: string): Node {
  return at(document, ...reference.slice(2).split('/'))
}

function read(): Node {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'))
  return isNode(parsed) ? parsed : {}
}
