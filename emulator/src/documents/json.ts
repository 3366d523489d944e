import { jsonFault } from '@strongroom/core/parts'
import type { Problems } from '../problems.js'
import type { Member, Part } from './part.js'

/** A JSON file in parts; undefined after a complaint if it is not JSON. */
export function readJson(source: string, file: string, problems: Problems): Part | undefined {
  const fault = jsonFault(source)
  if (fault !== undefined) return problems.add(`${file}:${fault.line}:${fault.column}: not JSON`)
  return partOf(tokensOf(source))
}

interface Token {
  readonly text: string
  readonly line: number
}

function* tokensOf(source: string): Generator<Token, Token> {
  let line = 1
  for (const [text] of source.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+|\n/g)) {
    if (text === '\n') line++
    else yield { text, line }
  }
  return { text: '', line }
}

/** The next part of what is known to be JSON. */
function partOf(tokens: Generator<Token, Token>, { text, line } = tokens.next().value): Part {
  if (text === '{') return { kind: 'mapping', line, members: [...membersOf(tokens)] }
  if (text === '[') return { kind: 'list', line, items: [...itemsOf(tokens)] }
  if (text.startsWith('"')) return { kind: 'text', line, text: asText(text) }
  return text === 'null' ? { kind: 'nothing', line } : { kind: 'plain', line, text, json: text }
}

function* membersOf(tokens: Generator<Token, Token>): Generator<Member> {
  for (let token = tokens.next().value; token.text !== '}'; token = tokens.next().value) {
    const { text, line } = token.text === ',' ? tokens.next().value : token
    tokens.next()
    yield { key: asText(text), line, part: partOf(tokens) }
  }
}

function* itemsOf(tokens: Generator<Token, Token>): Generator<Part> {
  for (let token = tokens.next().value; token.text !== ']'; token = tokens.next().value) {
    yield partOf(tokens, token.text === ',' ? tokens.next().value : token)
  }
}

function asText(token: string): string {
  return String(JSON.parse(token))
}
