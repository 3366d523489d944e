import { SecretsError } from '../errors.js'
import { type Conventions, type Environment, variable } from './environment.js'
import type { ParsedConfig, ParsedProfile } from './parse-config.js'
import type { Place } from './place.js'
import { didYouMean } from './shape.js'
import type { Sourced } from './sourced.js'

export interface ProfileRequest {
  /** What the program asked for. */
  readonly option: string | undefined
  readonly env: Environment
  readonly stage: Conventions['stage']
}

/**
 * Which profile holds: asked for by the program, by STRONGROOM_PROFILE or by the file; else the one that is named like
 * the environment, if there is one. One that is asked for and missing is CONFIG.
 */
export function chooseProfile(
  { profile, profiles = {} }: ParsedConfig,
  file: string | undefined,
  { option, env, stage }: ProfileRequest,
): Sourced<string | undefined> {
  const byProgram = option === undefined ? undefined : { value: option, from: 'option' }
  const byFile = profile === undefined ? undefined : { value: profile, from: String(file) }
  const asked = byProgram ?? variable(env, 'STRONGROOM_PROFILE') ?? byFile
  if (asked === undefined) {
    const named = stage !== undefined && Object.hasOwn(profiles, stage.value)
    return named ? stage : { value: undefined, from: 'default' }
  }
  if (Object.hasOwn(profiles, asked.value)) return asked
  throw missing(asked, Object.keys(profiles), file)
}

function missing(
  { value, from }: Sourced<string>,
  there: readonly string[],
  file: string | undefined,
): SecretsError {
  const who = from === 'option' ? 'the option "profile"' : from === file ? `${file}: profile` : from
  const some = there.length === 0 ? 'no profiles' : there.join(', ')
  const has = file === undefined ? 'there is no configuration file' : `${file} has ${some}`
  const problem = `names a profile that does not exist${didYouMean(value, there)}: ${has}`
  return new SecretsError('CONFIG', `${who} ${problem}`)
}

/** Settings of one origin. */
export interface Layer {
  readonly settings: ParsedProfile
  readonly from: string
  readonly place: Place
}

/** What the file says, the strongest first: the profile, then the top. */
export function layersOf(config: ParsedConfig, place: Place, profile: string | undefined): readonly Layer[] {
  const top = { settings: config, from: `${place}`, place }
  const settings = profile === undefined ? undefined : config.profiles?.[profile]
  if (profile === undefined || settings === undefined) return [top]
  const from = `${place} (profile ${profile})`
  return [{ settings, from, place: place.member('profiles').member(profile) }, top]
}
