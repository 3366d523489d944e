import type { Node, Pair } from 'yaml'
import type { Problems } from '../problems.js'
import type { Member, Part } from './part.js'

/** Enough for any file that people write, and an end for one that unfolds without end. */
const mostAliases = 1000

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A YAML file in parts, an empty one as an empty mapping; undefined after a complaint if it is not YAML. */
export async function readYaml(source: string, file: string, problems: Problems): Promise<Part | undefined> {
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  // What is read twice is told later, for JSON as well.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false, intAsBigInt: true } as const
  const document = parseDocument(source, options)
  // What is only a warning (a tag that nobody knows) would give another value than the author meant.
  const faults = [...document.errors, ...document.warnings]
  for (const { code, pos } of faults.slice(0, 1)) {
    const { line, col } = lineCounter.linePos(pos[0])
    return problems.add(`${file}:${line}:${col}: not YAML (${code})`)
  }
  let aliases = 0

  function partOf(node: unknown, above: number): Part | undefined {
    const line = lineOf(node) ?? above
    const fault = (problem: string) => problems.add(`${file}:${line}: ${problem}`)
    if (isAlias(node)) {
      aliases++
      const target = aliases > mostAliases ? undefined : node.resolve(document)
      return target === undefined ? fault('too many aliases, or one without an anchor') : partOf(target, line)
    }
    if (isMap(node))
      return { kind: 'mapping', line, members: node.items.flatMap((pair) => memberOf(pair, line)) }
    if (isSeq(node))
      return { kind: 'list', line, items: node.items.flatMap((item) => partOf(item, line) ?? []) }
    const value = isScalar(node) ? node.value : null
    if (typeof value === 'string') return { kind: 'text', line, text: value }
    if (value === null || !isScalar(node)) return { kind: 'nothing', line }
    const text = node.source ?? String(value)
    return { kind: 'plain', line, text, json: jsonNumber.test(text) ? text : asJson(value) }
  }

  function memberOf({ key, value }: Pair, above: number): readonly Member[] {
    const line = lineOf(key) ?? above
    const name = isScalar(key) ? nameOf(key.value, key.source) : undefined
    if (name === undefined || name === '<<') {
      problems.add(`${file}:${line}: a key must be a word (and there are no merge keys)`)
      return []
    }
    const part = partOf(value, line)
    return part === undefined ? [] : [{ key: name, line, part }]
  }

  function lineOf(node: unknown): number | undefined {
    const start = isNode(node) ? node.range?.[0] : undefined
    return start === undefined ? undefined : lineCounter.linePos(start).line
  }

  return document.contents === null ? { kind: 'mapping', line: 1, members: [] } : partOf(document.contents, 1)
}

function isNode(thing: unknown): thing is Node {
  return typeof thing === 'object' && thing !== null && 'range' in thing
}

/** A key that is no text, such as 123 or true, is the word that stands there. */
function nameOf(value: unknown, source: string | undefined): string | undefined {
  return typeof value === 'string' ? value : source
}

function asJson(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined
}
