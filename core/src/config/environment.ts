import { isSeconds, prefix } from './parse-config.js'
import type { Problems } from './place.js'
import type { Sourced } from './sourced.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where a configuration stands: what relative paths start from, and what variables mean. */
export interface Surroundings {
  /** The configuration file's folder; without a file, the working directory. */
  readonly folder: string
  readonly env: Environment
}

/** What the environment says about secrets, by the conventions of those who run the process. */
export interface Conventions {
  /** Whether AWS is to be asked, whatever else is said. */
  readonly useAws: Sourced<boolean> | undefined
  /** What ENVIRONMENT or NODE_ENV says. */
  readonly stage: Sourced<string> | undefined
  readonly production: Sourced<boolean>
  readonly prefix: Sourced<string> | undefined
  readonly ttlSeconds: Sourced<number> | undefined
  readonly region: Sourced<string> | undefined
  readonly proxy: Readonly<Record<'https' | 'http' | 'no', Sourced<string> | undefined>>
}

export function readConventions(env: Environment, problems: Problems): Conventions {
  const stage = firstOf(env, 'ENVIRONMENT', 'NODE_ENV')
  return {
    useAws: agreed(env, ['USE_SECRETS_MANAGER', 'USE_AWS_SECRETS'], 'true or false', asBoolean, problems),
    stage,
    production: asProduction(stage),
    prefix: prefixIn(env, problems),
    ttlSeconds: agreed(
      env,
      ['SECRETS_CACHE_TTL', 'SECRET_CACHE_TTL'],
      'a number of seconds, 0 or more',
      asSeconds,
      problems,
    ),
    region: firstOf(env, 'SECRETS_MANAGER_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION'),
    proxy: {
      https: firstOf(env, 'HTTPS_PROXY', 'https_proxy'),
      http: firstOf(env, 'HTTP_PROXY', 'http_proxy'),
      no: firstOf(env, 'NO_PROXY', 'no_proxy'),
    },
  }
}

/** What a variable says, without blanks around it; an empty one says nothing. */
export function variable(env: Environment, name: string): Sourced<string> | undefined {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? undefined : { value, from: name }
}

function firstOf(env: Environment, ...names: readonly string[]): Sourced<string> | undefined {
  return said(env, names)[0]
}

function said(env: Environment, names: readonly string[]): readonly Sourced<string>[] {
  return names.map((name) => variable(env, name)).filter((found) => found !== undefined)
}

/** What variables that mean the same say, if they agree. */
function agreed<T>(
  env: Environment,
  names: readonly string[],
  what: string,
  parse: (text: string) => T | undefined,
  problems: Problems,
): Sourced<T> | undefined {
  const parsed = said(env, names).flatMap(({ value: text, from }) => {
    const value = parse(text)
    if (value === undefined) problems.at(from).complain(`expected ${what}`)
    return value === undefined ? [] : [{ value, from }]
  })
  const [first, other] = parsed
  if (first !== undefined && other !== undefined && first.value !== other.value) {
    problems.at(`${first.from} and ${other.from}`).complain('contradict each other; set one of them')
  }
  return first
}

function asBoolean(text: string): boolean | undefined {
  if (/^(?:true|1|yes|on)$/i.test(text)) return true
  return /^(?:false|0|no|off)$/i.test(text) ? false : undefined
}

function asSeconds(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) && isSeconds(Number(text)) ? Number(text) : undefined
}

function asProduction(stage: Sourced<string> | undefined): Sourced<boolean> {
  if (stage === undefined) return { value: false, from: 'default' }
  const value = /^prod(?:uction)?$/i.test(stage.value)
  // Any other word is the operator's own, and stays untold.
  return { value, from: value ? `${stage.from}=production` : stage.from }
}

function prefixIn(env: Environment, problems: Problems): Sourced<string> | undefined {
  const { value: text, from } = variable(env, 'SECRET_PREFIX') ?? {}
  if (text === undefined || from === undefined) return undefined
  const value = prefix(text, problems.at(from))
  return value === undefined ? undefined : { value, from }
}
