import type { SecretsSettings } from '../settings.js'
import type { BuiltInKind } from './provider-kind.js'

/** One provider: what it is, what it is called, and options that it alone knows. */
export interface ProviderConfig {
  /** A built-in kind, the name of a package, or the path of a module, from the configuration's folder: `./vault.mjs`. */
  readonly kind: BuiltInKind | (string & Record<never, never>)
  /** What routes, errors and provenance call it; its kind where absent. */
  readonly id?: string | undefined
  /** Where an option wants a key, write a KeyReference, or in a module a KeySource of your own. */
  readonly [option: string]: unknown
}

/** What a profile can set: what it does not set is as at the top of the file. */
export interface ProfileConfig extends SecretsSettings {
  /** In the order in which they are asked; where absent, the environment decides (`aws` and `env`, or `env` alone). */
  readonly providers?: readonly ProviderConfig[] | undefined
}

/** What a configuration file says. Secrets do not stand in it: keys are written `{ env: NAME }` or `{ file: PATH }`. */
export interface SecretsConfig extends ProfileConfig {
  /** Which profile is used, unless an option or STRONGROOM_PROFILE says otherwise. */
  readonly profile?: string | undefined
  readonly profiles?: Readonly<Record<string, ProfileConfig>> | undefined
}

/** Gives the configuration back; for authors of `strongroom.config.mjs`, whose editor then knows what may stand there. */
export function defineConfig(config: SecretsConfig): SecretsConfig {
  return config
}
