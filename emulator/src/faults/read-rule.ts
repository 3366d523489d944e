import { randomInt } from 'node:crypto'
import type { Instant } from '@strongroom/vault'
import { aNumber, aText, isObject, type Member, readMembers } from '../members.js'
import { operationNamed, operations } from '../operations/index.js'
import { didYouMean, type Problems } from '../problems.js'
import { durationOf } from '../time/duration.js'
import { type FaultKind, plainFaults } from './fault.js'

/** A rule as it was understood. */
export interface ReadRule {
  readonly operation: string | undefined
  readonly secretName: string | undefined
  readonly fault: { readonly kind: FaultKind; readonly ms?: number | undefined }
  readonly probability: number
  readonly seed: number
  readonly times: number | undefined
  readonly until: Instant | undefined
}

const kinds: readonly FaultKind[] = ['latency', ...plainFaults]
const longestMs = 600_000
const seeds = 2 ** 32

/** The operations that encrypt or decrypt a value: others never ask KMS. */
const withValues = ['BatchGetSecretValue', 'CreateSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecret']

export function needsValue(kind: FaultKind): kind is 'kms-access-denied' | 'decryption-failure' {
  return kind === 'kms-access-denied' || kind === 'decryption-failure'
}

export function touchesValue(operation: string): boolean {
  return withValues.includes(operation)
}

const fault: Member<ReadRule['fault']> = {
  expects: `one of ${plainFaults.join(', ')}, or {"kind": "latency", "ms": 200} with at most ${longestMs}`,
  accept(value) {
    const given = typeof value === 'string' ? { kind: value } : value
    if (!isObject(given)) return undefined
    const { kind: named, ms, ...others } = given
    const kind = kinds.find((each) => each === named)
    if (kind === undefined || Object.keys(others).length > 0) return undefined
    if (kind !== 'latency') return ms === undefined ? { kind } : undefined
    return typeof ms === 'number' && ms >= 0 && ms <= longestMs ? { kind, ms } : undefined
  },
}

const members = {
  operation: aText('an operation of Secrets Manager', () => true),
  secretName: aText("a secret's name, in which * stands for anything", (name) =>
    /^[A-Za-z0-9/_+=.@!*-]{1,512}$/.test(name),
  ),
  fault,
  probability: aNumber('a number above 0, and 1 at most', (share) => share > 0 && share <= 1),
  seed: aNumber(
    `a whole number from 0 to ${seeds - 1}`,
    (seed) => Number.isInteger(seed) && seed >= 0 && seed < seeds,
  ),
  times: aNumber('a whole number from 1 on', (times) => Number.isSafeInteger(times) && times >= 1),
  for: aText('a duration such as "10m" or "1h 30m"', (text) => durationOf(text) !== undefined),
  until: aText('a time such as "2027-01-01T00:00:00Z"', (text) => !Number.isNaN(Date.parse(text))),
}

/** What a program or a request says a fault is to be; undefined after a complaint. */
export function readRule(given: unknown, now: Instant, problems: Problems): ReadRule | undefined {
  const read = readMembers(given, members, problems, 'a fault')
  const { operation, secretName, fault, probability = 1, seed = randomInt(seeds), times } = read
  if (isObject(given) && given.fault === undefined) problems.add(`"fault" must be ${members.fault.expects}`)
  if (operation !== undefined && operationNamed(operation) === undefined) {
    const names = operations.map(({ name }) => name)
    problems.add(`"operation" must be ${members.operation.expects}${didYouMean(operation, names)}`)
  } else if (operation !== undefined && fault && needsValue(fault.kind) && !touchesValue(operation)) {
    problems.add(`${operation} never asks KMS: ${fault.kind} strikes ${withValues.join(', ')}`)
  }
  if (read.for !== undefined && read.until !== undefined)
    problems.add('"for" and "until" say the same: give one')
  if (fault === undefined || problems.told() !== undefined) return undefined
  const lasts = read.for === undefined ? undefined : durationOf(read.for)
  const until = lasts === undefined ? read.until && Date.parse(read.until) : now + lasts
  return { operation, secretName, fault, probability, seed, times, until: until || undefined }
}
