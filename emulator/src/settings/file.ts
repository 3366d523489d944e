import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type Part, written } from '../documents/part.js'
import { isTold } from '../documents/place.js'
import { didYouMean, type Problems } from '../problems.js'
import { type Layer, layerOf, type Said } from './layer.js'
import { isSettingName, settingNamed, settingNames, settingsFile } from './table.js'

/** The absolute path of the settings file: the one asked for, or the one in `cwd`; undefined if there is none. */
export async function findSettingsFile(
  asked: string | undefined,
  cwd: string,
  problems: Problems,
): Promise<string | undefined> {
  if (asked !== undefined) return path.resolve(cwd, asked)
  const candidates = settingsFile.names.map((name) => path.join(cwd, name))
  const there = await Promise.all(candidates.map(isThere))
  const found = candidates.filter((_, index) => there[index])
  if (found.length < 2) return found[0]
  const names = found.map((file) => path.basename(file)).join(' and ')
  return problems.add(`there is more than one settings file, ${names}: say which with --${settingsFile.flag}`)
}

/** What a settings file says; its paths start at its own folder. */
export async function readSettingsFile(file: string, problems: Problems): Promise<Layer> {
  const name = path.basename(file)
  const format = formats[path.extname(file)]
  if (format === undefined) {
    problems.add(`${name}: a settings file ends in ${Object.keys(formats).join(', ')}`)
    return {}
  }
  const [{ readText }, { readDocument }] = await Promise.all([
    import('../documents/read-text.js'),
    import('../documents/read-document.js'),
  ])
  const text = await readText(file, problems)
  const content = text === undefined ? undefined : await readDocument(text, format, name, problems)
  if (content === undefined) return {}
  return layerOf(saidIn(content, name, problems), path.dirname(file), problems)
}

const formats: Readonly<Record<string, 'json' | 'yaml'>> = {
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
}

function saidIn(content: Part, file: string, problems: Problems): readonly Said[] {
  if (content.kind !== 'mapping') {
    problems.add(`${file} must be a mapping of settings to values`)
    return []
  }
  return content.members.flatMap(({ key: name, line, part }) => {
    if (isSettingName(name))
      return { name, where: `${name} in ${file}, line ${line},`, value: saidBy(part, name) }
    problems.add(
      `${file}:${line}: there is no setting ${isTold(name) ? name : '[…]'}${didYouMean(name, settingNames)}`,
    )
    return []
  })
}

/** A value as it was written: 000000000000 is an account, and no zero. */
function saidBy(part: Part, name: keyof Layer): unknown {
  if (part.kind === 'list') return part.items.map(written)
  const text = written(part)
  if (text === undefined) return undefined
  const { repeats, fromText } = settingNamed(name)
  return repeats === true ? [text] : fromText(text)
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}
