import type { Instant, Vault, WholeSecret } from '@strongroom/vault'

/** What there is to tell about a snapshot. */
export interface SnapshotFacts {
  readonly name: string
  /** On the emulator's clock. */
  readonly takenAt: string
  readonly secrets: number
}

interface Taken {
  readonly at: Instant
  readonly secrets: readonly WholeSecret[]
}

/** All secrets as they were at some moment, by names, in memory: as long as the emulator runs. */
export class Snapshots {
  readonly #vault: Vault
  readonly #taken = new Map<string, Taken>()

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** Takes one, in the place of the one that had its name. */
  async take(name: string): Promise<SnapshotFacts> {
    const taken = { at: this.#vault.clock.now(), secrets: await this.#vault.whole() }
    this.#taken.set(name, taken)
    return facts(name, taken)
  }

  list(): readonly SnapshotFacts[] {
    return [...this.#taken].map(([name, taken]) => facts(name, taken))
  }

  /** Puts all secrets back as they were, and nothing else: time goes on. Undefined if there is no such snapshot. */
  async restore(name: string): Promise<SnapshotFacts | undefined> {
    const taken = this.#taken.get(name)
    if (taken === undefined) return undefined
    await this.#vault.putWhole(taken.secrets, 'everything')
    return facts(name, taken)
  }

  /** Answers whether there was one. */
  remove(name: string): boolean {
    return this.#taken.delete(name)
  }
}

function facts(name: string, { at, secrets }: Taken): SnapshotFacts {
  return { name, takenAt: new Date(at).toISOString(), secrets: secrets.length }
}
