import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { parseSeed, type SeedFormat } from '#seed/parse-seed'
import type { Seed } from '#seed/seed'
import { refusalOf } from '../refusal.js'

/** Names and the texts of their values. */
const texts = async (source: string, format: SeedFormat) =>
  Object.fromEntries((await parseSeed(source, format, 'f')).map((seed) => [seed.name, textOf(seed)]))

function textOf({ versions }: Seed): string {
  return versions.map(({ content }) => Buffer.from(content.bytes).toString()).join(' | ')
}

const problems = async (source: string, format: SeedFormat = 'yaml') => {
  const { code, message } = await refusalOf(parseSeed(source, format, 'f'))
  expect(code).to.equal('CONFIG')
  return message
}

describe('a plain seed file', () => {
  const cases: readonly [format: SeedFormat, source: string, wanted: Readonly<Record<string, string>>][] = [
    ['yaml', 'app/db: hunter2\nother: " x "\n', { 'app/db': 'hunter2', other: ' x ' }],
    ['yaml', 'a: 123\nb: 007\nc: true\nd: 1.50\n', { a: '123', b: '007', c: 'true', d: '1.50' }],
    ['yaml', 'a: 12345678901234567890\n', { a: '12345678901234567890' }],
    ['yaml', 'b: 1\n2: 1\n1: 1\n', { b: '1', 2: '1', 1: '1' }],
    ['yaml', '', {}],
    [
      'yaml',
      'db:\n  user: admin\n  10: ten\n  2: [12345678901234567890, 1.50, true, ~, 0x1F, "q\\"", {}]\n',
      { db: '{"user":"admin","10":"ten","2":[12345678901234567890,1.50,true,null,31,"q\\"",{}]}' },
    ],
    [
      'json',
      '{"a": "x", "b": 1.0, "c": {"z": 1e400, "a": [ null ]}}',
      { a: 'x', b: '1.0', c: '{"z":1e400,"a":[null]}' },
    ],
    ['json', '{"secrets": "x", "version": "y"}', { secrets: 'x', version: 'y' }],
    ['env', 'A=1\nexport B="x\nC=y"\n# D=1\nE: z # note\nF=$A\n', { A: '1', B: 'x\nC=y', E: 'z', F: '$A' }],
    ['env', "A='x\nB=1\n'\nB=2\r\n", { A: 'x\nB=1\n', B: '2' }],
    ['env', 'secrets=x', { secrets: 'x' }],
    ['env', ' \n# A\n #B\n\texport A = x # y\n', { A: 'x' }],
    ['env', 'A="x\ny\n= z\n"\nB=\'"\'\nC=x"y\n', { A: 'x\ny\n= z\n', B: '"', C: 'x"y' }],
    ['env', 'A=".m\n.mm\n.m0."', { A: '.m\n.mm\n.m0.' }],
  ]
  for (const [format, source, wanted] of cases) {
    it(`in ${format} gives each name its text: ${JSON.stringify(source)}`, async () => {
      expect(await texts(source, format)).to.deep.equal(wanted)
    })
  }

  it('makes one current version of text of each value', async () => {
    expect(await parseSeed('a: x', 'yaml', 'f')).to.deep.equal([
      {
        name: 'a',
        versions: [{ labels: ['AWSCURRENT'], content: { kind: 'text', bytes: Buffer.from('x') } }],
      },
    ])
  })

  const refused: readonly [format: SeedFormat, source: string, problem: string][] = [
    ['yaml', 'a:\n', 'f:1: a: expected a value, got null'],
    ['json', '{\n"a": null}', 'f:2: a: expected a value, got null'],
    ['json', '{"a": ""}', 'f:1: a: expected a value of 1 to 65536 bytes, got 0'],
    ['json', `{"a": "${'é'.repeat(32_769)}"}`, 'f:1: a: expected a value of 1 to 65536 bytes, got 65538'],
    ['json', '{"a": "\\ud800"}', 'f:1: a: expected text that can be written in UTF-8'],
    ['yaml', 'a: {b: [.inf]}', 'f:1: a.b[0]: expected something that JSON has a word for'],
    ['yaml', 'a b: x', "f:1: […]: expected a secret's name: 1 to 512 letters, digits and / _ + = . @ - !"],
    [
      'yaml',
      `${'x'.repeat(513)}: x`,
      "f:1: […]: expected a secret's name: 1 to 512 letters, digits and / _ + = . @ - !",
    ],
    ['yaml', 'a: 1\nb: 2\na: 3', 'f:3: a: stands there twice, first on line 1'],
    ['env', 'A="x\ny"\nA=3', 'f:3: A: stands there twice, first on line 1'],
    ['env', 'A=', 'f:1: A: expected a value of 1 to 65536 bytes, got 0'],
    ['env', 'A=1\nJUNK x\nB=2', 'f:2: expected NAME=value, a comment or nothing'],
    ['env', 'A=1\r\n\r\n= x', 'f:3: expected NAME=value, a comment or nothing'],
    [
      'env',
      'A="x\ny" z\n',
      '2 problems:\nf:1: A: a quote is not closed, or something follows it\nf:2: expected NAME=value, a comment or nothing',
    ],
    ['env', 'A="x', 'f:1: A: a quote is not closed, or something follows it'],
    ['env', "A='x' y", 'f:1: A: a quote is not closed, or something follows it'],
    ['yaml', '- a', 'f:1: expected a mapping: of names to values, or with secrets'],
    ['json', '"a"', 'f:1: expected a mapping: of names to values, or with secrets'],
    ['json', '{"a": 1', 'f:1:8: not JSON'],
  ]
  for (const [format, source, problem] of refused) {
    it(`in ${format} is refused: ${problem}`, async () => {
      expect(await problems(source, format)).to.equal(problem)
    })
  }
})

describe('a full seed file', () => {
  it('tells what there is to tell of a secret', async () => {
    const source = `
version: 1
secrets:
  app/db:
    description: the main one
    kmsKeyId: alias/mine
    account: 000000000007
    region: eu-west-3
    tags: { team: blue, cost: 007 }
    versions:
      - { value: { user: a }, labels: [AWSPREVIOUS], id: ${'i'.repeat(32)} }
      - { binary: /wA=, labels: [AWSCURRENT, mine] }
  empty: {}
`
    const [first, second, ...others] = await parseSeed(source, 'yaml', 'f')
    expect(first).to.deep.equal({
      name: 'app/db',
      description: 'the main one',
      kmsKeyId: 'alias/mine',
      realm: { account: '000000000007', region: 'eu-west-3' },
      tags: [
        { key: 'team', value: 'blue' },
        { key: 'cost', value: '007' },
      ],
      versions: [
        {
          id: 'i'.repeat(32),
          labels: ['AWSPREVIOUS'],
          content: { kind: 'text', bytes: Buffer.from('{"user":"a"}') },
        },
        { labels: ['AWSCURRENT', 'mine'], content: { kind: 'binary', bytes: Buffer.from([0xff, 0]) } },
      ],
    })
    expect(second).to.include({ name: 'empty', description: undefined }).and.have.property('versions').that.is
      .empty
    expect(others).to.deep.equal([])
  })

  it('may be a list, in which a name can come again in another Region', async () => {
    const source = JSON.stringify({
      secrets: [
        { name: 'a', value: 1, tags: [{ Key: 'k', Value: '' }] },
        { name: 'a', value: 'x', region: 'eu-west-3' },
      ],
    })
    const seeds = await parseSeed(source, 'json', 'f')
    expect(seeds.map(({ name, realm, tags }) => ({ name, realm, tags }))).to.deep.equal([
      { name: 'a', realm: undefined, tags: [{ key: 'k', value: '' }] },
      { name: 'a', realm: { account: undefined, region: 'eu-west-3' }, tags: undefined },
    ])
    expect(seeds.map(textOf)).to.deep.equal(['1', 'x'])
  })

  const name = "a secret's name: 1 to 512 letters, digits and / _ + = . @ - !"
  const refused: readonly [secrets: string, problem: string][] = [
    ['{a: {valu: x}}', 'f:1: secrets.a: there is no key valu; did you mean value?'],
    [
      '{a: x}',
      'f:1: secrets.a: expected a mapping with value, binary, versions, description, tags, kmsKeyId, region, account',
    ],
    ['{a: {value: x, binary: eA==}}', 'f:1: secrets.a: expected one of value, binary and versions'],
    ['{a: {value: ~}}', 'f:1: secrets.a.value: expected a value, got null'],
    ['{a: {binary: "x"}}', 'f:1: secrets.a.binary: expected base64'],
    ['{a: {binary: ""}}', 'f:1: secrets.a.binary: expected a value of 1 to 65536 bytes, got 0'],
    ['{a: {description: []}}', 'f:1: secrets.a.description: expected a description of 0 to 2048 characters'],
    ['{a: {region: here}}', 'f:1: secrets.a.region: expected a Region such as us-east-1'],
    ['{a: {account: 12}}', 'f:1: secrets.a.account: expected an account: 12 digits'],
    [
      '{a: {tags: {"aws:x": y}}}',
      'f:1: secrets.a.tags[…]: expected the key of a tag: 1 to 128 characters, not starting with aws:',
    ],
    ['{a: {tags: [{Key: x}]}}', 'f:1: secrets.a.tags[0]: expected both Key and Value'],
    [
      '{a: {tags: [{Key: x, Value: 1}, {Key: x, Value: 2}]}}',
      'f:1: secrets.a.tags: a key of a tag stands there twice',
    ],
    ['{a: {versions: []}}', 'f:1: secrets.a.versions: one of the versions must be AWSCURRENT'],
    [
      '{a: {versions: [{value: x, labels: [L]}]}}',
      'f:1: secrets.a.versions: one of the versions must be AWSCURRENT',
    ],
    [
      '{a: {versions: [{value: x}]}}',
      'f:1: secrets.a.versions[0]: expected labels: without any, nobody would find the version again',
    ],
    [
      '{a: {versions: [{labels: [AWSCURRENT]}]}}',
      'f:1: secrets.a.versions[0]: expected either value or binary',
    ],
    [
      '{a: {versions: [{value: x, labels: [AWSCURRENT]}, {value: y, labels: [AWSCURRENT]}]}}',
      'f:1: secrets.a.versions: two versions are AWSCURRENT',
    ],
    [
      '{a: {versions: [{value: x, labels: [AWSCURRENT, L]}, {value: y, labels: [L]}]}}',
      'f:1: secrets.a.versions: a label stands there twice',
    ],
    [
      '{a: {versions: [{value: x, labels: [AWSCURRENT], id: short}]}}',
      "f:1: secrets.a.versions[0].id: expected a version's id of 32 to 64 characters",
    ],
    ['{"a b": {value: x}}', `f:1: secrets[…]: expected ${name}`],
    ['[{value: x}]', 'f:1: secrets[0]: expected a name'],
    ['[{name: a b, value: x}]', `f:1: secrets[0].name: expected ${name}`],
    ['[{name: a, value: x}, {name: a, value: x}]', 'f:1: secrets[1]: the secret a stands there twice'],
    ['{}\nversion: 2', 'f:2: version: expected 1'],
    [
      '{}\nvresion: 1',
      'f:2: there is no key vresion: beside secrets, only version may stand here; did you mean version?',
    ],
  ]
  for (const [secrets, problem] of refused) {
    it(`is refused: ${secrets}`, async () => expect(await problems(`secrets: ${secrets}`)).to.equal(problem))
  }

  it('is refused with everything that is wrong in it', async () => {
    const source = 'secrets:\n  a: {valeu: 1}\n  b:\n    binary: "?"\n    region: 1\n'
    expect(await problems(source)).to.equal(
      [
        '3 problems:',
        'f:2: secrets.a: there is no key valeu; did you mean value?',
        'f:4: secrets.b.binary: expected base64',
        'f:5: secrets.b.region: expected a Region such as us-east-1',
      ].join('\n'),
    )
  })
})

describe('a refusal of a seed file', () => {
  it('quotes no value, wherever in the file it stands', async () => {
    const canary = newCanary()
    const sources: readonly [SeedFormat, string][] = [
      ['yaml', `a: ${canary}\nb:`],
      ['yaml', `a: ${canary}: x`],
      ['yaml', `a:\n  - ${canary}\n  - .inf`],
      ['yaml', `"${canary} ${canary}": x`],
      ['yaml', `- ${canary}`],
      ['yaml', canary],
      ['yaml', `secrets: {a: ${canary}}`],
      ['yaml', `secrets: {a: {value: ${canary}, binary: ${canary}}}`],
      ['yaml', `secrets: {a: {binary: ${canary}-, region: ${canary}, account: ${canary}, tags: ${canary}}}`],
      ['yaml', `secrets: {a: {versions: [{value: ${canary}, labels: ${canary}, id: [${canary}]}]}}`],
      [
        'yaml',
        `secrets: [{name: ${canary}${canary}, value: ${canary}, x: 1}, {name: "${canary} ${canary}"}]`,
      ],
      ['json', `{"a": "${canary}}`],
      ['json', `{"a": "${canary}", "b": ""}`],
      ['env', `A=${canary}\nA=${canary}`],
      ['env', `A=1\nJUNK ${canary}\nB="${canary}`],
    ]
    for (const [format, source] of sources) {
      expectNoTrace(canary, await refusalOf(parseSeed(source, format, 'f')))
    }
  })
})
