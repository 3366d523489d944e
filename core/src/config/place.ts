import { SecretsError } from '../errors.js'
import { holdsSecret } from './secret-patterns.js'

/**
 * A spot in the configuration, where something can be wrong. Complaints gather, so that one error tells all of them;
 * they say what was expected and never what was found, which might be a secret.
 */
export interface Place {
  member(key: string): Place
  item(index: number): Place
  /** Gives undefined, which stands for what could not be read. */
  complain(problem: string): undefined
  toString(): string
}

export class Problems {
  readonly #found = new Set<string>()

  /** The top of a file, or a variable. */
  at(source: string): Place {
    return this.#place(source, '')
  }

  /** Throws CONFIG if there was a complaint. */
  refuse(): void {
    const { size } = this.#found
    if (size === 0) return
    const count = size === 1 ? 'a problem' : `${size} problems`
    throw new SecretsError('CONFIG', [`the configuration has ${count}:`, ...this.#found].join('\n'))
  }

  #place(source: string, path: string): Place {
    const where = path === '' ? source : `${source}: ${path}`
    return {
      member: (key) => this.#place(source, `${path}${step(key, path === '')}`),
      item: (index) => this.#place(source, `${path}[${index}]`),
      complain: (problem) => {
        this.#found.add(`${where}: ${problem}`)
        return undefined
      },
      toString: () => where,
    }
  }
}

function step(key: string, first: boolean): string {
  // A secret can slip into a key as well, so a key that looks like one is not told.
  if (key.length > 60 || holdsSecret(key)) return '[…]'
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `[${JSON.stringify(key)}]`
  return first ? key : `.${key}`
}
