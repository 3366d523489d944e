import { didYouMean, Problems } from './problems.js'
import { type Environment, readVariables } from './settings/environment.js'
import { findSettingsFile, readSettingsFile } from './settings/file.js'
import { readFlags } from './settings/flags.js'
import { layerOf } from './settings/layer.js'
import type { EmulatorOptions, Settings } from './settings/options.js'
import { settled } from './settings/settled.js'
import { isSettingName, settingNames } from './settings/table.js'

export type { EmulatorOptions, IamMode, LogLevel, Settings } from './settings/options.js'

export interface Invocation {
  /** The command line, without the program. */
  readonly argv: readonly string[]
  readonly env: Environment
  /** Where relative paths start. */
  readonly cwd: string
}

/**
 * The settings that a command line, an environment and a settings file come to, or what is to be shown instead of
 * starting. A flag goes before a variable, and a variable before the file. Rejects with CONFIG, telling everything that
 * is wrong at once.
 */
export async function readSettings({ argv, env, cwd }: Invocation): Promise<Settings | 'help' | 'version'> {
  const problems = new Problems()
  const flags = readFlags(argv, problems)
  if (flags.show !== undefined) return flags.show
  const variables = readVariables(env, problems)
  const file = await findSettingsFile(flags.config ?? variables.config, cwd, problems)
  const layers = [
    layerOf(flags.said, cwd, problems),
    layerOf(variables.said, cwd, problems),
    file === undefined ? {} : await readSettingsFile(file, problems),
  ]
  problems.refuse()
  return settled(layers, cwd)
}

/**
 * The settings of an emulator that a program starts: unlike from the command line, any port that is free, no log, and
 * memory unless there is a folder. Throws a TypeError that tells everything that is wrong at once.
 */
export function settingsOf(partial: EmulatorOptions = {}): Settings {
  const given: unknown = partial
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError('startEmulator: the options must be an object')
  }
  const problems = new Problems()
  const said = Object.entries(partial).flatMap(([name, value]) => {
    if (value === undefined) return []
    if (isSettingName(name)) return { name, value, where: `"${name}"` }
    problems.add(`there is no option "${name}"${didYouMean(name, settingNames)}`)
    return []
  })
  const layer = layerOf(said, '.', problems)
  const told = problems.told()
  if (told !== undefined) throw new TypeError(`startEmulator: ${told}`)
  return settled([layer, { port: 0, logLevel: 'silent', memory: true }], '.')
}
