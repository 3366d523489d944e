import type { Mapping, Member } from '../documents/part.js'
import type { Place } from '../documents/place.js'

const assignment = /^(\s*(?:export\s+)?)([\w.-]+)(?=\s*=|:(?:\s|$))/

/**
 * A `.env` file as a mapping of texts. What a variable refers to is not filled in. Complains of lines that the parser
 * would pass over, and of quotes that it would take for a part of the value.
 */
export async function readEnvFile(source: string, place: Place): Promise<Mapping> {
  const { parse } = await import('dotenv')
  const lines = source.split(/\r\n?|\n/)
  // Whether a line assigns, or stands within quotes that were opened before, only the parser knows: so each gets a mark of
  // its own, in its name or else before it, which comes back among the names, or within a value, or not at all.
  const mark = markOf(source)
  const markAt = (index: number) => `${mark}${index}.`
  const marked = lines.map((line, index) => {
    if (isPassedOver(line)) return line
    const named = line.replace(assignment, (_, before, key) => `${before}${key}${markAt(index)}`)
    return named === line ? `${markAt(index)}|${line}` : named
  })
  const taken = parse(marked.join('\n'))
  const within = Object.values(taken).join('\n')
  const values = new Map(Object.entries(parse(source)))

  const members = lines.flatMap((text, index): Member[] => {
    const line = index + 1
    const [upToValue = '', , key = ''] = assignment.exec(text) ?? []
    if (Object.hasOwn(taken, `${key}${markAt(index)}`)) {
      const value = values.get(key) ?? ''
      const [, quote] = /^\s*[=:]\s*(['"`])/.exec(text.slice(upToValue.length)) ?? []
      if (quote !== undefined && value.startsWith(quote)) {
        place.member(key).complain({ line }, 'a quote is not closed, or something follows it')
      }
      return [{ key, line, part: { kind: 'text', line, text: value } }]
    }
    if (!isPassedOver(text) && !within.includes(markAt(index))) {
      place.complain({ line }, 'expected NAME=value, a comment or nothing')
    }
    return []
  })
  return { kind: 'mapping', line: 1, members }
}

/** Empty, or a comment. */
function isPassedOver(line: string): boolean {
  return /^\s*(?:#|$)/.test(line)
}

/** Letters that do not occur in the text. */
function markOf(source: string): string {
  let mark = '.m'
  while (source.includes(mark)) mark += 'm'
  return mark
}
