import { nearest, SecretsError } from '@strongroom/core/parts'

/** What is wrong with what somebody wrote: it gathers, so that one error tells all of it. */
export class Problems {
  readonly #found = new Set<string>()

  /** Gives undefined, which stands for what could not be read. No problem may quote a value. */
  add(problem: string): undefined {
    this.#found.add(problem)
    return undefined
  }

  /** Every problem, a line each; undefined if there is none. */
  told(): string | undefined {
    const { size } = this.#found
    if (size === 0) return undefined
    return size === 1 ? [...this.#found].join() : [`${size} problems:`, ...this.#found].join('\n')
  }

  /** Throws CONFIG if there was a problem. */
  refuse(): void {
    const told = this.told()
    if (told !== undefined) throw new SecretsError('CONFIG', told)
  }
}

/** A question to end a refusal with, if there is a word that was probably meant. */
export function didYouMean(word: string, words: readonly string[]): string {
  const close = nearest(word, words)
  return close === undefined ? '' : `; did you mean ${close}?`
}
