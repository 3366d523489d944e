import { limits } from '@strongroom/vault'
import { boolean, long, structure, text } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
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
  run: notYet('GetRandomPassword'),
})
