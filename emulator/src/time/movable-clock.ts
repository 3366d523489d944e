import { type Clock, systemClock } from '@strongroom/core/parts'
import type { Instant } from '@strongroom/vault'

/** A clock that goes with the system's until it is told otherwise: it can be put to any time, and stand still. */
export class MovableClock implements Clock {
  readonly #system: Clock
  #offset = 0
  #standsAt: Instant | undefined
  #isFrozen = false
  #isHeld = false
  #moved = new AbortController()

  constructor(system: Clock = systemClock) {
    this.#system = system
  }

  now(): Instant {
    return this.#standsAt ?? this.#system.now() + this.#offset
  }

  /** What the system's clock says, whatever this one does. */
  systemNow(): Instant {
    return this.#system.now()
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** Whether it shows the system's time. */
  get isSystemTime(): boolean {
    return this.#offset === 0 && this.#standsAt === undefined
  }

  /** Puts it to a time, from which it goes on if it went before. */
  moveTo(instant: Instant): void {
    this.#offset = instant - this.#system.now()
    if (this.#standsAt !== undefined) this.#standsAt = instant
    this.#wake()
  }

  freeze(): void {
    this.#isFrozen = true
    this.#stop()
  }

  /** Lets it go on from where it stands. */
  thaw(): void {
    this.#isFrozen = false
    this.#goOn()
  }

  /** Lets it stand while it is moved, whether or not it is frozen. */
  hold(): void {
    this.#isHeld = true
    this.#stop()
  }

  /** Ends `hold`: it goes on unless it is frozen by now. */
  release(): void {
    this.#isHeld = false
    this.#goOn()
  }

  /** Puts it back to the system's time. */
  follow(): void {
    this.#isFrozen = false
    this.#standsAt = undefined
    this.#offset = 0
    this.#wake()
  }

  /** Settles when this clock has come that far, by itself or because it was moved. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const until = this.now() + ms
    while (this.now() < until && !signal?.aborted) {
      const left = this.#standsAt !== undefined ? Number.POSITIVE_INFINITY : until - this.now()
      const { signal: moved } = this.#moved
      await this.#system.sleep(left, signal === undefined ? moved : AbortSignal.any([moved, signal]))
    }
  }

  #stop(): void {
    this.#standsAt = this.now()
    this.#wake()
  }

  #goOn(): void {
    if (this.#isFrozen || this.#isHeld || this.#standsAt === undefined) return
    this.#offset = this.#standsAt - this.#system.now()
    this.#standsAt = undefined
    this.#wake()
  }

  #wake(): void {
    this.#moved.abort()
    this.#moved = new AbortController()
  }
}
