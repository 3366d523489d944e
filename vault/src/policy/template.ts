import type { Facts } from './facts.js'
import { type Glob, globOf } from './wildcards.js'

/** A text of a policy, which may have wildcards and variables. */
export interface Template {
  /** As it is written. */
  readonly source: string
  readonly pieces: readonly Piece[]
}

type Piece = Written | Literal | Variable

/** Here `*` and `?` are wildcards, where there are any. */
interface Written {
  readonly kind: 'written'
  readonly text: string
}

/** What `${*}`, `${?}` and `${$}` stand for. */
interface Literal {
  readonly kind: 'literal'
  readonly text: string
}

interface Variable {
  readonly kind: 'variable'
  readonly key: string
  readonly otherwise: string | undefined
}

/** A text in which `${aws:username}` stands for a value of the request. */
export function templateOf(source: string): Template {
  const pieces = source
    .split(/(\$\{[^{}]*\})/)
    .map((part, index) => (index % 2 === 0 ? written(part) : reference(part)))
  return { source, pieces }
}

/** A text in which nothing stands for a value of the request, as before Version 2012-10-17. */
export function withoutVariables(source: string): Template {
  return { source, pieces: [written(source)] }
}

function reference(part: string): Piece {
  const inner = part.slice(2, -1)
  if (inner === '*' || inner === '?' || inner === '$') return { kind: 'literal', text: inner }
  const [, name = '', otherwise] = /^([^',]*)(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? []
  const key = name.trim().toLowerCase()
  return key === '' ? written(part) : { kind: 'variable', key, otherwise }
}

function written(text: string): Written {
  return { kind: 'written', text }
}

/** The text, with `*` and `?` as themselves; undefined if a variable has no value, which is like nothing. */
export function textIn({ pieces }: Template, facts: Facts): string | undefined {
  const texts = pieces.map((piece) => textOf(piece, facts))
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined
}

/** The same with `*` and `?` as wildcards, though not those in the value of a variable. */
export function globIn({ pieces }: Template, facts: Facts): Glob | undefined {
  const globs = pieces.map((piece) => {
    const text = textOf(piece, facts)
    return text === undefined ? undefined : piece.kind === 'written' ? globOf(text) : [...text]
  })
  return globs.every((glob) => glob !== undefined) ? globs.flat() : undefined
}

/** The condition keys that a text takes values of. */
export function keysIn({ pieces }: Template): readonly string[] {
  return pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.key] : []))
}

function textOf(piece: Piece, facts: Facts): string | undefined {
  if (piece.kind !== 'variable') return piece.text
  const [value, ...more] = facts(piece.key) ?? []
  // Of several values AWS takes none.
  return more.length > 0 ? undefined : (value ?? piece.otherwise)
}
