/** A spot in a text, counted from 1. */
export interface Spot {
  readonly line: number
  readonly column: number
}

const token = (pattern: string) => new RegExp(`(?:${pattern})[ \\t\\n\\r]*`, 'y')

const nothing = token('')
const string = token(String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`)
const simple = token(String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`)
const [comma, colon] = [token(','), token(':')]
const [openObject, closeObject, openList, closeList] = [token('{'), token('}'), token('\\['), token('\\]')]

/**
 * Where a text stops being JSON; undefined if it is JSON to its end. `JSON.parse` tells that only sometimes, and in
 * words that quote the text.
 */
export function jsonFault(source: string): Spot | undefined {
  let at = 0

  const eat = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(source)) return false
    at = pattern.lastIndex
    return true
  }
  const value = (): boolean => eat(string) || eat(simple) || object() || list()
  const object = (): boolean => eat(openObject) && (eat(closeObject) || (each(member) && eat(closeObject)))
  const list = (): boolean => eat(openList) && (eat(closeList) || (each(value) && eat(closeList)))
  const member = (): boolean => eat(string) && eat(colon) && value()
  const each = (item: () => boolean): boolean => {
    do if (!item()) return false
    while (eat(comma))
    return true
  }

  eat(nothing)
  try {
    return value() && at === source.length ? undefined : spotAt(source, at)
  } catch {
    // Nesting that is too deep for the stack: nothing else here can throw.
    return spotAt(source, at)
  }
}

function spotAt(source: string, index: number): Spot {
  const before = source.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
