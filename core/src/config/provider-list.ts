import type { Conventions } from './environment.js'
import type { ProviderEntry } from './parse-config.js'
import type { Problems } from './place.js'
import { isAws } from './provider-kind.js'
import type { Sourced } from './sourced.js'

/** Which providers there are, and which ones are missing since AWS is off. */
export interface ProviderList {
  readonly providers: Sourced<readonly ProviderEntry[]>
  /** Ids that routes may still name, and nobody answers to. */
  readonly dropped: readonly string[]
  /** Who left them out. */
  readonly why: string
  readonly aws: Sourced<boolean>
}

/**
 * The providers of the file as the environment wants them: USE_AWS_SECRETS adds AWS or takes it out. Without a list in
 * the file, `env`, and before it `aws` in production or where it is asked for.
 */
export function listProviders(
  listed: Sourced<readonly ProviderEntry[]> | undefined,
  { useAws, production }: Conventions,
  problems: Problems,
): ProviderList {
  const wish = useAws && { value: useAws.value, from: `${useAws.from}=${useAws.value}` }
  const built = (kind: string, from: string): ProviderEntry => {
    return { kind, id: kind, options: {}, place: problems.at(`provider "${kind}" (${from})`) }
  }
  const why = wish ? `${wish.from} leaves AWS out` : 'AWS is left out outside production'

  if (listed === undefined) {
    const aws = wish ?? production
    const kinds = aws.value ? ['aws', 'env'] : ['env']
    const value = kinds.map((kind) => built(kind, aws.from))
    return { providers: { value, from: aws.from }, dropped: aws.value ? [] : ['aws'], why, aws }
  }

  const { value: entries, from } = listed
  const ofAws = entries.filter(({ kind }) => isAws(kind))
  const among = { value: ofAws.length > 0, from }
  const aws = wish ?? among
  if (aws.value === among.value) return { providers: listed, dropped: [], why, aws }
  const others = entries.filter(({ kind }) => !isAws(kind))
  const value = aws.value ? [built('aws', aws.from), ...entries] : others
  if (value.length === 0) problems.at(aws.from).complain(`leaves none of the providers in ${from}`)
  const dropped = aws.value ? [] : ofAws.map(({ id }) => id)
  return { providers: { value, from: `${from}, ${aws.from}` }, dropped, why, aws }
}

/** Complains about ids that occur twice. */
export function refuseDuplicates(entries: readonly ProviderEntry[]): void {
  for (const [index, { id, place }] of entries.entries()) {
    if (entries.findIndex((other) => other.id === id) === index) continue
    place.complain(`another provider has the id "${id}"; give one of them an "id" of its own`)
  }
}
