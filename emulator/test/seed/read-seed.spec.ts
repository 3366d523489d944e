import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { readSeeds } from '#seed/read-seed'
import { refusalOf } from '../refusal.js'
import { withFiles } from '../temporary-folder.js'

describe('readSeed', () => {
  for (const [name, content] of [
    ['s.json', '\ufeff{"A": "x"}'],
    ['s.yaml', 'A: x'],
    ['s.yml', 'A: x'],
    ['.env', 'A=x'],
    ['app.env', 'A=x'],
    ['.env.local', 'A=x'],
    ['.env.json', 'A=x'],
  ] as const) {
    it(`tells by its name what is in ${name}`, () =>
      withFiles({ [name]: content }, async (folder) => {
        const [seed] = await readSeeds([path.join(folder, name)])
        expect(seed?.name).to.equal('A')
        expect(Buffer.from(seed?.versions[0]?.content.bytes ?? []).toString()).to.equal('x')
      }))
  }

  const refused: readonly [name: string, content: string | Uint8Array, problem: string][] = [
    ['s.toml', 'A = 1', 'a seed file is called *.json, *.yaml, *.yml, *.env or .env.*'],
    ['s.yaml', Uint8Array.of(0x41, 0x3a, 0x20, 0xff), 'not UTF-8'],
  ]
  for (const [name, content, problem] of refused) {
    it(`refuses ${name}: ${problem}`, () =>
      withFiles({ [name]: content }, async (folder) => {
        const file = path.join(folder, name)
        expect((await refusalOf(readSeeds([file]))).message).to.equal(`${file}: ${problem}`)
      }))
  }

  it('refuses a file that is not there', async () => {
    expect((await refusalOf(readSeeds(['/nowhere/s.env']))).message).to.equal(
      '/nowhere/s.env: cannot be read (ENOENT)',
    )
  })
})

describe('readSeeds', () => {
  it('keeps the order of files', () =>
    withFiles({ 'b.env': 'A=1\nB=1', 'a.json': '{"C": "1"}' }, async (folder) => {
      const seeds = await readSeeds(['b.env', 'a.json'].map((name) => path.join(folder, name)))
      expect(seeds.map(({ name }) => name)).to.deep.equal(['A', 'B', 'C'])
    }))

  for (const [name, content, problem] of [
    ['a.yaml', 'A: 1\nA: 2', '2: A: stands there twice, first on line 1'],
    [
      'a.yaml',
      'secrets:\n  A: {value: 1}\n  A: {value: 2}',
      '3: secrets.A: stands there twice, first on line 2',
    ],
    ['a.env', 'A=1\nA=2', '2: A: stands there twice, first on line 1'],
  ] as const) {
    it(`tells once that a secret stands twice in one file: ${JSON.stringify(content)}`, () =>
      withFiles({ [name]: content }, async (folder) => {
        const file = path.join(folder, name)
        expect((await refusalOf(readSeeds([file]))).message).to.equal(`${file}:${problem}`)
      }))
  }

  it('refuses a file that is given twice', () =>
    withFiles({ 'a.env': 'A=1' }, async (folder) => {
      const file = path.join(folder, 'a.env')
      expect((await refusalOf(readSeeds([file, file]))).message).to.equal(
        `${file}: the secret A is in ${file} as well`,
      )
    }))

  it('tells what is wrong in every file at once, and that two have the same secret', () =>
    withFiles({ 'a.env': 'A=1', 'b.env': 'A=1\nB=', 'c.json': '{' }, async (folder) => {
      const [a, b, c] = ['a.env', 'b.env', 'c.json'].map((name) => path.join(folder, name))
      const { message } = await refusalOf(readSeeds([`${a}`, `${b}`, `${c}`]))
      expect(message).to.equal(
        [
          '3 problems:',
          `${b}:2: B: expected a value of 1 to 65536 bytes, got 0`,
          `${b}: the secret A is in ${a} as well`,
          `${c}:1:2: not JSON`,
        ].join('\n'),
      )
    }))
})
