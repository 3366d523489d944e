import { access, constants } from 'node:fs/promises'
import { Problems } from '../problems.js'

/** The files of rotation functions by their ARNs, of texts with an equals sign between them. */
export function filesIn(functions: readonly string[]): ReadonlyMap<string, string> {
  return new Map(functions.map(partedOnce))
}

/** Rejects with CONFIG, telling all of it at once, if a function is told twice or a file cannot be read. */
export async function refuseUnreadable(functions: readonly string[]): Promise<void> {
  const problems = new Problems()
  const told = new Set<string>()
  for (const [arn, file] of functions.map(partedOnce)) {
    if (told.has(arn)) problems.add(`${arn}: the file of this rotation function is told twice`)
    told.add(arn)
    try {
      await access(file, constants.R_OK)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
      problems.add(`${file}: the rotation function ${arn} cannot be read${code}`)
    }
  }
  problems.refuse()
}

function partedOnce(text: string): readonly [before: string, after: string] {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}
