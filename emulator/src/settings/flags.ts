import { parseArgs } from 'node:util'
import { didYouMean, type Problems } from '../problems.js'
import type { Said } from './layer.js'
import { flagOf, settingNamed, settingNames, settingsFile } from './table.js'

export interface Flags {
  /** What is to be shown, instead of starting. */
  readonly show: 'help' | 'version' | undefined
  readonly said: readonly Said[]
  readonly config: string | undefined
}

const namesByFlag = new Map(settingNames.map((name) => [flagOf(name), name]))
const shown = ['help', 'version'] as const
const flags = [...namesByFlag.keys(), settingsFile.flag, ...shown]

/** Takes the command line apart. What is unknown or lacks its value is a problem; the last of two wins, but seeds add up. */
export function readFlags(argv: readonly string[], problems: Problems): Flags {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true })
  const said = new Map<string, Said>()
  let config: string | undefined
  let show: Flags['show']
  let strange: number | undefined

  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') {
      // What follows a flag that nobody knows is most likely its value.
      if (token.index !== strange) problems.add(noFlag(token.value, token.index))
      continue
    }
    const { name: flag, rawName, inlineValue } = token
    const asked = shown.find((each) => each === flag)
    const name = namesByFlag.get(flag)
    const takes = name === undefined ? flag === settingsFile.flag : settingNamed(name).takes !== undefined
    // A flag that comes next is not the value.
    const value = !inlineValue && token.value?.startsWith('-') ? undefined : token.value

    if (asked !== undefined) show ??= asked
    else if (!flags.includes(flag)) {
      problems.add(`there is no flag ${rawName}${didYouMean(rawName, flags.map(dashed))}`)
      strange = token.index + 1
    } else if (takes && (value === undefined || value === '')) problems.add(`${rawName} needs a value`)
    else if (name === undefined) config = value
    else {
      const { repeats, fromText } = settingNamed(name)
      const text = value ?? 'true'
      const given = repeats === true ? [said.get(name)?.value ?? [], text].flat() : fromText(text)
      said.set(name, { name, where: rawName, value: given })
    }
  }
  return { show, config, said: [...said.values()] }
}

/** Told is only what can be nothing but the value of some flag: anything else could be what nobody should read. */
function noFlag(argument: string, index: number): string {
  const name = recognisable.find((each) => {
    const { accept, fromText } = settingNamed(each)
    return accept(fromText(argument)) !== undefined
  })
  if (name === undefined) return `only flags are understood, and argument ${index + 1} is none`
  const meant = `${dashed(flagOf(name))} ${argument}`
  // npm takes what comes before -- for flags of its own, and passes their values on.
  return `only flags are understood, and ${argument} is none: did you mean ${meant}? (after npm start, flags come after --: npm start -- ${meant})`
}

const recognisable = ['port', 'account', 'region', 'logLevel'] as const

const options = Object.fromEntries([
  ...settingNames.map((name) => [flagOf(name), optionOf(settingNamed(name).takes)] as const),
  [settingsFile.flag, optionOf(settingsFile.takes)] as const,
  ['help', { type: 'boolean', short: 'h' }] as const,
  ['version', { type: 'boolean' }] as const,
])

function optionOf(takes: string | undefined): { readonly type: 'string' | 'boolean' } {
  return { type: takes === undefined ? 'boolean' : 'string' }
}

function dashed(flag: string): string {
  return `--${flag}`
}
