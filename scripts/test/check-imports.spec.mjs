import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { run, scriptsFolder } from './run.mjs'
import { trees } from './trees.mjs'

const core = { name: '@strongroom/core', dependencies: { yaml: '1' }, peerDependencies: { inversify: '1' } }
const ours = '@strongroom/'

describe('check-imports', () => {
  const tree = trees()
  const checked = (...args) => run(path.join(scriptsFolder, 'check-imports.mjs'), args)

  /** Checks a repository of these files, where each package depends on whatever its imports need. */
  function problems(files, workspaces = ['core']) {
    const { lines, status } = checked(
      tree({
        'package.json': { workspaces, devDependencies: { mocha: '1', chai: '1' } },
        'core/package.json': core,
        ...files,
      }),
    )
    const found = lines.slice(0, -1)
    expect(status).to.equal(found.length > 0 ? 1 : 0)
    return found
  }

  it('has nothing against this repository', () => {
    expect(checked()).to.include({ status: 0, stdout: 'Every import points the right way.\n' })
  })

  it('lets core import Node, its own files and yaml', () => {
    const found = problems({
      'core/src/a.ts': "import fs from 'node:fs'\nimport { b } from './config/b.js'\nimport yaml from 'yaml'",
      'core/src/config/b.ts': "export { a } from '../a.js'",
    })
    expect(found).to.deep.equal([])
  })

  it('lets tests import their package, its sources, development tools, inversify for its module, and skip', () => {
    const found = problems({
      'core/test/a.spec.ts': `import 'chai'; import 'mocha'; import '#a'; import '${ours}core'; import './b.js'`,
      'core/test/inversify.spec.ts': "import 'inversify'; import { skip } from 'strongroom-scripts/skip'",
      'core/src/inversify.ts': "import 'inversify'",
    })
    expect(found).to.deep.equal([])
  })

  describe('finds the import', () => {
    const wrong = `${ours}vault`
    const rule = 'core may import none of our packages'
    const forms = {
      'of values': `import { a } from '${wrong}'`,
      'for its effects': `import '${wrong}'`,
      'of types': `import type { A } from '${wrong}'`,
      'of one type among none': `import { type A } from '${wrong}'`,
      'in an export': `export { a } from '${wrong}'`,
      'in an export of everything': `export * from '${wrong}'`,
      'in an export of types': `export type { A } from '${wrong}'`,
      'that is dynamic': `const a = await import('${wrong}')`,
      'inside a type': `let a: import('${wrong}').A`,
      'by assignment': `import a = require('${wrong}')`,
    }
    for (const [form, text] of Object.entries(forms)) {
      it(form, () => {
        expect(problems({ 'core/src/a.ts': `\n\n${text}\n` })).to.deep.equal([
          `core/src/a.ts:3 imports ${wrong}: ${rule}`,
        ])
      })
    }

    it('on its line, after letters of more than one byte', () => {
      expect(problems({ 'core/src/a.ts': `// “…”\n// 🔑🔑🔑\nimport '${wrong}'` })[0]).to.match(
        /^core\/src\/a\.ts:3 /,
      )
    })

    it('that several lines are spread over, at the line of the name', () => {
      expect(problems({ 'core/src/a.ts': `import {\n  a,\n} from '${wrong}'` })[0]).to.match(
        /^core\/src\/a\.ts:3 /,
      )
    })

    it('in a file of any kind', () => {
      const found = problems({ 'core/src/a.mts': `import '${wrong}'`, 'core/bin/b.js': `import '${wrong}'` })
      expect(found.map((each) => each.split(':')[0])).to.deep.equal(['core/bin/b.js', 'core/src/a.mts'])
    })
  })

  it('reads no imports in comments, strings, templates, dist and node_modules', () => {
    const text = `import '${ours}vault'`
    const found = problems({
      'core/src/a.ts': `// ${text}\n/* ${text} */\nexport const a = "${text}" + \`\n${text}\n\``,
      'core/dist/a.js': text,
      'core/test/dist/a.spec.js': text,
      'core/node_modules/x/a.js': text,
    })
    expect(found).to.deep.equal([])
  })

  it('says that it cannot read a file with a syntax error', () => {
    expect(problems({ 'core/src/a.ts': 'import {' })[0]).to.match(/^core\/src\/a\.ts: /)
  })

  it('refuses a workspace that its table does not have', () => {
    const found = problems({ 'attic/package.json': { name: 'attic' } }, ['core', 'attic'])
    expect(found).to.deep.equal([
      'attic is not in the table of check-imports.mjs: say there what it may import',
    ])
  })

  describe('refuses, in core,', () => {
    const table = [
      [
        'a foreign package',
        'core/src/a.ts',
        'zod',
        'core/src imports nothing foreign but yaml and inversify',
      ],
      [
        'inversify outside src/inversify.ts',
        'core/src/a.ts',
        'inversify',
        'only src/inversify.ts, emulator/src/container.ts and the examples know inversify',
      ],
      [
        'a file called inversify.ts further down',
        'core/src/config/inversify.ts',
        'inversify',
        'only src/inversify.ts, emulator/src/container.ts and the examples know inversify',
      ],
      [
        'a built-in module without node:',
        'core/src/a.ts',
        'fs/promises',
        'built-in modules are written with node: (node:fs/promises)',
      ],
      ['its tests in its sources', 'core/src/a.ts', '../test/fake.js', 'sources do not import tests'],
      [
        'the way to skip in its sources',
        'core/src/a.ts',
        'strongroom-scripts/skip',
        'core may import none of our packages',
      ],
      [
        'itself by name in its sources',
        'core/src/a.ts',
        `${ours}core`,
        'core may import none of our packages',
      ],
      [
        'the path of another package',
        'core/src/a.ts',
        '../../vault/src/a.js',
        'a package reaches another one by its name, not by a path',
      ],
      [
        'the path of another package in tests',
        'core/test/a.spec.ts',
        '../../vault/src/a.js',
        'a package reaches another one by its name, not by a path',
      ],
      [
        'the conformance kit in tests',
        'core/test/a.spec.ts',
        `${ours}conformance`,
        `tests of core may import only ${ours}core, strongroom-scripts of our packages`,
      ],
      [
        'a package in tests that nobody declares',
        'core/test/a.spec.ts',
        'sinon',
        'it is in no package.json that counts here',
      ],
    ]
    for (const [what, file, specifier, rule] of table) {
      it(what, () => {
        expect(problems({ [file]: `import '${specifier}'` })).to.deep.equal([
          `${file}:1 imports ${specifier}: ${rule}`,
        ])
      })
    }

    it('a dependency that package.json does not declare', () => {
      const found = problems({
        'core/package.json': { ...core, dependencies: {}, devDependencies: { yaml: '1' } },
        'core/src/a.ts': "import 'yaml/util'",
      })
      expect(found).to.deep.equal([
        'core/src/a.ts:1 imports yaml/util: it is neither in dependencies nor in peerDependencies',
      ])
    })
  })

  describe('between packages', () => {
    const names = {
      core: 'core',
      vault: 'vault',
      'providers/env': 'provider-env',
      'providers/file': 'provider-file',
      'providers/sqlite': 'provider-sqlite',
      'providers/aws': 'provider-aws',
      emulator: 'emulator',
      'conformance-tests': 'conformance',
      testcontainers: 'testcontainers',
      integration: 'integration',
    }
    const everybody = Object.values(names).map((name) => ours + name)

    /** Which of our packages the files in `part` of `folder` may import. */
    function may(folder, part) {
      const manifest = {
        name: ours + names[folder],
        dependencies: Object.fromEntries(everybody.map((name) => [name, '1'])),
      }
      const lines = everybody.map((name) => `import '${name}'`)
      const found = problems(
        { [`${folder}/package.json`]: manifest, [`${folder}/${part}/a.ts`]: lines.join('\n') },
        [folder],
      )
      const refused = found.map((each) => /imports (\S+):/.exec(each)[1])
      return everybody.filter((name) => !refused.includes(name)).map((name) => name.slice(ours.length))
    }

    const sources = {
      core: [],
      vault: ['core'],
      'providers/env': ['core'],
      'providers/file': ['core', 'vault'],
      'providers/sqlite': ['core', 'vault'],
      'providers/aws': ['core'],
      emulator: ['core', 'vault', 'provider-sqlite'],
      'conformance-tests': ['core'],
      testcontainers: [],
    }
    for (const [folder, wanted] of Object.entries(sources)) {
      it(`lets the sources of ${folder} import ${wanted.join(' and ') || 'none'} of our packages`, () => {
        expect(may(folder, 'src')).to.deep.equal(wanted)
      })
    }

    const tests = {
      core: ['core'],
      vault: ['core', 'vault'],
      'providers/env': ['core', 'provider-env', 'conformance'],
      'providers/aws': ['core', 'provider-aws', 'emulator', 'conformance'],
      'conformance-tests': ['core', 'vault', 'emulator', 'conformance'],
    }
    for (const [folder, wanted] of Object.entries(tests)) {
      it(`lets the tests of ${folder} import ${wanted.join(' and ')} of our packages`, () => {
        expect(may(folder, 'test')).to.deep.equal(wanted)
      })
    }

    it("lets emulator/src/container.ts and the examples import inversify, and nothing else of the emulator's", () => {
      const inversify = { dependencies: { inversify: '1' } }
      const text = "import 'inversify'"
      const found = problems(
        {
          'emulator/package.json': { name: `${ours}emulator`, ...inversify },
          'emulator/src/container.ts': text,
          'emulator/src/server.ts': text,
          'examples/express/package.json': { name: 'an-example', private: true, ...inversify },
          'examples/express/src/main.ts': text,
        },
        ['emulator', 'examples/*'],
      )
      expect(found.map((each) => each.split(' ')[0])).to.deep.equal(['emulator/src/server.ts:1'])
    })

    it('lets a private package import what it has for development only', () => {
      const found = problems(
        {
          'bench/package.json': { name: 'bench', private: true, devDependencies: { tinybench: '1' } },
          'bench/src/a.ts': "import 'tinybench'",
        },
        ['bench'],
      )
      expect(found).to.deep.equal([])
    })
  })
})
