import type { SecretsSettings } from '../settings.js'
import type { Place } from './place.js'
import { didYouMean } from './shape.js'

type Routes = NonNullable<SecretsSettings['routes']>

/** Who can be named where a provider's id is wanted. */
export interface Known {
  readonly ids: readonly string[]
  /** Ids of providers that are left out here. */
  readonly dropped: readonly string[]
  /** Why they are. */
  readonly why: string
}

/** The routes without the providers that are left out. Complains about ids of nobody, and of routes to nowhere. */
export function knownRoutes(routes: Routes, place: Place, known: Known): Routes {
  const kept = Object.entries(routes).map(([start, to]) => {
    const at = place.member(start)
    const each =
      typeof to === 'string' ? [{ id: to, spot: at }] : to.map((id, i) => ({ id, spot: at.item(i) }))
    const ids = each.filter(({ id, spot }) => isKnown(id, spot, known)).map(({ id }) => id)
    if (new Set(ids).size < ids.length) at.complain('names a provider twice')
    if (each.every(({ id }) => known.dropped.includes(id))) at.complain(`has no provider left: ${known.why}`)
    return [start, typeof to === 'string' ? to : ids] as const
  })
  return Object.fromEntries(kept)
}

/** Complains unless the provider that takes writes is there. */
export function checkWriteTo(id: string, place: Place, known: Known): void {
  if (!isKnown(id, place, known) && known.dropped.includes(id)) {
    place.complain(`names a provider that is left out: ${known.why}`)
  }
}

/** Whether somebody answers to the id; complains if nobody ever would. */
function isKnown(id: string, place: Place, { ids, dropped }: Known): boolean {
  if (ids.includes(id)) return true
  if (dropped.includes(id)) return false
  place.complain(`expected the id of a provider (${ids.join(', ')})${didYouMean(id, ids)}`)
  return false
}
