import { stat } from 'node:fs/promises'
import path from 'node:path'
import { SecretsError } from '../errors.js'
import { type Environment, variable } from './environment.js'
import type { Sourced } from './sourced.js'

const names = ['json', 'yaml', 'yml', 'mjs'].map((format) => `strongroom.config.${format}`)

export interface WhereToLook {
  readonly file: string | undefined
  readonly cwd: string
  readonly env: Environment
}

/**
 * The absolute path of the configuration file: the one asked for, the one that STRONGROOM_CONFIG names, or the one in
 * the working directory; undefined if there is none. Several in one directory are CONFIG, as nobody could tell which.
 */
export async function findConfigFile({ file, cwd, env }: WhereToLook): Promise<Sourced<string> | undefined> {
  if (file !== undefined) return { value: path.resolve(cwd, file), from: 'option' }
  const named = variable(env, 'STRONGROOM_CONFIG')
  if (named !== undefined) return { ...named, value: path.resolve(cwd, named.value) }

  const candidates = names.map((name) => path.join(cwd, name))
  const there = await Promise.all(candidates.map(exists))
  const [found, ...others] = candidates.filter((_, index) => there[index])
  if (others.length > 0) {
    const all = [found, ...others].map((each) => path.basename(String(each))).join(' and ')
    throw new SecretsError('CONFIG', `there is more than one configuration file: ${all}`, {
      hint: 'Remove all but one, or say which with STRONGROOM_CONFIG.',
    })
  }
  return found === undefined ? undefined : { value: found, from: 'default' }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}
