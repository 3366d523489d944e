import type { Mapping } from '../documents/part.js'

const assignment = /^(\s*(?:export\s+)?)([\w.-]+)(?=\s*=|:\s)/gm

/** A `.env` file as a mapping of texts. What a variable refers to is not filled in. */
export async function readEnvFile(source: string): Promise<Mapping> {
  const { parse } = await import('dotenv')
  // Whether a line assigns, or stands within quotes that were opened before, only the parser knows: so each line that
  // could gets a name of its own, and those it gives back did.
  const lines: { readonly key: string; readonly line: number }[] = []
  const marked = source.replace(assignment, (_, before: string, key: string, at: number) => {
    const line = source.slice(0, at + before.length).split('\n').length
    lines.push({ key, line })
    return `${before}${key}-${lines.length - 1}`
  })
  const known = new Set(Object.keys(parse(marked)))
  const values = new Map(Object.entries(parse(source)))
  const members = lines
    .filter(({ key }, index) => known.has(`${key}-${index}`))
    .map(({ key, line }) => ({
      key,
      line,
      part: { kind: 'text', line, text: values.get(key) ?? '' } as const,
    }))
  return { kind: 'mapping', line: 1, members }
}
