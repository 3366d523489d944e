import { limits } from '@strongroom/vault'
import { boolean, long, structure, text } from '../shapes/shape.js'
import { operation } from './operation.js'

export const getRandomPassword = operation({
  name: 'GetRandomPassword',
  changes: false,
  input: structure({
    PasswordLength: long(limits.passwordLength),
    ExcludeCharacters: text(limits.excludeCharacters),
    ExcludeNumbers: boolean(),
    ExcludePunctuation: boolean(),
    ExcludeUppercase: boolean(),
    ExcludeLowercase: boolean(),
    IncludeSpace: boolean(),
    RequireEachIncludedType: boolean(),
  }),
  async run({ vault }, input) {
    const made = vault.password({
      length: input.PasswordLength,
      excludeCharacters: input.ExcludeCharacters,
      excludeLowercase: input.ExcludeLowercase,
      excludeUppercase: input.ExcludeUppercase,
      excludeNumbers: input.ExcludeNumbers,
      excludePunctuation: input.ExcludePunctuation,
      includeSpace: input.IncludeSpace,
      requireEachIncludedType: input.RequireEachIncludedType,
    })
    return { RandomPassword: made }
  },
})
