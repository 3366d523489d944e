import path from 'node:path'
import { requireKeys } from '../options.js'
import type { SecretsProvider } from '../provider.js'
import type { SecretsGraph } from '../settings.js'
import { withAwsConventions } from './aws-conventions.js'
import { decisionsOf } from './decisions.js'
import { effectiveSettings, settingsOf } from './effective.js'
import { type Environment, readConventions } from './environment.js'
import { fallbackWarning } from './fallback-warning.js'
import { findConfigFile } from './find-file.js'
import { withKeySources } from './key-source.js'
import { makeProvider } from './make-provider.js'
import { parseConfig } from './parse-config.js'
import { Problems } from './place.js'
import { chooseProfile, layersOf } from './profile.js'
import { readConfigFile } from './read-file.js'
import { refuseSecrets } from './suspects.js'

export interface ConfigOptions {
  /**
   * The configuration file; else the one that STRONGROOM_CONFIG names, else `strongroom.config.json`, `.yaml`, `.yml` or
   * `.mjs` in `cwd`. Without any, the environment alone decides.
   */
  readonly file?: string | undefined
  /** Where relative paths start; the process's working directory where absent. */
  readonly cwd?: string | undefined
  /** `process.env` where absent. */
  readonly env?: Environment | undefined
  /** The profile; else STRONGROOM_PROFILE, else the file's `profile`, else the one called as ENVIRONMENT or NODE_ENV says. */
  readonly profile?: string | undefined
}

/**
 * Reads the configuration and the environment, and makes the providers they ask for, which do not connect to anything
 * yet. Rejects with CONFIG, telling everything that is wrong at once, or with the SecretsError of a provider that refuses
 * its options.
 */
export async function loadConfig(options: ConfigOptions = {}): Promise<SecretsGraph> {
  checkOptions(options)
  const { file: asked, env = process.env, profile: option } = options
  const cwd = path.resolve(options.cwd ?? '.')

  const file = await findConfigFile({ file: asked, cwd, env })
  const content = file === undefined ? {} : await readConfigFile(file.value)
  const folder = file === undefined ? cwd : path.dirname(file.value)
  const name = file && path.basename(file.value)

  const problems = new Problems()
  const place = problems.at(name ?? 'configuration')
  const conventions = readConventions(env, problems)
  const config = parseConfig(content, place)
  refuseSecrets(content, place)
  problems.refuse()

  const profile = chooseProfile(config, name, { option, env, stage: conventions.stage })
  const layers = layersOf(config, place, profile.value)
  const effective = effectiveSettings(layers, conventions, problems)
  const entries = effective.providers.value.map((entry) => {
    const options = withKeySources(entry.options, entry.place, { folder, env })
    return withAwsConventions({ ...entry, options }, conventions)
  })
  problems.refuse()

  const providers: SecretsProvider[] = []
  try {
    for (const entry of entries) providers.push(await makeProvider(entry, { folder, env }))
  } catch (error) {
    await Promise.allSettled(providers.map((provider) => provider.close()))
    throw error
  }
  return {
    ...settingsOf(effective),
    providers,
    onFallback: effective.lenient ? fallbackWarning() : undefined,
    decisions: decisionsOf({ file, profile, effective, conventions }),
  }
}

/** Misuse by the program, not by who configures it. */
function checkOptions(options: ConfigOptions): void {
  requireKeys('loadConfig', options, ['file', 'cwd', 'env', 'profile'])
  for (const option of ['file', 'cwd', 'profile'] as const) {
    const value: unknown = options[option]
    if (value === undefined || (typeof value === 'string' && value !== '')) continue
    throw new TypeError(`loadConfig: "${option}" must be a string that is not empty`)
  }
}
