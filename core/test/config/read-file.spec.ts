import { expect } from 'chai'
import { describe, it } from 'mocha'
import { readConfigFile } from '#config/read-file'
import { refusalOf } from '../refusal.js'
import { useFolder } from './folder.js'

describe('readConfigFile', () => {
  const folder = useFolder()

  const read = async (file: string, text: string) => {
    await folder.write({ [file]: text })
    return readConfigFile(folder.at(file))
  }

  const contents: readonly [what: string, file: string, text: string, content: unknown][] = [
    ['JSON', 'a.json', '{"prefix": "app"}', { prefix: 'app' }],
    ['JSON after a byte order mark', 'a.json', '\uFEFF{"prefix": "app"}', { prefix: 'app' }],
    ['YAML', 'a.yaml', 'prefix: app\nnext: [NOT_FOUND]', { prefix: 'app', next: ['NOT_FOUND'] }],
    ['YAML in a .yml file', 'a.yml', 'prefix: app', { prefix: 'app' }],
    ['YAML with anchors', 'a.yml', 'a: &a {x: 1}\nb: *a', { a: { x: 1 }, b: { x: 1 } }],
    ['an empty YAML file', 'a.yaml', '', {}],
    ['a YAML file of comments', 'a.yaml', '# nothing yet\n', {}],
    ['a module that exports an object', 'a.mjs', 'export default { prefix: "app" }', { prefix: 'app' }],
    [
      'a module that exports a function',
      'a.mjs',
      'export default () => ({ prefix: "app" })',
      { prefix: 'app' },
    ],
    ['a module that exports an async function', 'a.mjs', 'export default async () => ({})', {}],
  ]
  for (const [what, file, text, content] of contents) {
    it(`reads ${what}`, async () => expect(await read(file, text)).to.deep.equal(content))
  }

  const faults: readonly [what: string, file: string, text: string, told: string][] = [
    ['JSON that breaks off', 'a.json', '{\n  "a": 1,\n', 'a.json:3:1: not JSON'],
    ['JSON with a comma too many', 'a.json', '{"a": 1,}', 'a.json:1:9: not JSON'],
    ['YAML with a broken list', 'a.yaml', 'a: 1\nb: [1,\n', 'a.yaml:3:1: not YAML (BAD_INDENT)'],
    ['YAML with a key twice', 'a.yaml', 'a: 1\na: 2\n', 'a.yaml:2:1: not YAML (DUPLICATE_KEY)'],
    ['YAML of several documents', 'a.yaml', 'a: 1\n---\nb: 2\n', 'a.yaml:2:1: not YAML (MULTIPLE_DOCS)'],
    ['YAML with a tag of its own', 'a.yaml', 'a: !mine 1\n', 'a.yaml:1:4: not YAML (TAG_RESOLVE_FAILED)'],
    ['YAML with an alias to nothing', 'a.yaml', 'a: *b\n', 'a.yaml: not YAML that can be resolved'],
    [
      'a module that throws',
      'a.mjs',
      'throw new RangeError("no")',
      'a.mjs: failed with RangeError while it was loaded',
    ],
    [
      'a function that rejects',
      'a.mjs',
      'export default async () => null.x',
      'a.mjs: failed with TypeError while it was loaded',
    ],
    [
      'a module that does not parse',
      'a.mjs',
      'export default {',
      'a.mjs: failed with SyntaxError while it was loaded',
    ],
    [
      'a module without a default export',
      'a.mjs',
      'export const prefix = ""',
      'a.mjs: expected a default export: an object, or a function that gives one',
    ],
    [
      'a function that gives nothing',
      'a.mjs',
      'export default () => {}',
      'a.mjs: expected a default export: an object, or a function that gives one',
    ],
    ['another format', 'a.toml', '', 'a.toml: the ending must be one of .json, .yaml, .yml, .mjs'],
  ]
  for (const [what, file, text, told] of faults) {
    it(`refuses ${what}, and says where`, async () => {
      const error = await refusalOf(read(file, text))
      expect(error).to.have.property('code', 'CONFIG')
      expect(error.message).to.equal(`the configuration file ${folder.at(told)}`)
    })
  }

  for (const file of ['none.json', 'none.yaml', 'none.mjs']) {
    it(`says that there is no ${file}`, async () => {
      const error = await refusalOf(readConfigFile(folder.at(file)))
      expect(error.message).to.equal(`the configuration file ${folder.at(file)}: cannot be read`)
      expect(error.cause).to.have.property('code', 'ENOENT')
    })
  }

  it('keeps the SecretsError that a module throws as the cause', async () => {
    const error = await refusalOf(
      read(
        'a.mjs',
        'throw Object.assign(new Error("mine"), { [brand]: true, code: "TIMEOUT" })'.replace(
          '[brand]',
          '[Symbol.for("@strongroom/core/SecretsError")]',
        ),
      ),
    )
    expect(error.cause).to.have.property('message', 'mine')
  })
})
