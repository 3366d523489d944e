import type { Problems } from '../problems.js'
import { readJson } from './json.js'
import type { Part } from './part.js'
import { Place } from './place.js'
import { readYaml } from './yaml.js'

export type DocumentFormat = 'json' | 'yaml'

/** A text in parts; undefined after a complaint if it is not in its format, or says something twice. */
export async function readDocument(
  source: string,
  format: DocumentFormat,
  file: string,
  problems: Problems,
): Promise<Part | undefined> {
  try {
    const part = format === 'json' ? readJson(source, file, problems) : await readYaml(source, file, problems)
    if (part !== undefined) refuseTwice(part, new Place(file, problems))
    return part
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return problems.add(`${file}: nested too deeply`)
  }
}

/** Complains of keys that stand twice in one mapping, of which readers would take one or the other. */
export function refuseTwice(part: Part, place: Place): void {
  if (part.kind === 'list') {
    for (const [index, item] of part.items.entries()) refuseTwice(item, place.item(index))
  }
  if (part.kind !== 'mapping') return
  const lines = new Map<string, number>()
  for (const member of part.members) {
    const first = lines.get(member.key)
    if (first === undefined) lines.set(member.key, member.line)
    else place.member(member.key).complain(member, `stands there twice, first on line ${first}`)
    refuseTwice(member.part, place.member(member.key))
  }
}
