import { noCharactersLeft, passwordTooShort } from '../refusals.js'

export interface PasswordRequest {
  readonly length?: number | undefined
  readonly excludeCharacters?: string | undefined
  readonly excludeLowercase?: boolean | undefined
  readonly excludeUppercase?: boolean | undefined
  readonly excludeNumbers?: boolean | undefined
  readonly excludePunctuation?: boolean | undefined
  readonly includeSpace?: boolean | undefined
  readonly requireEachIncludedType?: boolean | undefined
}

/** A whole number from 0 up to but not including `below`, each as likely as the next. */
export type Random = (below: number) => number

const lowercase = 'abcdefghijklmnopqrstuvwxyz'
const uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const numbers = '0123456789'
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** A password as GetRandomPassword makes it. A type of which nothing is left to choose from is not required. */
export function password(request: PasswordRequest, random: Random): string {
  const { length = 32, requireEachIncludedType = true } = request
  const types = typesOf(request)
  if (types.length === 0) throw noCharactersLeft()
  if (requireEachIncludedType && length < types.length) throw passwordTooShort()

  const all = types.join('')
  const pick = (from: string) => from.charAt(random(from.length))
  const required = requireEachIncludedType ? types.map(pick) : []
  const rest = Array.from({ length: length - required.length }, () => pick(all))
  return shuffled([...required, ...rest], random).join('')
}

/** The characters of each type that is included, without those excluded. */
function typesOf(request: PasswordRequest): readonly string[] {
  const excluded = new Set(request.excludeCharacters)
  return [
    request.excludeLowercase ? '' : lowercase,
    request.excludeUppercase ? '' : uppercase,
    request.excludeNumbers ? '' : numbers,
    request.excludePunctuation ? '' : punctuation,
    request.includeSpace ? ' ' : '',
  ]
    .map((type) => [...type].filter((character) => !excluded.has(character)).join(''))
    .filter((type) => type !== '')
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffled(characters: string[], random: Random): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = random(last + 1)
    const [a = '', b = ''] = [characters[last], characters[other]]
    characters[last] = b
    characters[other] = a
  }
  return characters
}
