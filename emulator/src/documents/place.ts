import type { Problems } from '../problems.js'
import type { Part } from './part.js'

/** A spot in a file, where something can be wrong: complaints say what was expected, and never what was found. */
export class Place {
  readonly #file: string
  readonly #path: string
  readonly #problems: Problems

  constructor(file: string, problems: Problems, path = '') {
    this.#file = file
    this.#path = path
    this.#problems = problems
  }

  member(key: string): Place {
    const step = this.#path === '' || !isTold(key) ? told(key) : `.${key}`
    return new Place(this.#file, this.#problems, `${this.#path}${step}`)
  }

  item(index: number): Place {
    return new Place(this.#file, this.#problems, `${this.#path}[${index}]`)
  }

  /** Gives undefined, which stands for what could not be read. */
  complain({ line }: Pick<Part, 'line'>, problem: string): undefined {
    const path = this.#path === '' ? '' : `${this.#path}: `
    return this.#problems.add(`${this.#file}:${line}: ${path}${problem}`)
  }
}

/** A key, unless it looks like none: a value can slip into the place of a key, and the line tells where it stands. */
function told(key: string): string {
  return isTold(key) ? key : '[…]'
}

export function isTold(key: string): boolean {
  return /^[\w.$/+=@!-]{1,60}$/.test(key)
}
