import type { Instant, Vault } from '@strongroom/vault'
import { operationNamed } from '../operations/index.js'
import type { Recorder } from './recorder.js'

/**
 * What AWS charges, in most Regions: from https://aws.amazon.com/secrets-manager/pricing/ as of 2026. A replica is a
 * secret of its own, and one that is scheduled for deletion is none.
 */
const prices = { currency: 'USD', secretMonth: 0.4, calls: 0.05, callsOf: 10_000 } as const

/** A twelfth of a year. */
const month = (365 * 24 * 60 * 60 * 1000) / 12

/** From less than this, nobody can tell a month. */
const leastProjectedMs = 60 * 60 * 1000

export interface Cost {
  /** Those that AWS would charge for now. */
  readonly secrets: number
  readonly calls: {
    readonly total: number
    readonly byOperation: Readonly<Record<string, number>>
    /** From when on they were counted: the start or the last reset. */
    readonly since: string
  }
  /** A month with so many secrets, and with as many calls as there were so far. */
  readonly perMonth: Bill
  /** A month in which calls go on as often as they came so far, by the emulator's clock; null within the first hour. */
  readonly atThisRate: (Bill & { readonly callsPerMonth: number }) | null
  readonly basis: typeof prices
}

interface Bill {
  readonly secrets: number
  readonly calls: number
  readonly total: number
  readonly currency: string
}

/** What the same would cost on AWS. */
export async function costOf(vault: Vault, recorder: Recorder): Promise<Cost> {
  const now = vault.clock.now()
  const secrets = await charged(vault)
  const { since, byOperation } = recorder.counted()
  // STS costs nothing.
  const counted = [...byOperation].filter(([name]) => operationNamed(name) !== undefined)
  const total = counted.reduce((sum, [, count]) => sum + count, 0)
  const sorted = counted.toSorted(([one], [other]) => one.localeCompare(other))
  return {
    secrets,
    calls: { total, byOperation: Object.fromEntries(sorted), since: new Date(since).toISOString() },
    perMonth: bill(secrets, total),
    atThisRate: projected(secrets, total, since, now),
    basis: prices,
  }
}

function projected(secrets: number, calls: number, since: Instant, now: Instant): Cost['atThisRate'] {
  const ms = now - since
  if (ms < leastProjectedMs) return null
  const callsPerMonth = Math.round((calls * month) / ms)
  return { callsPerMonth, ...bill(secrets, callsPerMonth) }
}

function bill(secrets: number, calls: number): Bill {
  const forSecrets = secrets * prices.secretMonth
  const forCalls = (calls / prices.callsOf) * prices.calls
  return {
    secrets: rounded(forSecrets),
    calls: rounded(forCalls),
    total: rounded(forSecrets + forCalls),
    currency: prices.currency,
  }
}

/** To a millionth: a call costs five of them. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6
}

async function charged(vault: Vault): Promise<number> {
  let count = 0
  for (const realm of await vault.store.realms()) {
    let token: string | undefined
    do {
      const page = await vault.list(realm, { token })
      count += page.items.length
      token = page.token
    } while (token !== undefined)
  }
  return count
}
