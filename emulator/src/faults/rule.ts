import type { Instant } from '@strongroom/vault'
import { globbed } from '../glob.js'
import { namesOf } from '../secret-ids.js'
import { drawsFrom } from './draws.js'
import type { FaultKind, StandingFault } from './fault.js'
import { needsValue, type ReadRule, touchesValue } from './read-rule.js'

/** A fault that stands: it decides for each call whether it strikes, and counts. */
export class Rule {
  readonly id: string
  readonly #said: ReadRule
  readonly #draw: () => number
  readonly #fits: ((name: string) => boolean) | undefined
  #struck = 0

  constructor(id: string, said: ReadRule) {
    this.id = id
    this.#said = said
    this.#draw = drawsFrom(said.seed)
    this.#fits = said.secretName === undefined ? undefined : globbed(said.secretName)
  }

  get kind(): FaultKind {
    return this.#said.fault.kind
  }

  /** How much later the answer comes. */
  get ms(): number {
    return this.#said.fault.ms ?? 0
  }

  isOver(now: Instant): boolean {
    const { times = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY } = this.#said
    return this.#struck >= times || now >= until
  }

  /** Whether it strikes this call, which it then has. Each call that fits takes one draw, whatever comes of it. */
  strikes(operation: string, secretIds: readonly string[], now: Instant): boolean {
    if (this.isOver(now) || !this.#isAbout(operation, secretIds)) return false
    if (this.#draw() >= this.#said.probability) return false
    this.#struck += 1
    return true
  }

  told(now: Instant): StandingFault {
    const { until, ...said } = this.#said
    const ends = until === undefined ? undefined : new Date(until).toISOString()
    return { id: this.id, ...said, until: ends, struck: this.#struck, over: this.isOver(now) }
  }

  #isAbout(operation: string, secretIds: readonly string[]): boolean {
    if (this.#said.operation !== undefined && this.#said.operation !== operation) return false
    if (needsValue(this.kind) && !touchesValue(operation)) return false
    const fits = this.#fits
    return fits === undefined || secretIds.some((id) => namesOf(id).some(fits))
  }
}
