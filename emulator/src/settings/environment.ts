import { nearest } from '@strongroom/core/parts'
import type { Problems } from '../problems.js'
import type { Said } from './layer.js'
import { settingNamed, settingNames, settingsFile, variableOf } from './table.js'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Variables {
  readonly said: readonly Said[]
  readonly config: string | undefined
}

const prefix = 'STRONGROOM_'
const variables = [...settingNames.map(variableOf), settingsFile.variable]
const endings = variables.map((variable) => variable.slice(prefix.length))

/**
 * What the environment says; an empty variable says nothing. Others of this prefix belong to the libraries and to
 * scripts, so one that is unknown is refused only if it looks like a misspelt one of ours.
 */
export function readVariables(env: Environment, problems: Problems): Variables {
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith(prefix) || variables.includes(variable)) continue
    const close = nearest(variable.slice(prefix.length), endings)
    if (close !== undefined) problems.add(`there is no variable ${variable}; did you mean ${prefix}${close}?`)
  }
  const said = settingNames.flatMap((name): readonly Said[] => {
    const where = variableOf(name)
    const text = env[where]?.trim() ?? ''
    return text === '' ? [] : [{ name, where, value: settingNamed(name).fromText(text) }]
  })
  return { said, config: env[settingsFile.variable]?.trim() || undefined }
}
