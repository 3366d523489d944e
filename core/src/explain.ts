import { type Attempt, SecretsError } from './errors.js'
import type { Graph } from './graph.js'
import type { Op } from './provider.js'
import { parseRef, type SecretRef } from './ref.js'
import type { Decision } from './settings.js'

/** Why a name gives what it gives. */
export interface Explanation {
  readonly name: string
  /** The name that the providers are asked for. */
  readonly asked: string
  /** The start of the names of the route it takes. */
  readonly route: string
  /** Who would be asked, in order. */
  readonly providers: readonly string[]
  /** How a read past the cache ended just now. */
  readonly outcome: Attempt['outcome']
  readonly provider?: string
  readonly versionId?: string
  readonly tried: readonly Attempt[]
  readonly message?: string
  readonly hint?: string
  readonly cached: {
    readonly state: 'fresh' | 'stale' | 'expired' | 'absent'
    readonly ageMs?: number
    readonly versionId?: string
  }
  /** Which settings are in force, and who decided them. */
  readonly decisions: readonly Decision[]
}

/** Reads a name past the cache, and tells the way it went; see `Secrets.explain`. */
export async function explain(
  { cache, uncached, description }: Graph,
  decisions: readonly Decision[],
  ref: SecretRef,
  op?: Op,
): Promise<Explanation> {
  const { name } = parseRef(ref, uncached.capabilities.limits.name)
  const starts = Object.keys(description.routes).sort((a, b) => b.length - a.length)
  const route = starts.find((start) => name.startsWith(start)) as string
  const known = cache.peek(ref)
  const way = {
    name,
    asked: description.prefix + name,
    route,
    providers: description.routes[route] ?? [],
    cached: known ?? { state: 'absent' as const },
    decisions,
  }
  try {
    const { provenance, versionId } = await uncached.get(ref, op)
    const { provider, tried } = provenance
    return { ...way, outcome: 'FOUND', provider, versionId, tried }
  } catch (error) {
    if (!SecretsError.is(error) || error.tried === undefined) throw error
    const { code: outcome, message, hint, tried } = error
    return { ...way, outcome, message, tried, ...(hint === undefined ? {} : { hint }) }
  }
}
