/** What separates words, beside blanks, in a text that holds only one kind of it. */
const separators = '/-_+=.@'

/** Before a capital that follows a small letter or a digit, and before the last of a run of capitals: App|Beta, COMPAN|Ythings. */
const change = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/

/** The words of a text, in lower case, as Secrets Manager splits descriptions, and whatever `all` looks at. */
export function wordsOf(text: string): readonly string[] {
  const kinds = [...separators].filter((separator) => text.includes(separator))
  const [only = ' '] = kinds
  const parts = text.split(/\s+/)
  const pieces =
    kinds.length > 1 ? parts : parts.flatMap((part) => part.split(only)).flatMap((part) => part.split(change))
  return pieces.filter((piece) => piece !== '' && !isSeparator(piece)).map((piece) => piece.toLowerCase())
}

/** Whether every word that is looked for begins one of these words. Nothing to look for is found nowhere. */
export function foundIn(words: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)))
}

function isSeparator(piece: string): boolean {
  return piece.length === 1 && separators.includes(piece)
}
