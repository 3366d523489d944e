import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { addressOf, arnOf, newName, partitionOf, secretAt } from '#rules/names'
import { aSecret } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'
import { elsewhere, realm, stranger } from '../set-up.js'

const invalid =
  'ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'
const notFound = "ResourceNotFoundException: Secrets Manager can't find the specified secret."
const badNames = ['', ' a', 'a ', 'a b', 'a*', 'a?', 'a\\b', 'a]', 'a\n', 'ä', 'a:b', 'arn:', 'arn:aws:x']

const nameCharacters = [...'abcXYZ019/_+=.@-!']
const names = fc
  .array(fc.constantFrom(...nameCharacters), { minLength: 1, maxLength: 40 })
  .map((characters) => characters.join(''))
const suffixes = fc
  .array(fc.constantFrom(...'abzAZ09'), { minLength: 6, maxLength: 6 })
  .map((characters) => characters.join(''))

describe('newName', () => {
  for (const name of ['a', '0', 'app/db_main+x=y.z@host-1', 'rds!cluster-1', 'x'.repeat(512)]) {
    it(`takes ${name.slice(0, 30)} (${name.length} characters)`, () => {
      expect(newName(name)).to.equal(name)
    })
  }

  for (const name of [...badNames, 'x'.repeat(513)]) {
    it(`refuses ${JSON.stringify(name).slice(0, 30)} (${name.length} characters)`, () => {
      expect(outcomeOf(() => newName(name))).to.equal(invalid)
    })
  }
})

/** The name of the secret that the SecretId is held against, and whether that finds it. */
const plainName = 'app/Database'
const hyphenSix = 'Invalid/_+=.@-Name-a1b2c3'
const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`
const lookUps: readonly (readonly [what: string, name: string, secretId: string, found: boolean])[] = [
  ['the exact name', plainName, plainName, true],
  ['the full ARN', plainName, arn(`${plainName}-AbCdEf`), true],
  ['the ARN without its suffix', plainName, arn(plainName), true],
  ['the name with the suffix, no ARN', plainName, `${plainName}-AbCdEf`, false],
  ['the name in other letters', plainName, plainName.toLowerCase(), false],
  ['the full ARN with another suffix', plainName, arn(`${plainName}-ZZZZZZ`), false],
  ['the full ARN with a suffix in other letters', plainName, arn(`${plainName}-abcdef`), false],
  ['the beginning of the name', plainName, 'app/', false],
  ['the ARN of the beginning of the name', plainName, arn('app/'), false],
  ['the name that ends in a hyphen and six', hyphenSix, hyphenSix, true],
  ['the full ARN of a name that ends in a hyphen and six', hyphenSix, arn(`${hyphenSix}-AbCdEf`), true],
  ['the partial ARN of a name that ends in a hyphen and six', hyphenSix, arn(hyphenSix), false],
  ['the partial ARN of a name that ends in a hyphen and five', 'a-12345', arn('a-12345'), true],
  ['the partial ARN of a name that ends in a hyphen and seven', 'a-1234567', arn('a-1234567'), true],
  [
    'the partial ARN of a name that ends in a hyphen and six, one no letter',
    'a-1234/6',
    arn('a-1234/6'),
    true,
  ],
]

describe('addressOf and secretAt', () => {
  for (const [what, name, secretId, found] of lookUps) {
    it(`${found ? 'find' : 'do not find'} a secret by ${what}`, () => {
      const secret = aSecret(name, { realm })
      const address = addressOf(secretId, realm)
      const standing = address.name === name ? secret : undefined
      expect(secretAt(address, standing)).to.equal(found ? secret : undefined)
    })
  }

  it('find any secret by its name and by its full ARN', () => {
    fc.assert(
      fc.property(names, suffixes, (name, suffix) => {
        const secret = aSecret(name, { realm, suffix })
        for (const secretId of [name, arnOf(secret)]) {
          const address = addressOf(secretId, realm)
          expect(address).to.include({ realm, name })
          expect(secretAt(address, secret)).to.equal(secret)
        }
      }),
    )
  })

  for (const name of badNames.filter((each) => !each.startsWith('arn:'))) {
    it(`refuse ${JSON.stringify(name)} as a SecretId, also within an ARN`, () => {
      expect(outcomeOf(() => addressOf(name, realm))).to.equal(invalid)
      expect(outcomeOf(() => addressOf(arn(name), realm))).to.equal(invalid)
    })
  }

  for (const secretId of [
    'arn:',
    'arn:aws:s3:::bucket',
    'arn:aws:secretsmanager:eu-central-1:123456789012:a',
  ]) {
    it(`refuse ${secretId}, an ARN of no secret`, () => {
      expect(outcomeOf(() => addressOf(secretId, realm))).to.equal(invalid)
    })
  }

  it('do not find what an ARN of another Region names', () => {
    expect(outcomeOf(() => addressOf(arn(plainName), elsewhere))).to.equal(notFound)
  })

  it('do not find what an ARN of another partition names, where its Region is none of it', () => {
    const chinese = arn(plainName).replace('arn:aws:', 'arn:aws-cn:')
    expect(outcomeOf(() => addressOf(chinese, realm))).to.equal(notFound)
  })

  it('look into the account that an ARN names', () => {
    expect(addressOf(arn(`${plainName}-AbCdEf`), stranger)).to.deep.equal({
      realm,
      name: plainName,
      suffix: 'AbCdEf',
    })
  })
})

describe('arnOf', () => {
  for (const [region, partition] of [
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ] as const) {
    it(`names the partition ${partition} in ${region}`, () => {
      expect(partitionOf(region)).to.equal(partition)
      expect(arnOf(aSecret('a/b', { realm: { account: '1', region } }))).to.equal(
        `arn:${partition}:secretsmanager:${region}:1:secret:a/b-AbCdEf`,
      )
    })
  }
})
