import type { Connection, Statement } from './driver.js'
import { type Patience, patiently } from './patience.js'
import { isRefusal } from './sqlite-errors.js'

/** How many turns of the event loop a transaction waits for more writes at most; less than an fsync takes. */
const mostTurns = 8

interface Member {
  /** Does its part, and answers how to tell the outcome once all of it is durable. */
  attempt(): () => void
  reject(error: unknown): void
}

/**
 * Lets all writes of one turn of the event loop share one transaction, and so one fsync. Each does its work in a
 * savepoint: what it cannot do takes nothing from the others. No write settles before the transaction is durable.
 */
export class GroupCommit {
  /** How many transactions were made durable. */
  transactions = 0
  /** How many writes were, all told. */
  writes = 0

  readonly #db: Connection
  readonly #patience: Patience
  readonly #check: () => void
  readonly #begin: Statement<[]>
  readonly #commit: Statement<[]>
  readonly #rollback: Statement<[]>
  readonly #savepoint: Statement<[]>
  readonly #release: Statement<[]>
  readonly #rollbackTo: Statement<[]>
  #waiting: Member[] = []
  #flushing = false

  /** `check` may refuse each transaction that has begun. */
  constructor(db: Connection, patience: Patience, check: () => void = () => {}) {
    this.#db = db
    this.#check = check
    this.#patience = patience
    this.#begin = db.prepare('BEGIN IMMEDIATE')
    this.#commit = db.prepare('COMMIT')
    this.#rollback = db.prepare('ROLLBACK')
    this.#savepoint = db.prepare('SAVEPOINT member')
    this.#release = db.prepare('RELEASE member')
    this.#rollbackTo = db.prepare('ROLLBACK TO member')
  }

  /**
   * Does `work`, which must not wait for anything, in the next transaction. Answers what it answered; rejects with what
   * it threw, and then nothing of it has happened, or with what kept the whole transaction from being made durable.
   * `durably` is called at once when it is, before anybody hears of it.
   */
  run<T>(work: () => T, durably: (outcome: T) => void = () => {}): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        attempt() {
          const outcome = work()
          return () => {
            durably(outcome)
            resolve(outcome)
          }
        },
        reject,
      })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#flushing || this.#waiting.length === 0) return
    this.#flushing = true
    this.#gather(0, mostTurns)
  }

  /** Waits while each turn brings more: who has just been answered mostly comes back with the next write. */
  #gather(before: number, turns: number): void {
    setImmediate(() => {
      const { length } = this.#waiting
      if (length > before && turns > 0) this.#gather(length, turns - 1)
      else this.#flush()
    })
  }

  async #flush(): Promise<void> {
    try {
      await patiently(() => this.#transact(), this.#patience)
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    }
    this.#flushing = false
    this.#schedule()
  }

  /** One transaction for all who wait. It throws only if it cannot begin, and then they wait still. */
  #transact(): void {
    this.#begin.run()
    const members = this.#waiting.splice(0)
    try {
      this.#check()
      const tellings = this.#attemptAll(members)
      this.#commit.run()
      this.transactions += 1
      this.writes += members.length
      for (const tell of tellings) tell()
    } catch (error) {
      if (this.#db.inTransaction) this.#rollback.run()
      for (const { reject } of members) reject(error)
    }
  }

  /** All in one go, as nearly every time nobody fails; if somebody does, once more, each in a savepoint of its own. */
  #attemptAll(members: readonly Member[]): readonly (() => void)[] {
    this.#savepoint.run()
    try {
      const tellings = members.map((member) => member.attempt())
      this.#release.run()
      return tellings
    } catch (error) {
      this.#undo(error)
      return members.map((member) => this.#attempt(member))
    }
  }

  #attempt(member: Member): () => void {
    this.#savepoint.run()
    try {
      const tell = member.attempt()
      this.#release.run()
      return tell
    } catch (error) {
      this.#undo(error)
      return () => member.reject(error)
    }
  }

  /** Takes back what the savepoint saw, if that is all there is to it: otherwise throws the error on. */
  #undo(error: unknown): void {
    if (!isRefusal(error) || !this.#db.inTransaction) throw error
    this.#rollbackTo.run()
    this.#release.run()
  }
}
