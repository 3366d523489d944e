import { type Bounds, lowerFirst, type Shape, type Structure } from './shape.js'
import type { Draft } from './types.js'

/**
 * Every constraint that the input does not keep, in AWS's words; none if it is in order. Members come in the order of
 * the shape, and within one its length or value, then its pattern, then its set of values.
 */
export function violations(shape: Structure, input: Draft): readonly string[] {
  return ofMembers(shape, input, '')
}

/** The message of all that was found: `2 validation errors detected: …; …`. */
export function constraintSentence(found: readonly string[]): string {
  return `${found.length} validation ${found.length === 1 ? 'error' : 'errors'} detected: ${found.join('; ')}`
}

function ofMembers(shape: Structure, input: object, path: string): readonly string[] {
  const found: string[] = []
  for (const { name, called, shape: member, mandatory } of shape.named) {
    const value: unknown = Reflect.get(input, name)
    if (value !== undefined) found.push(...ofValue(member, value, `${path}${called}`))
    else if (mandatory) found.push(violation('Value null', `${path}${called}`, 'Member must not be null'))
  }
  return found
}

function ofValue(shape: Shape, value: unknown, path: string): readonly string[] {
  const broken = rulesOf(shape).filter((rule) => !rule.keeps(value))
  const own = broken.map((rule) => violation(shown(shape, value), path, rule.says))
  return own.concat(ofInner(shape, value, path))
}

function ofInner(shape: Shape, value: unknown, path: string): readonly string[] {
  if (shape.kind === 'structure' && typeof value === 'object' && value !== null) {
    return ofMembers(shape, value, `${path}.`)
  }
  if (shape.kind !== 'list' || !Array.isArray(value)) return []
  const { member } = shape
  if (member.kind === 'structure' || member.kind === 'list') {
    return value.flatMap((each, at) => ofValue(member, each, `${path}.${at + 1}.member`))
  }
  // Of lists of plain values AWS's framework tells the whole list, once, and every constraint of its members, kept or
  // not. That was seen from other services only.
  const rules = rulesOf(member)
  if (value.every((each) => rules.every((rule) => rule.keeps(each)))) return []
  const all = rules.map((rule) => rule.says).join(', ')
  return [violation(shown(shape, value), path, `Member must satisfy constraint: [${all}]`)]
}

interface Rule {
  readonly says: string
  keeps(value: unknown): boolean
}

const rulesByShape = new WeakMap<Shape, readonly Rule[]>()

function rulesOf(shape: Shape): readonly Rule[] {
  const known = rulesByShape.get(shape)
  if (known !== undefined) return known
  const rules = rulesFor(shape)
  rulesByShape.set(shape, rules)
  return rules
}

function rulesFor(shape: Shape): readonly Rule[] {
  switch (shape.kind) {
    case 'text':
      return [...bounded('length', shape, lengthOf), ...matching(shape), ...listed(shape)]
    case 'integer':
    case 'long':
      return bounded('value', shape, (value) => (typeof value === 'number' ? value : undefined))
    case 'blob':
    case 'list':
      return bounded('length', shape, lengthOf)
    case 'boolean':
    case 'structure':
      return []
  }
}

type Measure = (value: unknown) => number | undefined

function bounded(what: 'length' | 'value', { min, max }: Bounds, measure: Measure): readonly Rule[] {
  const rules: Rule[] = []
  if (max !== undefined) {
    rules.push({
      says: `Member must have ${what} less than or equal to ${max}`,
      keeps: (value) => (measure(value) ?? max) <= max,
    })
  }
  if (min !== undefined) {
    rules.push({
      says: `Member must have ${what} greater than or equal to ${min}`,
      keeps: (value) => (measure(value) ?? min) >= min,
    })
  }
  return rules
}

function matching({
  pattern,
  max = Number.POSITIVE_INFINITY,
}: Extract<Shape, { kind: 'text' }>): readonly Rule[] {
  if (pattern === undefined) return []
  return [
    {
      says: `Member must satisfy regular expression pattern: ${pattern.source}`,
      // What is too long is refused for that alone: on megabytes an expression runs out of stack.
      keeps: (value) => typeof value !== 'string' || value.length > max || pattern.whole.test(value),
    },
  ]
}

function listed({ oneOf }: Extract<Shape, { kind: 'text' }>): readonly Rule[] {
  if (oneOf === undefined) return []
  return [
    {
      says: `Member must satisfy enum value set: [${oneOf.join(', ')}]`,
      keeps: (value) => oneOf.some((each) => each === value),
    },
  ]
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value)
    ? value.length
    : undefined
}

function violation(value: string, path: string, constraint: string): string {
  return `${value} at '${path}' failed to satisfy constraint: ${constraint}`
}

function shown(shape: Shape, value: unknown): string {
  return isSensitive(shape) ? 'Value' : `Value '${printed(value)}'`
}

/** Whether something in the shape must not be shown. */
function isSensitive(shape: Shape): boolean {
  switch (shape.kind) {
    case 'text':
      return shape.sensitive
    case 'blob':
      return true
    case 'list':
      return isSensitive(shape.member)
    case 'structure':
      return shape.named.some((member) => isSensitive(member.shape))
    case 'integer':
    case 'long':
    case 'boolean':
      return false
  }
}

/** As Java prints lists and maps; how AWS prints a structure in a list nobody has seen. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).map(([name, member]) => `${lowerFirst(name)}=${printed(member)}`)
  return `{${members.join(', ')}}`
}
