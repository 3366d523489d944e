/** A policy that cannot be one. The message says what is wrong and where, as in `Statement[1].Effect`. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault'
  /** Whether it is written wrongly, or names a principal that there cannot be. */
  readonly about: 'syntax' | 'principal'

  constructor(where: string, what: string, about: 'syntax' | 'principal' = 'syntax') {
    super(`${where} ${what}`)
    this.about = about
  }
}
