// node scripts/check-imports.mjs [ROOT]
//
// Says which imports go against the direction in which our packages depend on each other, as `file:line imports X: why`.
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { manifestIn, packages, root } from './packages.mjs'

const core = '@strongroom/core'
const vault = '@strongroom/vault'
const env = '@strongroom/provider-env'
const file = '@strongroom/provider-file'
const sqlite = '@strongroom/provider-sqlite'
const aws = '@strongroom/provider-aws'
const emulator = '@strongroom/emulator'
const kit = '@strongroom/conformance'
const testcontainers = '@strongroom/testcontainers'
const cli = 'strongroom'
const published = [core, vault, env, file, sqlite, aws, emulator, kit, testcontainers, cli]

/**
 * By folder: which of our packages its sources may import (`ours`), which its tests may import besides (`tests`), and,
 * where the list is closed, which foreign ones its sources may (`foreign`).
 */
const table = {
  core: { ours: [], tests: [], foreign: ['yaml', 'inversify'] },
  vault: { ours: [core], tests: [] },
  'providers/env': { ours: [core], tests: [kit] },
  'providers/file': { ours: [core, vault], tests: [kit] },
  'providers/sqlite': { ours: [core, vault], tests: [kit] },
  'providers/aws': { ours: [core], tests: [kit, emulator] },
  emulator: { ours: [core, vault, sqlite], tests: [kit] },
  'conformance-tests': { ours: [core], tests: [vault, emulator] },
  testcontainers: { ours: [], tests: [kit], foreign: ['testcontainers'] },
  cli: { ours: published, tests: [] },
  integration: { ours: published, tests: [] },
  'examples/*': { ours: published, tests: [] },
  bench: { ours: published, tests: [] },
  scripts: { ours: [], tests: [] },
}

/** What the tests of every package may import: how to skip a test, and how to see that nothing tells a secret. */
const forTests = 'strongroom-scripts'

/** Programs of users: check-packages.mjs compiles them in a project of their own. */
const consumers = 'scripts/consumers/'

/** The only places that know inversify, beside tests. */
const knowsInversify = [/\/src\/inversify\.ts$/, /^emulator\/src\/container\.ts$/, /^examples\//, /\/test\//]

const at = path.resolve(process.argv[2] ?? root)
const rootManifest = manifestIn('.', at)
const workspaces = packages(at)
const names = new Set([...published, forTests, ...workspaces.map(({ manifest }) => manifest.name)])
const isOurs = (name) => names.has(name) || name.startsWith('@strongroom/')

/** Every module that a source file names in an import, an export or a type, with its line. */
function importsOf(name) {
  const text = readFileSync(path.join(at, name), 'utf8')
  const { program, errors } = parseSync(name, text)
  if (errors.length > 0) return { unreadable: errors[0].message, imports: [] }
  const imports = []
  const add = (source) => {
    if (typeof source?.value !== 'string') return
    imports.push({ specifier: source.value, line: text.slice(0, source.start).split('\n').length })
  }
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    TSExternalModuleReference: ({ expression }) => add(expression),
  }).visit(program)
  return { imports }
}

/** The rule that an import breaks, in words; undefined if it breaks none. */
function broken(specifier, { name, folder, manifest, row }) {
  const inTests = name.startsWith(`${folder}/test/`)
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(name), specifier)
    if (!target.startsWith(`${folder}/`)) return 'a package reaches another one by its name, not by a path'
    if (!inTests && target.startsWith(`${folder}/test/`)) return 'sources do not import tests'
    return undefined
  }
  if (specifier.startsWith('#') || specifier.startsWith('node:')) return undefined
  const wanted = packageOf(specifier)
  if (builtinModules.includes(wanted)) return `built-in modules are written with node: (node:${specifier})`

  if (wanted === 'inversify' && !knowsInversify.some((place) => place.test(name))) {
    return 'only src/inversify.ts, emulator/src/container.ts and the examples know inversify'
  }
  if (isOurs(wanted)) {
    const may = inTests ? [manifest.name, forTests, ...row.ours, ...row.tests] : row.ours
    return may.includes(wanted) ? undeclared(wanted, manifest, inTests) : notAllowed(folder, may, inTests)
  }
  if (!inTests && row.foreign !== undefined && !row.foreign.includes(wanted)) {
    return `${folder}/src imports nothing foreign but ${row.foreign.join(' and ')}`
  }
  return undeclared(wanted, manifest, inTests)
}

function notAllowed(folder, may, inTests) {
  const whose = inTests ? `tests of ${folder}` : folder
  return `${whose} may import ${may.length === 0 ? 'none' : `only ${may.join(', ')}`} of our packages`
}

/** Users get `dependencies` and `peerDependencies` only; our own tests and private packages have the rest as well. */
function undeclared(wanted, manifest, inTests) {
  const { name, dependencies, peerDependencies, devDependencies } = manifest
  const declared = { ...dependencies, ...peerDependencies }
  if (wanted in declared) return undefined
  if (!inTests && !manifest.private) return 'it is neither in dependencies nor in peerDependencies'
  const here = { ...devDependencies, ...rootManifest.devDependencies }
  if (wanted in here || wanted === name || wanted === forTests) return undefined
  return 'it is in no package.json that counts here'
}

function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function* problems() {
  for (const { folder, manifest } of workspaces) {
    const row = table[folder] ?? table[`${path.dirname(folder)}/*`]
    if (row === undefined) {
      yield `${folder} is not in the table of check-imports.mjs: say there what it may import`
      continue
    }
    for (const name of sourcesIn(folder)) {
      const { imports, unreadable } = importsOf(name)
      if (unreadable !== undefined) yield `${name}: ${unreadable}`
      for (const { specifier, line } of imports) {
        const rule = broken(specifier, { name, folder, manifest, row })
        if (rule !== undefined) yield `${name}:${line} imports ${specifier}: ${rule}`
      }
    }
  }
}

function sourcesIn(folder) {
  return globSync(`${folder}/**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}`, {
    cwd: at,
    exclude: (entry) => ['node_modules', 'dist', 'bundle', 'coverage'].includes(path.basename(entry)),
  })
    .filter((name) => !name.startsWith(consumers))
    .sort()
}

const all = [...problems()]
for (const problem of all) console.log(problem)
console.log(all.length === 0 ? 'Every import points the right way.' : `Rules broken: ${all.length}.`)
process.exitCode = all.length === 0 ? 0 : 1
