import type { Decision } from '../settings.js'
import { awsDecisions } from './aws-conventions.js'
import type { Effective } from './effective.js'
import type { Conventions } from './environment.js'
import { decided, type Sourced } from './sourced.js'

export interface Decided {
  readonly file: Sourced<string> | undefined
  readonly profile: Sourced<string | undefined>
  readonly effective: Effective
  readonly conventions: Conventions
}

/** Every setting with who decided it, for `explain`. Nothing here is secret: no option of a provider, but AWS's region. */
export function decisionsOf({ file, profile, effective, conventions }: Decided): readonly Decision[] {
  const { prefix, cache, providers, aws, routes, next, writeTo } = effective
  return [
    decided('file', file ?? { value: undefined, from: 'default' }),
    decided('profile', profile),
    decided('prefix', prefix),
    decided('cache.ttlSeconds', cache.ttlSeconds),
    decided('cache.max', cache.max),
    decided('cache.maxStaleSeconds', cache.maxStaleSeconds),
    decided('aws', aws),
    decided('providers', { value: providers.value.map(({ id }) => id), from: providers.from }),
    ...providers.value.flatMap((entry) => awsDecisions(entry, conventions, providers.from)),
    decided('routes', routes),
    decided('next', next),
    decided('writeTo', writeTo),
  ]
}
