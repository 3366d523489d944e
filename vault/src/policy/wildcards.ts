/** Any number of characters. */
const any = Symbol('*')
/** One character. */
export const one = Symbol('?')

/** Characters, and what stands for characters. */
export type Glob = readonly (string | typeof any | typeof one)[]

/** A text in which `*` and `?` stand for characters. */
export function globOf(text: string): Glob {
  return [...text].map((character) => (character === '*' ? any : character === '?' ? one : character))
}

/**
 * Whether a text is what a glob stands for. It takes no longer than the length of the one times that of the other, however
 * many wildcards there are: after a mismatch only the last `*` has to take in more.
 */
export function isLike(text: string, glob: Glob): boolean {
  const characters = [...text]
  let [at, next, lastAny, resume] = [0, 0, -1, 0]
  while (at < characters.length) {
    const wanted = glob[next]
    if (wanted === any) {
      lastAny = next
      resume = at
      next += 1
    } else if (wanted === one || wanted === characters[at]) {
      at += 1
      next += 1
    } else if (lastAny >= 0) {
      resume += 1
      at = resume
      next = lastAny + 1
    } else {
      return false
    }
  }
  return glob.slice(next).every((wanted) => wanted === any)
}

/** Whether an ARN is what a glob stands for, each of the six parts on its own. A glob of fewer parts is like any other. */
export function isArnLike(arn: string, glob: Glob): boolean {
  const wanted = partsOf(glob)
  if (wanted.length < 6) return isLike(arn, glob)
  const parts = partsOf([...arn])
  return (
    parts.length === 6 && parts.every((part, index) => isLike(part.map(String).join(''), wanted[index] ?? []))
  )
}

/** The last of the six has all the colons that are left. */
function partsOf(glob: Glob): readonly Glob[] {
  const parts: Glob[] = []
  let from = 0
  while (parts.length < 5) {
    const to = glob.indexOf(':', from)
    if (to === -1) break
    parts.push(glob.slice(from, to))
    from = to + 1
  }
  return [...parts, glob.slice(from)]
}
