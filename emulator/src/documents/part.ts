/** A part of a JSON or YAML file: where it stands, and what is no text, as it was written. */
export type Part = Mapping | List | Text | Plain | Nothing

interface Written {
  /** Counted from 1. */
  readonly line: number
}

export interface Mapping extends Written {
  readonly kind: 'mapping'
  /** In the order of the file; a key can stand there more than once. */
  readonly members: readonly Member[]
}

export interface Member extends Written {
  readonly key: string
  readonly part: Part
}

interface List extends Written {
  readonly kind: 'list'
  readonly items: readonly Part[]
}

interface Text extends Written {
  readonly kind: 'text'
  readonly text: string
}

/** A number, true or false. */
interface Plain extends Written {
  readonly kind: 'plain'
  /** As it was written: `007`, `1e3`, `12345678901234567890`. */
  readonly text: string
  /** The same in JSON, with every digit; undefined for what JSON has no word for, such as infinity. */
  readonly json: string | undefined
}

interface Nothing extends Written {
  readonly kind: 'nothing'
}

/** What a text, a number or a boolean reads as it was written; undefined for anything else. */
export function written(part: Part): string | undefined {
  return part.kind === 'text' || part.kind === 'plain' ? part.text : undefined
}
