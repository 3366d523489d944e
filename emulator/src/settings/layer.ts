import { didYouMean, type Problems } from '../problems.js'
import type { EmulatorOptions } from './options.js'
import { type SettingName, settingNamed } from './table.js'

/** What somebody said about a setting, unchecked. */
export interface Said {
  readonly name: SettingName
  readonly value: unknown
  /** Begins the sentence "… must be". */
  readonly where: string
}

/** What the flags say, or the variables, or a file: checked, each setting at most once, and paths absolute. */
export type Layer = EmulatorOptions

/** Checks what one source says. After a complaint, what it gives is not to be used. */
export function layerOf(said: readonly Said[], folder: string, problems: Problems): Layer {
  const read = said.flatMap(({ name, value, where }) => {
    const setting = settingNamed(name)
    const accepted = setting.accept(value)
    if (accepted !== undefined) return [[name, setting.from?.(folder, accepted) ?? accepted] as const]
    const close = typeof value === 'string' ? didYouMean(value, setting.words ?? []) : ''
    problems.add(`${where} must be ${setting.expects}${close}`)
    return []
  })
  const layer = Object.fromEntries(read) as Layer
  if (layer.memory === true && layer.data !== undefined) {
    const [data, memory] = ['data', 'memory'].map((name) => said.find((each) => each.name === name)?.where)
    problems.add(
      `${data} and ${memory} contradict each other: secrets are kept in a folder or in memory only`,
    )
  }
  return layer
}
