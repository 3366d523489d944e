import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { SecretsError, sanitised } from '../errors.js'
import type { Environment, Surroundings } from './environment.js'
import type { Place } from './place.js'
import { isRecord } from './shape.js'

/** How key material is written in a configuration: the variable that holds it, or the file, from the configuration's folder. */
export type KeyReference = { readonly env: string } | { readonly file: string }

/**
 * What a provider gets in place of a KeyReference: call it when the key is needed, as often as needed. It reads anew
 * each time, and rejects with CONFIG if the variable is not set or the file cannot be read.
 */
export type KeySource = () => Promise<string>

/** Whether this is an object with `env` or `file` alone, which is a string. */
export function isKeyReference(thing: unknown): thing is KeyReference {
  if (!isRecord(thing)) return false
  const [only, ...others] = Object.entries(thing)
  return others.length === 0 && (only?.[0] === 'env' || only?.[0] === 'file') && typeof only[1] === 'string'
}

type Options = Readonly<Record<string, unknown>>

/** The same options with a KeySource for each KeyReference in them. Complains about references that lead nowhere. */
export function withKeySources(options: Options, place: Place, places: Surroundings): Options {
  const members = Object.entries(options).map(([key, value]) => [
    key,
    replaced(value, place.member(key), places),
  ])
  return Object.fromEntries(members)
}

function replaced(thing: unknown, place: Place, places: Surroundings): unknown {
  if (Array.isArray(thing)) return thing.map((item, index) => replaced(item, place.item(index), places))
  if (!isRecord(thing)) return thing
  return isKeyReference(thing) ? keySource(thing, place, places) : withKeySources(thing, place, places)
}

function keySource(reference: KeyReference, place: Place, { folder, env }: Surroundings): KeySource {
  if ('env' in reference) {
    if (!/^[A-Za-z_][\w.-]*$/.test(reference.env)) {
      place.member('env').complain('expected the name of an environment variable')
    }
    return () => fromVariable(reference.env, env, place)
  }
  if (reference.file === '') place.member('file').complain('expected the path of a file')
  return () => fromFile(path.resolve(folder, reference.file), place)
}

async function fromVariable(name: string, env: Environment, place: Place): Promise<string> {
  const value = env[name]
  if (value !== undefined && value !== '') return value
  const problem = value === undefined ? 'is not set' : 'is empty'
  const hint = `Set ${name} where this process is started.`
  throw new SecretsError('CONFIG', `${place}: the environment variable ${name} ${problem}`, { hint })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

async function fromFile(file: string, place: Place): Promise<string> {
  try {
    return utf8.decode(await readFile(file)).replace(/\r?\n$/, '')
  } catch (error) {
    const hint =
      'Make the file, text in UTF-8 and readable for this process; its path starts at the configuration file.'
    throw new SecretsError('CONFIG', `${place}: cannot read ${file}`, { hint, cause: sanitised(error) })
  }
}
