import { type Clock, systemClock } from '@strongroom/core/parts'
import { Problems } from '../problems.js'
import { Refused, refused } from '../refusal.js'
import type { RequestLog } from '../request-log.js'
import type { FaultKind, FaultRule, StandingFault } from './fault.js'
import { needsValue, readRule } from './read-rule.js'
import { Rule } from './rule.js'

/** What was made to go wrong with a connection: the call got no answer. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset'
}

/** A call that a fault may strike. */
export interface Call {
  readonly operation: string
  readonly secretIds: readonly string[]
  readonly requestId: string
}

/** Things that are made to go wrong, for tests of what an application does then. */
export class Faults {
  readonly #clock: Pick<Clock, 'now'>
  readonly #log: Pick<RequestLog, 'warn'>
  readonly #sleep: Clock['sleep']
  #rules: readonly Rule[] = []
  #last = 0

  /** `clock` is the emulator's, on which faults end; `sleep` is how answers are delayed, which is in real time. */
  constructor(
    clock: Pick<Clock, 'now'>,
    log: Pick<RequestLog, 'warn'>,
    sleep: Clock['sleep'] = systemClock.sleep,
  ) {
    this.#clock = clock
    this.#log = log
    this.#sleep = sleep
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  /** Lets a fault strike from now on. Throws a TypeError that tells all that is wrong with the rule. */
  add(rule: FaultRule): StandingFault {
    const problems = new Problems()
    const added = this.addGiven(rule, problems)
    if (added === undefined) throw new TypeError(`faults.add: ${problems.told()}`)
    return added
  }

  /** The same for what anybody may have written; undefined after a complaint. */
  addGiven(given: unknown, problems: Problems): StandingFault | undefined {
    const now = this.#clock.now()
    const said = readRule(given, now, problems)
    if (said === undefined) return undefined
    this.#last += 1
    const rule = new Rule(`fault-${this.#last}`, said)
    this.#rules = [...this.#rules, rule]
    return rule.told(now)
  }

  /** In the order in which they were added, those that are over as well. */
  list(): readonly StandingFault[] {
    return this.#rules.map((rule) => rule.told(this.#clock.now()))
  }

  /** Answers whether there was one. */
  remove(id: string): boolean {
    const before = this.#rules.length
    this.#rules = this.#rules.filter((rule) => rule.id !== id)
    return this.#rules.length < before
  }

  clear(): void {
    this.#rules = []
  }

  /**
   * Waits as long as latencies say, then throws what strikes first of all else. Answers whether only half of the answer is
   * to go out. In BatchGetSecretValue, what is wrong with a value is wrong with single secrets: see `spoiled`.
   */
  async strike(call: Call): Promise<'half-answer' | undefined> {
    const latencies = this.#rules.filter(({ kind }) => kind === 'latency')
    const late = latencies.filter((rule) => this.#strikes(rule, call))
    const ms = late.reduce((sum, rule) => sum + rule.ms, 0)
    if (ms > 0) await this.#sleep(ms)
    for (const rule of this.#rules) {
      const { kind } = rule
      if (kind === 'latency' || (isBatch(call) && needsValue(kind)) || !this.#strikes(rule, call)) continue
      if (kind === 'half-answer') return kind
      throw kind === 'connection-reset' ? new ConnectionReset() : refusals[kind]()
    }
    return undefined
  }

  /** What strikes one secret of a BatchGetSecretValue, whose others are answered. */
  spoiled(call: Call): Refused | undefined {
    for (const rule of this.#rules) {
      const { kind } = rule
      if (needsValue(kind) && this.#strikes(rule, call)) return refusals[kind]()
    }
    return undefined
  }

  #strikes(rule: Rule, { operation, secretIds, requestId }: Call): boolean {
    if (!rule.strikes(operation, secretIds, this.#clock.now())) return false
    const { id: fault, kind } = rule
    this.#log.warn('a fault struck', { fault, kind, operation, secretName: secretIds[0], requestId })
    return true
  }
}

function isBatch({ operation }: Call): boolean {
  return operation === 'BatchGetSecretValue'
}

const refusals: Readonly<
  Record<Exclude<FaultKind, 'latency' | 'connection-reset' | 'half-answer'>, () => Refused>
> = {
  throttling: () => refused('ThrottlingException', 'Rate exceeded'),
  'internal-error': () =>
    new Refused({
      status: 500,
      type: 'InternalServiceError',
      message: 'An error occurred on the server side.',
    }),
  'kms-access-denied': () =>
    new Refused({ status: 400, type: 'AccessDeniedException', message: 'Access to KMS is not allowed' }),
  'decryption-failure': () =>
    new Refused({
      status: 400,
      type: 'DecryptionFailure',
      message: "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
    }),
}
