import { BlockList, isIP } from 'node:net'
import type { Facts } from './facts.js'
import { globIn, type Template, textIn } from './template.js'
import { isArnLike, isLike } from './wildcards.js'

/** A condition operator, without the set and the IfExists that may be around it. */
export type Operator = Comparison | { readonly kind: 'null' }

interface Comparison {
  /** What is compared: ARNs are texts, too. */
  readonly kind: 'text' | 'address' | 'value'
  /** Whether it holds for what does not fit. */
  readonly negated: boolean
  readonly fits: Fits
}

/** Whether a value of a request fits one of a policy. What cannot be read as what it should be fits nothing. Not recorded. */
type Fits = (given: string, wanted: Template, facts: Facts) => boolean

export function operatorNamed(name: string): Operator | undefined {
  return operators.get(name)
}

const equal: Fits = (given, wanted, facts) => textIn(wanted, facts) === given

const equalIgnoringCase: Fits = (given, wanted, facts) =>
  textIn(wanted, facts)?.toLowerCase() === given.toLowerCase()

const like: Fits = (given, wanted, facts) => {
  const glob = globIn(wanted, facts)
  return glob !== undefined && isLike(given, glob)
}

const arn: Fits = (given, wanted, facts) => {
  const glob = globIn(wanted, facts)
  return glob !== undefined && given.startsWith('arn:') && isArnLike(given, glob)
}

// Variables are for texts and ARNs: everything else takes what the policy says as it is written.
const bool: Fits = (given, { source }) => given.toLowerCase() === source.toLowerCase()

const binary: Fits = (given, { source }) => {
  const [one, other] = [given, source].map((text) => Buffer.from(text, 'base64'))
  return one !== undefined && other !== undefined && one.equals(other)
}

const address: Fits = (given, { source }) => {
  const range = rangeOf(source)
  const family = familyOf(given)
  return range !== undefined && family !== undefined && range.check(given, family)
}

type Order = (given: number, wanted: number) => boolean
const ordered =
  (read: (text: string) => number | undefined, order: Order): Fits =>
  (given, { source }) => {
    const [one, other] = [read(given), read(source)]
    return one !== undefined && other !== undefined && order(one, other)
  }

const orders: readonly (readonly [name: string, order: Order])[] = [
  ['Equals', (given, wanted) => given === wanted],
  ['LessThan', (given, wanted) => given < wanted],
  ['LessThanEquals', (given, wanted) => given <= wanted],
  ['GreaterThan', (given, wanted) => given > wanted],
  ['GreaterThanEquals', (given, wanted) => given >= wanted],
]

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...both('StringEquals', 'StringNotEquals', equal, 'text'),
  ...both('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equalIgnoringCase, 'text'),
  ...both('StringLike', 'StringNotLike', like, 'text'),
  ...both(
    'NumericEquals',
    'NumericNotEquals',
    ordered(numberIn, (given, wanted) => given === wanted),
  ),
  ...both(
    'DateEquals',
    'DateNotEquals',
    ordered(instantIn, (given, wanted) => given === wanted),
  ),
  ...orders.flatMap(([name, order]) => [
    [`Numeric${name}`, comparison(ordered(numberIn, order))] as const,
    [`Date${name}`, comparison(ordered(instantIn, order))] as const,
  ]),
  ['Bool', comparison(bool)],
  ['BinaryEquals', comparison(binary)],
  ...both('IpAddress', 'NotIpAddress', address, 'address'),
  // ArnEquals takes wildcards as well.
  ...both('ArnEquals', 'ArnNotEquals', arn, 'text'),
  ...both('ArnLike', 'ArnNotLike', arn, 'text'),
  ['Null', { kind: 'null' }],
])

function comparison(fits: Fits, kind: Comparison['kind'] = 'value', negated = false): Comparison {
  return { kind, negated, fits }
}

function both(
  name: string,
  opposite: string,
  fits: Fits,
  kind: Comparison['kind'] = 'value',
): readonly (readonly [string, Operator])[] {
  return [
    [name, comparison(fits, kind)],
    [opposite, comparison(fits, kind, true)],
  ]
}

function numberIn(text: string): number | undefined {
  return /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined
}

/** Of a date by ISO 8601, which may be a day, a month or a year alone, or of seconds since the epoch. */
function instantIn(text: string): number | undefined {
  if (/^\d{4}$/.test(text)) return Date.UTC(Number(text), 0)
  if (/^\d{5,}(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  const iso = /^\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?$/
  const instant = iso.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(instant) ? undefined : instant
}

/** The addresses of 10.0.0.0/8 or 2001:db8::/32, or a single one. */
export function rangeOf(text: string): BlockList | undefined {
  const [network = '', bits, ...more] = text.split('/')
  const family = familyOf(network)
  if (family === undefined || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)))
    return undefined
  const most = family === 'ipv4' ? 32 : 128
  const prefix = bits === undefined ? most : Number(bits)
  if (prefix > most) return undefined
  const range = new BlockList()
  range.addSubnet(network, prefix, family)
  return range
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address)
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6'
}
