import { SecretsError } from '../errors.js'
import { exactJson, type Json } from '../json.js'
import { memoryProvider } from '../memory-provider.js'
import type { KeySource } from './key-source.js'
import type { CreateProvider } from './provider-module.js'
import { isRecord } from './shape.js'

/** The kind `memory`: holds the secrets of a JSON object, name to value, that stands in a variable or a file. */
export const createMemory: CreateProvider = async ({ id, values }) =>
  memoryProvider(isKeySource(values) ? secretsIn(await values()) : {}, { id })

function secretsIn(text: string): Readonly<Record<string, Json>> {
  let secrets: Json
  try {
    secrets = exactJson(text)
  } catch {
    // The parser's error is left behind: it quotes its input.
    throw new SecretsError('CONFIG', 'the values are not JSON')
  }
  // An exact number is an object too, so the text has to say.
  if (isObject(secrets) && text.trimStart().startsWith('{')) return secrets
  throw new SecretsError('CONFIG', 'the values are JSON, but not an object of names and values')
}

function isObject(json: Json): json is Readonly<Record<string, Json>> {
  return isRecord(json)
}

function isKeySource(values: unknown): values is KeySource {
  return typeof values === 'function'
}
