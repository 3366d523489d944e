import { randomInt } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { type PasswordRequest, password, type Random } from '#rules/password'
import { outcomeOf } from '../outcome.js'

const types = {
  lowercase: [...'abcdefghijklmnopqrstuvwxyz'],
  uppercase: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  numbers: [...'0123456789'],
  punctuation: [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  space: [' '],
}

/** What is left of each type that a request includes. */
function left(request: PasswordRequest): readonly (readonly string[])[] {
  const included = [
    request.excludeLowercase ? [] : types.lowercase,
    request.excludeUppercase ? [] : types.uppercase,
    request.excludeNumbers ? [] : types.numbers,
    request.excludePunctuation ? [] : types.punctuation,
    request.includeSpace ? types.space : [],
  ]
  const excluded = request.excludeCharacters ?? ''
  return included
    .map((type) => type.filter((each) => !excluded.includes(each)))
    .filter(({ length }) => length > 0)
}

const all = Object.values(types).flat()
const flag = fc.option(fc.boolean(), { nil: undefined })
const requests = fc.record({
  length: fc.integer({ min: 5, max: 60 }),
  excludeCharacters: fc.option(
    fc.subarray(all).map((characters) => characters.join('')),
    { nil: undefined },
  ),
  excludeLowercase: flag,
  excludeUppercase: flag,
  excludeNumbers: flag,
  excludePunctuation: flag,
  includeSpace: flag,
  requireEachIncludedType: flag,
})

/** How often each password comes out if every draw takes each of its values once. */
function distribution(request: PasswordRequest): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  const draws: { value: number; readonly below: number }[] = []
  do {
    let drawn = 0
    const random: Random = (below) => {
      if (drawn === draws.length) draws.push({ value: 0, below })
      return draws[drawn++]?.value ?? 0
    }
    const made = password(request, random)
    times.set(made, (times.get(made) ?? 0) + 1)
  } while (turned())
  return times

  function turned(): boolean {
    for (let last = draws.at(-1); last !== undefined; last = draws.at(-1)) {
      last.value += 1
      if (last.value < last.below) return true
      draws.pop()
    }
    return false
  }
}

const only = (characters: string) => all.filter((each) => !characters.includes(each)).join('')

describe('password', () => {
  it('has 32 characters of four types, and no space, where nothing is asked for', () => {
    for (let i = 0; i < 50; i += 1) {
      const made = password({}, randomInt)
      expect(made).to.have.lengthOf(32)
      expect(made)
        .to.match(/[a-z]/)
        .and.match(/[A-Z]/)
        .and.match(/[0-9]/)
        .and.match(/[!-/:-@[-`{-~]/)
      expect(made).to.not.include(' ')
    }
  })

  it('has the length asked for, only characters that are left, and one of each type unless that is not required', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const there = left(request)
        fc.pre(there.length > 0)
        const made = [...password(request, randomInt)]
        expect(made).to.have.lengthOf(request.length)
        expect(there.flat()).to.include.members(made)
        if (request.requireEachIncludedType === false) return
        for (const type of there) expect(made.some((each) => type.includes(each))).to.equal(true)
      }),
    )
  })

  it('is any password of its length as often as any other where no type is required', () => {
    const times = distribution({
      length: 3,
      excludeCharacters: only('aZ7'),
      requireEachIncludedType: false,
    })
    expect(times.size).to.equal(27)
    expect(new Set(times.values()).size).to.equal(1)
  })

  it('is any password with one of each type as often as any other where there is room for no more', () => {
    const times = distribution({ length: 3, excludeCharacters: only('abAB7') })
    expect(times.size).to.equal(6 * 2 * 2)
    expect(new Set(times.values()).size).to.equal(1)
  })

  it('favours no place and no character of a type', () => {
    const times = distribution({ length: 4, excludeCharacters: only('ab7') })
    const swapped = (made: string) => made.replace(/[ab]/g, (each) => (each === 'a' ? 'b' : 'a'))
    for (const [made, often] of times) {
      expect(made).to.match(/[ab]/).and.match(/7/)
      expect(times.get([...made].reverse().join(''))).to.equal(often)
      expect(times.get(`${made.slice(1)}${made.charAt(0)}`)).to.equal(often)
      expect(times.get(swapped(made))).to.equal(often)
    }
  })

  it('does not require a type of which nothing is left', () => {
    expect(password({ length: 1, excludeCharacters: only('x') }, randomInt)).to.equal('x')
  })

  for (const [length, request, said] of [
    [4, {}, 'ok'],
    [3, {}, 'Password length is too short based on the required types.'],
    [4, { includeSpace: true }, 'Password length is too short based on the required types.'],
    [3, { excludePunctuation: true }, 'ok'],
    [1, { requireEachIncludedType: false }, 'ok'],
    [
      32,
      { excludeCharacters: only('') },
      'There are no characters left to make a password of after the exclusions.',
    ],
    [
      32,
      { excludeLowercase: true, excludeUppercase: true, excludeNumbers: true, excludePunctuation: true },
      'There are no characters left to make a password of after the exclusions.',
    ],
  ] as const) {
    it(`answers ${length} characters with ${JSON.stringify(request).slice(0, 60)} by: ${said.slice(0, 30)}`, () => {
      const told = outcomeOf(() => password({ length, ...request }, randomInt))
      expect(told).to.equal(said === 'ok' ? said : `InvalidParameterException: ${said}`)
    })
  }

  it('can have 4096 characters', () => {
    expect(password({ length: 4096 }, randomInt)).to.have.lengthOf(4096)
  })
})
