import type { Decision } from '../settings.js'
import type { Conventions } from './environment.js'
import type { ProviderEntry } from './parse-config.js'
import { isAws } from './provider-kind.js'
import { decided } from './sourced.js'

/** An AWS provider's entry with the region and the proxies of the environment, where its own options name none. */
export function withAwsConventions(entry: ProviderEntry, { region, proxy }: Conventions): ProviderEntry {
  if (!isAws(entry.kind)) return entry
  const proxies = Object.entries(proxy).flatMap(([scheme, said]) =>
    said ? [[scheme, said.value] as const] : [],
  )
  const options = {
    ...(region && { region: region.value }),
    ...(proxies.length > 0 && { proxy: Object.fromEntries(proxies) }),
    ...given(entry.options),
  }
  return { ...entry, options }
}

/** The options that say something: a module can set one to what a variable holds that is not there. */
function given(options: ProviderEntry['options']): ProviderEntry['options'] {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

/** What was decided for a provider beside the list it stands in; `from` is the origin of that list. */
export function awsDecisions(
  { kind, id, options }: ProviderEntry,
  conventions: Conventions,
  from: string,
): readonly Decision[] {
  if (!isAws(kind)) return []
  const { region, proxy } = conventions
  const own = typeof options.region === 'string'
  const regions = own ? [{ value: options.region, from }] : region ? [region] : []
  const proxies = options.proxy === undefined ? Object.entries(proxy) : []
  return [
    ...regions.map((said) => decided(`providers.${id}.region`, said)),
    ...proxies.flatMap(([scheme, said]) =>
      said ? [decided(`providers.${id}.proxy.${scheme}`, { ...said, value: withoutUser(said.value) })] : [],
    ),
  ]
}

/** A proxy's address without the name and password that may stand in it, however it is written. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@')
}
