import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal } from '../refusals.js'
import { useTarget } from '../target.js'
import { keepsLimits, refuses, violation } from './constraints-table.js'
import { keepsTypes } from './types-table.js'

const types = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  space: ' ',
} as const

describe('GetRandomPassword', () => {
  const target = useTarget()
  const { post } = target

  const make = async (input: object = {}) => {
    const { status, json } = await post('GetRandomPassword', input)
    expect(status).to.equal(200)
    expect(json).to.have.all.keys('RandomPassword')
    return String(json.RandomPassword)
  }

  describe('types', () => {
    keepsTypes(target, 'GetRandomPassword', {
      PasswordLength: 'long',
      ExcludeCharacters: 'text',
      ExcludeNumbers: 'boolean',
      ExcludePunctuation: 'boolean',
      ExcludeUppercase: 'boolean',
      ExcludeLowercase: 'boolean',
      IncludeSpace: 'boolean',
      RequireEachIncludedType: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'GetRandomPassword',
      {
        PasswordLength: { min: 1, max: 4096, what: 'value', of: (size) => size },
        ExcludeCharacters: { min: 0, max: 4096 },
      },
      {},
    )
    refuses(target, 'GetRandomPassword', [
      [
        'a length as AWS does',
        { PasswordLength: 5555 },
        [
          "Value '5555' at 'passwordLength' failed to satisfy constraint: Member must have value less than or equal to 4096",
        ],
      ],
      [
        'all that is wrong at once',
        { PasswordLength: -1, ExcludeCharacters: 'x'.repeat(4097) },
        [
          violation('-1', 'passwordLength', 'have value greater than or equal to 1'),
          violation('x'.repeat(4097), 'excludeCharacters', 'have length less than or equal to 4096'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    it('makes 32 characters, each type among them, and no space', async () => {
      for (let time = 0; time < 50; time += 1) {
        const password = await make()
        expect(password).to.have.length(32)
        expect(typesIn(password)).to.deep.equal(['lower', 'upper', 'digits', 'punctuation'])
      }
    })

    it('makes another one each time', async () => {
      const made = await Promise.all(Array.from({ length: 50 }, () => make()))
      expect(new Set(made).size).to.equal(50)
    })

    for (const PasswordLength of [4, 5, 100, 4096]) {
      it(`makes ${PasswordLength} characters`, async () => {
        expect(await make({ PasswordLength })).to.have.length(PasswordLength)
      })
    }

    for (const [input, left] of [
      [{ ExcludeNumbers: true }, ['lower', 'upper', 'punctuation']],
      [{ ExcludePunctuation: true }, ['lower', 'upper', 'digits']],
      [{ ExcludeUppercase: true }, ['lower', 'digits', 'punctuation']],
      [{ ExcludeLowercase: true }, ['upper', 'digits', 'punctuation']],
      [{ IncludeSpace: true }, ['lower', 'upper', 'digits', 'punctuation', 'space']],
      [{ ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true }, ['digits']],
      [{ ExcludeCharacters: types.digits }, ['lower', 'upper', 'punctuation']],
    ] as const) {
      it(`has ${left.join(', ')} by ${JSON.stringify(input)}`, async () => {
        expect(typesIn(await make({ ...input, PasswordLength: 400 }))).to.deep.equal(left)
      })
    }

    it('has every character of every type sooner or later', async () => {
      const all = Object.values(types).join('')
      let seen = ''
      for (let time = 0; time < 5; time += 1) seen += await make({ PasswordLength: 4096, IncludeSpace: true })
      expect([...new Set(seen)].sort().join('')).to.equal([...all].sort().join(''))
    })

    it('has none of the characters excluded', async () => {
      const ExcludeCharacters = 'aeiouAEIOU02468!"\\ '
      const password = await make({ PasswordLength: 4096, IncludeSpace: true, ExcludeCharacters })
      expect([...password].filter((character) => ExcludeCharacters.includes(character))).to.deep.equal([])
    })

    it('does not require each type by RequireEachIncludedType=false', async () => {
      expect(await make({ PasswordLength: 1, RequireEachIncludedType: false })).to.have.length(1)
    })

    for (const input of [{ PasswordLength: 3 }, { PasswordLength: 4, IncludeSpace: true }]) {
      it(`refuses ${JSON.stringify(input)}, which is too short for its types`, async () => {
        await expectRefusal(
          post('GetRandomPassword', input),
          'InvalidParameterException',
          'Password length is too short based on the required types.',
        )
      })
    }

    it('needs no place for a type of which nothing is left', async () => {
      expect(await make({ PasswordLength: 3, ExcludeCharacters: types.digits })).to.have.length(3)
    })

    for (const input of [
      { ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true, ExcludeNumbers: true },
      { ExcludeCharacters: Object.values(types).join('') },
    ]) {
      it(`refuses ${Object.keys(input).join(', ')} if nothing is left`, async () => {
        const { status, json } = await post('GetRandomPassword', input)
        expect(status).to.equal(400)
        expect(json)
          .to.have.all.keys('__type', 'Message')
          .and.include({ __type: 'InvalidParameterException' })
      })
    }
  })
})

function typesIn(password: string): readonly string[] {
  return Object.entries(types).flatMap(([type, characters]) =>
    [...password].some((character) => characters.includes(character)) ? [type] : [],
  )
}
