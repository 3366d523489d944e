import { SecretsError } from './errors.js'
import type { NameLimits } from './provider.js'

/**
 * Which secret, and which part of it. A string names the current version, and may carry a key: `db#password`, or a
 * JSON pointer, `db#/replicas/0/host`.
 */
export type SecretRef =
  | string
  | {
      readonly name: string
      /** One version by its id. With `label` too, both must mean the same version. */
      readonly versionId?: string | undefined
      /** A staging label; AWSCURRENT where neither this nor `versionId` is given. */
      readonly label?: string | undefined
      /** A key of a JSON secret, or a JSON pointer if it starts with `/`. */
      readonly key?: string | undefined
    }

/** A SecretRef taken apart: its name keeps to the grammar, and absent members are absent. */
export interface ParsedRef {
  readonly name: string
  readonly versionId?: string
  readonly label?: string
  readonly key?: string
}

const maxNameLength = 512
const nameGrammar = /^[A-Za-z0-9/_+=.@!-]+$/
const arnGrammar = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+$/

/** Takes a ref apart, or throws INVALID_NAME or INVALID_ARGUMENT: always before a provider does any I/O. */
export function parseRef(ref: SecretRef, limits?: NameLimits): ParsedRef {
  if (typeof ref === 'string') {
    const hash = ref.indexOf('#')
    return hash < 0
      ? { name: checkedName(ref, limits) }
      : { name: checkedName(ref.slice(0, hash), limits), key: checkedPart('key', ref.slice(hash + 1)) }
  }
  if (typeof ref !== 'object' || ref === null) {
    throw new SecretsError(
      'INVALID_ARGUMENT',
      `a secret is named by a string or an object, not by ${kindOf(ref)}`,
    )
  }
  const { versionId, label, key } = ref
  return {
    name: checkedName(ref.name, limits),
    ...(versionId === undefined ? {} : { versionId: checkedPart('versionId', versionId) }),
    ...(label === undefined ? {} : { label: checkedPart('label', label) }),
    ...(key === undefined ? {} : { key: checkedPart('key', key) }),
  }
}

/** The name itself if it keeps to the grammar; throws INVALID_NAME otherwise. */
export function checkedName(name: unknown, limits: NameLimits = {}): string {
  const { maxLength = maxNameLength, arn = false } = limits
  if (typeof name !== 'string') throw invalidName(`a secret's name is a string, not ${kindOf(name)}`)
  if (arn && arnGrammar.test(name)) return name
  if (name === '') throw invalidName('a secret needs a name, and this one is empty')
  if (name.length > maxLength) {
    throw invalidName(`a secret's name has at most ${maxLength} characters, and this one has ${name.length}`)
  }
  if (!nameGrammar.test(name)) {
    const shown = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)
    throw invalidName(
      `${shown} is not a secret's name: letters, digits and / _ + = . @ - ! may occur in one`,
      name,
    )
  }
  return name
}

function checkedPart(part: string, text: unknown): string {
  if (typeof text === 'string' && text !== '') return text
  const problem = text === '' ? 'is empty' : `must be a string, got ${kindOf(text)}`
  throw new SecretsError('INVALID_ARGUMENT', `the ${part} of a secret's reference ${problem}`)
}

function invalidName(message: string, secretName?: string): SecretsError {
  return new SecretsError('INVALID_NAME', message, { secretName })
}

function kindOf(thing: unknown): string {
  return thing === null ? 'null' : Array.isArray(thing) ? 'an array' : typeof thing
}
