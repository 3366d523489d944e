import type { Facts } from './facts.js'
import { PolicyFault } from './fault.js'
import { fieldsOf } from './json.js'
import { type Operator, operatorNamed } from './operators.js'
import type { Template } from './template.js'

/** One key compared with some values. */
export interface Condition {
  readonly operator: Operator
  /** How many of the request's values have to fit, where the condition says so. */
  readonly each?: 'all' | 'any' | undefined
  /** Whether it holds where the key is not there. */
  readonly ifExists: boolean
  /** In lower case. */
  readonly key: string
  readonly values: readonly Template[]
}

/** Reads Condition. */
export function conditionsOf(
  value: unknown,
  where: string,
  templates: (source: string) => Template,
): readonly Condition[] {
  return Object.entries(fieldsOf(value, where)).flatMap(([called, comparisons]) => {
    const how = readOperator(called, where)
    return Object.entries(fieldsOf(comparisons, `${where}.${called}`)).map(([key, values]) => {
      const at = `${where}.${called}.${key}`
      if (!/^[A-Za-z0-9-]+:./s.test(key)) throw new PolicyFault(at, 'is no condition key')
      return { ...how, key: key.toLowerCase(), values: valuesOf(values, at).map(templates) }
    })
  })
}

const sets: Readonly<Record<string, Condition['each']>> = { 'ForAllValues:': 'all', 'ForAnyValue:': 'any' }

function readOperator(called: string, where: string): Pick<Condition, 'operator' | 'each' | 'ifExists'> {
  const [, set = '', name = '', suffix] = /^(For(?:All|Any)Values?:)?(\w+?)(IfExists)?$/.exec(called) ?? []
  const operator = operatorNamed(name)
  const ifExists = suffix !== undefined
  const each = sets[set]
  if (
    operator === undefined ||
    (set !== '' && each === undefined) ||
    (operator.kind === 'null' && ifExists)
  ) {
    throw new PolicyFault(where, `has an operator that there is none of: ${called}`)
  }
  return { operator, each, ifExists }
}

/** Numbers and truth values may stand without quotation marks. */
function valuesOf(value: unknown, where: string): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.map((each) => {
    if (typeof each === 'string') return each
    if (typeof each === 'number' || typeof each === 'boolean') return String(each)
    throw new PolicyFault(where, 'must be texts, numbers or truth values')
  })
}

/** Whether a condition holds. */
export function holds({ operator, each, ifExists, key, values }: Condition, facts: Facts): boolean {
  const given = facts(key)
  if (operator.kind === 'null') {
    return values.some(({ source }) => source.toLowerCase() === String(given === undefined))
  }
  if (given === undefined) return ifExists || (each === undefined ? operator.negated : each === 'all')
  const fits = (value: string) =>
    values.some((wanted) => operator.fits(value, wanted, facts)) !== operator.negated
  // Without a word on how many, one value has to fit; or none must, if the operator is negated.
  const all = each === 'all' || (each === undefined && operator.negated)
  return all ? given.every(fits) : given.some(fits)
}
