import { checkedName, parseRef, type SecretRef, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf'
const letters = [...'ABCXYZabcxyz0129/_+=.@-!']

function codeAndText(work: () => unknown): string {
  try {
    work()
    return 'fine'
  } catch (error) {
    return SecretsError.is(error) ? `${error.code}: ${error.message}` : String(error)
  }
}

describe('parseRef', () => {
  for (const [ref, parsed] of [
    ['db', { name: 'db' }],
    ['app/db#password', { name: 'app/db', key: 'password' }],
    ['db#/a/b', { name: 'db', key: '/a/b' }],
    ['db#a#b', { name: 'db', key: 'a#b' }],
    ['__proto__#__proto__', { name: '__proto__', key: '__proto__' }],
    [{ name: 'db' }, { name: 'db' }],
    [
      { name: 'db', label: 'AWSPREVIOUS', key: 'k' },
      { name: 'db', label: 'AWSPREVIOUS', key: 'k' },
    ],
    [
      { name: 'db', versionId: 'v', label: undefined, key: undefined },
      { name: 'db', versionId: 'v' },
    ],
  ] as const) {
    it(`takes ${JSON.stringify(ref)} apart`, () => {
      expect(parseRef(ref)).to.deep.equal(parsed)
    })
  }

  for (const [ref, problem] of [
    ['', 'INVALID_NAME: a secret needs a name, and this one is empty'],
    ['#key', 'INVALID_NAME: a secret needs a name, and this one is empty'],
    ['db#', "INVALID_ARGUMENT: the key of a secret's reference is empty"],
    [{ name: 'db', label: '' }, "INVALID_ARGUMENT: the label of a secret's reference is empty"],
    [
      { name: 'db', versionId: 5 },
      "INVALID_ARGUMENT: the versionId of a secret's reference must be a string, got number",
    ],
    [
      { name: 'db', key: [] },
      "INVALID_ARGUMENT: the key of a secret's reference must be a string, got an array",
    ],
    [{}, "INVALID_NAME: a secret's name is a string, not undefined"],
    [null, 'INVALID_ARGUMENT: a secret is named by a string or an object, not by null'],
    [5, 'INVALID_ARGUMENT: a secret is named by a string or an object, not by number'],
  ] as const) {
    it(`refuses ${JSON.stringify(ref)}`, () => {
      expect(codeAndText(() => parseRef(ref as SecretRef))).to.equal(problem)
    })
  }
})

describe('checkedName', () => {
  it('takes every text of its letters, as it is, up to 512 of them', () => {
    const name = fc
      .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 512 })
      .map((all) => all.join(''))
    const taken = fc.property(name, (text) => {
      expect(checkedName(text)).to.equal(text)
    })
    fc.assert(taken)
    expect(codeAndText(() => checkedName('x'.repeat(512)))).to.equal('fine')
  })

  it('refuses every other text', () => {
    const refused = fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      fc.pre(/[^A-Za-z0-9/_+=.@!-]/.test(text))
      expect(codeAndText(() => checkedName(text))).to.match(/^INVALID_NAME: /)
    })
    fc.assert(refused)
  })

  for (const name of ['a b', ' a', 'a ', 'a\n', 'a#b', 'ä', 'a\\b', 'a:b', '*', 'a%', '\0']) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      expect(codeAndText(() => checkedName(name))).to.contain('INVALID_NAME')
    })
  }

  for (const name of [
    '..',
    '../a',
    '/',
    '//',
    'a//b',
    'a/',
    '.',
    '-',
    '__proto__',
    'constructor',
    'toString',
  ]) {
    it(`takes ${name} for a name like any other`, () => {
      expect(checkedName(name)).to.equal(name)
    })
  }

  it('counts letters, by the limit of whom it asks for', () => {
    expect(codeAndText(() => checkedName('x'.repeat(513)))).to.equal(
      "INVALID_NAME: a secret's name has at most 512 characters, and this one has 513",
    )
    expect(codeAndText(() => checkedName('four', { maxLength: 3 }))).to.contain('at most 3 characters')
  })

  it('shows a long name only in part', () => {
    const message = codeAndText(() => checkedName(` ${'x'.repeat(500)}`))
    expect(message).to.have.length.below(250)
  })

  it('takes ARNs where they are allowed, and refuses them elsewhere', () => {
    for (const each of [arn, arn.replace(/-AbCdEf$/, ''), arn.replace('aws:', 'aws-us-gov:')]) {
      expect(checkedName(each, { arn: true })).to.equal(each)
      expect(codeAndText(() => checkedName(each))).to.contain('INVALID_NAME')
    }
    for (const other of [arn.replace('secretsmanager', 's3'), `${arn}:x`, arn.replace('123456789012', '1')]) {
      expect(codeAndText(() => checkedName(other, { arn: true }))).to.contain('INVALID_NAME')
    }
  })
})
