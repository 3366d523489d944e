/** The word that was probably meant: at most two letters away, whatever their case. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= 2 && far < word.length)
    .sort((a, b) => a.far - b.far)
  return best?.candidate
}

/** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  // Nothing that much longer is near, and a long text would take long to compare.
  if (Math.abs(from.length - to.length) > 2) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (const letter of from) {
    const [first = 0] = row
    const next = [first + 1]
    for (const [i, other] of [...to].entries()) {
      const [left = 0, above = 0, corner = 0] = [next[i], row[i + 1], row[i]]
      next.push(Math.min(left + 1, above + 1, corner + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
