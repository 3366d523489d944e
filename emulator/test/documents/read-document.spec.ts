import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { type Part, written } from '#documents/part'
import { readDocument } from '#documents/read-document'
import { Problems } from '#problems'

type Format = 'json' | 'yaml'

const read = async (source: string, format: Format) => {
  const problems = new Problems()
  const part = await readDocument(source, format, 'f', problems)
  return { part, told: problems.told() }
}

/** Members as [key, line, part], and scalars as they were written. */
function plainly(part: Part | undefined): unknown {
  if (part?.kind === 'mapping') return part.members.map(({ key, line, part }) => [key, line, plainly(part)])
  if (part?.kind === 'list') return part.items.map(plainly)
  return part && (written(part) ?? null)
}

describe('a document', () => {
  const cases: readonly [format: Format, source: string, wanted: unknown][] = [
    ['json', '{}', []],
    ['json', '[ ]', []],
    [
      'json',
      '{"a": 1,\n\n"b": ["x", {"c": null}], "a\\n": true}',
      [
        ['a', 1, '1'],
        ['b', 3, ['x', [['c', 3, null]]]],
        ['a\n', 3, 'true'],
      ],
    ],
    ['json', '12345678901234567890.10', '12345678901234567890.10'],
    ['json', '"\\u00e9\\ud83d\\ude00 \\"[]{},:"', 'é😀 "[]{},:'],
    ['yaml', '', []],
    ['yaml', '# nothing', []],
    [
      'yaml',
      'a: 1\n\nb:\n  - x\n  - c:\n',
      [
        ['a', 1, '1'],
        ['b', 3, ['x', [['c', 5, null]]]],
      ],
    ],
    [
      'yaml',
      'a: 007\nb: 1e3\nc: 12345678901234567890\nd: True\ne: "5"\nf: 2024-01-01\n',
      [
        ['a', 1, '007'],
        ['b', 2, '1e3'],
        ['c', 3, '12345678901234567890'],
        ['d', 4, 'True'],
        ['e', 5, '5'],
        ['f', 6, '2024-01-01'],
      ],
    ],
    [
      'yaml',
      'a: |\n  one\n  two\nb: >-\n  one\n  two\n',
      [
        ['a', 1, 'one\ntwo\n'],
        ['b', 4, 'one two'],
      ],
    ],
    [
      'yaml',
      '1: x\ntrue: y\n',
      [
        ['1', 1, 'x'],
        ['true', 2, 'y'],
      ],
    ],
    [
      'yaml',
      'a: &x [1]\nb: *x\n',
      [
        ['a', 1, ['1']],
        ['b', 2, ['1']],
      ],
    ],
    ['yaml', '{"a": [1, "b"]}', [['a', 1, ['1', 'b']]]],
  ]
  for (const [format, source, wanted] of cases) {
    it(`in ${format} keeps order, lines and what was written: ${JSON.stringify(source)}`, async () => {
      const { part, told } = await read(source, format)
      expect(told).to.equal(undefined)
      expect(plainly(part)).to.deep.equal(wanted)
    })
  }

  const refused: readonly [format: Format, source: string, problem: string][] = [
    ['json', '', 'f:1:1: not JSON'],
    ['json', '{"a": 1}\n}', 'f:2:1: not JSON'],
    ['json', '{"a": {"b": 1,\n"b": 2}}', 'f:2: a.b: stands there twice, first on line 1'],
    ['json', `${'['.repeat(100_000)}`, 'f:1:'],
    ['yaml', 'a: [1', 'f:1:6: not YAML (BAD_INDENT)'],
    ['yaml', 'a: 1\nb: !thing x', 'f:2:4: not YAML (TAG_RESOLVE_FAILED)'],
    ['yaml', 'a: 1\n---\nb: 1', 'f:2:1: not YAML (MULTIPLE_DOCS)'],
    ['yaml', 'a: 1\na: 2', 'f:2: a: stands there twice, first on line 1'],
    ['yaml', '- {a: 1, a: 1}', 'f:1: [0].a: stands there twice, first on line 1'],
    ['yaml', 'a: *x', 'f:1: too many aliases, or one without an anchor'],
    ['yaml', 'a: &x\n  - *x\n', 'too many aliases, or one without an anchor'],
    ['yaml', 'a: &a {b: 1}\nc:\n  <<: *a\n', 'f:3: a key must be a word (and there are no merge keys)'],
    ['yaml', '? [a]\n: 1\n', 'f:1: a key must be a word (and there are no merge keys)'],
  ]
  for (const [format, source, problem] of refused) {
    const title = source.length > 60 ? `${source.length} characters of nesting` : JSON.stringify(source)
    it(`in ${format} says what it cannot take in ${title}`, async () => {
      expect((await read(source, format)).told ?? '').to.contain(problem)
    })
  }

  it('ends with a complaint where aliases unfold into billions', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`)
    const { told } = await read(['l0: &l0 [x]', ...levels].join('\n'), 'yaml')
    expect(told).to.contain('too many aliases')
  })

  it('quotes nothing of what it cannot read', async () => {
    const canary = newCanary()
    const texts = [
      `{"a": ${canary}}`,
      `{"a": "${canary}" x}`,
      `a: "${canary}\n`,
      `a: [${canary}`,
      `a: *${canary}`,
    ]
    for (const text of [...texts, `!${canary} x`, `${canary}${canary}: 1\n${canary}${canary}: 1`]) {
      for (const format of ['json', 'yaml'] as const) {
        const { told } = await read(text, format)
        if (told !== undefined) expectNoTraceIn(canary, told)
      }
    }
  })
})
