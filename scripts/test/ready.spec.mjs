import { spawn } from 'node:child_process'
import { readFileSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { run, scriptsFolder } from './run.mjs'
import { trees } from './trees.mjs'

const source = (name) => readFileSync(path.join(scriptsFolder, name), 'utf8')
const platform = `${process.platform}-${process.arch}`
const pinnedNode = `node_modules/node-${platform}/bin/node`

/** A tool that says how it was called. */
const says = (name, more = '') => `#!/bin/sh\necho "${name} $*"\n${more}\n`

/** A repository whose npm, compiler and pinned Node only say how they were called; everything is installed. */
const packages = {
  '': {},
  core: {},
  'node_modules/core': { link: true },
  'node_modules/a': { version: '1.0.0' },
}
const installed = { 'node_modules/core': { link: true }, 'node_modules/a': { version: '1.0.0' } }
const repository = {
  'scripts/ready.mjs': source('ready.mjs'),
  'scripts/node-version.mjs': source('node-version.mjs'),
  'package-lock.json': { packages },
  'tsconfig.json': { references: [{ path: 'core' }, { path: 'core/test' }] },
  'node_modules/.package-lock.json': { packages: installed },
  'node_modules/typescript/bin/tsc': "console.log('tsc', process.argv[2])",
  [pinnedNode]: says('pinned', `exec "${process.execPath}" "$@"`),
  'bin/npm': says('npm', 'exit $NPM_ENDS_WITH'),
  'say.mjs': 'console.log("say", ...process.argv.slice(2)); process.exitCode = 7',
}

describe('ready', () => {
  const tree = trees()

  /** `old` are the files that were changed long ago. */
  function ready({ files, args = [], env, without = [], old = [] } = {}) {
    const wanted = Object.entries({ ...repository, ...files }).filter(([name]) => !without.includes(name))
    const folder = tree(Object.fromEntries(wanted))
    for (const name of old) utimesSync(path.join(folder, name), 0, 1)
    const npm = { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, NPM_ENDS_WITH: '0' }
    const ended = run(path.join(folder, 'scripts', 'ready.mjs'), args, { env: { ...npm, ...env } })
    return { ...ended, lines: ended.lines.map((line) => line.replaceAll(folder, 'ROOT')) }
  }

  const build = ['pinned ROOT/node_modules/typescript/bin/tsc -b ROOT', 'tsc -b']
  const install = 'npm ci --include=dev --include=optional --loglevel=error --no-audit --no-fund'

  it('builds without installing where node_modules is what the lock file says', () => {
    const { lines, status } = ready()
    expect({ lines, status }).to.deep.equal({ lines: build, status: 0 })
  })

  describe('installs, then builds,', () => {
    const table = {
      'where nothing is installed': { without: ['node_modules/.package-lock.json'] },
      'where npm was interrupted': { files: { 'node_modules/.package-lock.json': '{"packages": {' } },
      'where a package is missing': {
        files: { 'package-lock.json': { packages: { ...packages, 'node_modules/b': { version: '1.0.0' } } } },
      },
      'where a package has another version': {
        files: { 'package-lock.json': { packages: { ...packages, 'node_modules/a': { version: '1.0.1' } } } },
      },
      'where a workspace is a package from elsewhere': {
        files: { 'package-lock.json': { packages: { ...packages, 'node_modules/a': { link: true } } } },
      },
    }
    for (const [where, change] of Object.entries(table)) {
      it(where, () => {
        expect(ready(change).lines).to.deep.equal([install, ...build])
      })
    }
  })

  it('does not install where only an optional package is missing', () => {
    const optional = { 'node_modules/tool-other-cpu': { version: '1.0.0', optional: true } }
    const { lines } = ready({ files: { 'package-lock.json': { packages: { ...packages, ...optional } } } })
    expect(lines).to.deep.equal(build)
  })

  it('installs where the compiler, or the pinned Node that the lock file brings, is missing', () => {
    const brings = { ...packages, [`node_modules/node-${platform}`]: { version: '1.0.0', optional: true } }
    const noNode = { files: { 'package-lock.json': { packages: brings } }, without: [pinnedNode] }
    for (const change of [noNode, { without: ['node_modules/typescript/bin/tsc'] }]) {
      expect(ready(change).lines[0]).to.equal(install)
    }
  })

  it('takes away what was built of sources that are gone, and has everything built anew', () => {
    const files = {
      'core/src/kept.ts': '',
      'core/dist/kept.js': '',
      'core/dist/.tsbuildinfo': '',
      'core/dist/deep/gone.js': '',
      'core/dist/deep/gone.d.ts': '',
      'core/test/kept.spec.ts': '',
      'core/test/dist/kept.spec.js': '',
      'core/test/dist/.tsbuildinfo': '',
      'node_modules/typescript/bin/tsc': `
        const { readdirSync } = require('node:fs')
        const files = readdirSync(process.argv[3] + '/core', { recursive: true, withFileTypes: true })
        console.log(files.filter((file) => file.isFile()).map(({ name }) => name).sort().join())`,
    }
    expect(ready({ files }).lines.at(-1)).to.equal('.tsbuildinfo,kept.js,kept.spec.js,kept.spec.ts,kept.ts')
  })

  it('has everything built anew where somebody deleted a part of it', () => {
    const files = {
      'core/src/lost.ts': '',
      'core/dist/.tsbuildinfo': '',
      'node_modules/typescript/bin/tsc': `
        console.log(String(require('node:fs').existsSync(process.argv[3] + '/core/dist/.tsbuildinfo')))`,
    }
    expect(ready({ files }).lines.at(-1)).to.equal('false')
  })

  describe('bundles the bin of the emulator', () => {
    const bundle = ['pinned ROOT/scripts/bundle.mjs', 'bundle']
    const files = {
      'emulator/tsconfig.json': { references: [{ path: '../core' }] },
      'emulator/dist/.tsbuildinfo': '',
      'core/dist/.tsbuildinfo': '',
      'scripts/bundle.mjs': "console.log('bundle')",
      'scripts/licences.mjs': '',
      'scripts/one-copy.mjs': '',
      'emulator/bundle/main.js': '',
    }
    const old = Object.keys({ ...files, 'node_modules/.package-lock.json': '' }).filter(
      (name) => name !== 'emulator/bundle/main.js',
    )

    it('once it is built, where there is no bundle', () => {
      expect(ready({ files, without: ['emulator/bundle/main.js'], old }).lines).to.deep.equal([
        ...build,
        ...bundle,
      ])
    })

    it('not where the bundle is newer than all that goes into it', () => {
      expect(ready({ files, old }).lines).to.deep.equal(build)
    })

    for (const name of old.filter((name) => name !== 'emulator/tsconfig.json')) {
      it(`anew where ${name} is newer than the bundle`, () => {
        const others = [...old, 'emulator/bundle/main.js'].filter((other) => other !== name)
        expect(ready({ files, old: others }).lines).to.deep.equal([...build, ...bundle])
      })
    }
  })

  it('uses the npm that started it', () => {
    const files = { 'other/npm-cli.js': "console.log('other npm', ...process.argv.slice(2))" }
    const folder = tree(files)
    const { lines } = ready({
      without: ['node_modules/.package-lock.json'],
      env: { npm_execpath: path.join(folder, 'other', 'npm-cli.js') },
    })
    expect(lines[0]).to.equal(`other ${install}`)
  })

  it('ends as npm ends where it cannot install, and does not build', () => {
    const { lines, status } = ready({
      without: ['node_modules/.package-lock.json'],
      env: { NPM_ENDS_WITH: '3' },
      args: ['say.mjs'],
    })
    expect({ lines, status }).to.deep.equal({ lines: [install], status: 3 })
  })

  it('ends as the compiler ends where it cannot build, and does not run the script', () => {
    const { lines, status } = ready({
      files: { 'node_modules/typescript/bin/tsc': 'process.exitCode = 2' },
      args: ['say.mjs'],
    })
    expect({ lines, status }).to.deep.equal({ lines: build.slice(0, 1), status: 2 })
  })

  it('runs the script on the pinned Node, with its arguments, and ends as it ends', () => {
    const { lines, status } = ready({ args: ['say.mjs', 'a b', '--c'] })
    expect(lines.slice(2)).to.deep.equal(['pinned ROOT/say.mjs a b --c', 'say a b --c'])
    expect(status).to.equal(7)
  })

  it('runs the script itself where it runs on the Node that is wanted', () => {
    const { lines, status } = ready({
      args: ['say.mjs', 'a b', '--c'],
      env: { STRONGROOM_NODE: process.execPath },
    })
    expect(lines.slice(2)).to.deep.equal(['say a b --c'])
    expect(status).to.equal(7)
  })

  it('runs the script on STRONGROOM_NODE, and builds on the pinned Node all the same', () => {
    const other = path.join(tree({ node: says('other', 'exit 9') }), 'node')
    const { lines, status } = ready({ args: ['say.mjs', 'a'], env: { STRONGROOM_NODE: other } })
    expect(lines).to.deep.equal([...build, 'other ROOT/say.mjs a'])
    expect(status).to.equal(9)
  })

  it('says which STRONGROOM_NODE is not there', () => {
    const { status, stderr } = ready({ args: ['say.mjs'], env: { STRONGROOM_NODE: '/no/such/node' } })
    expect(stderr).to.match(/^cannot run \/no\/such\/node: .*ENOENT\n$/)
    expect(status).to.equal(1)
  })

  it('ends as the shell would where a signal ends the script', () => {
    const { status } = ready({
      files: { 'say.mjs': "process.kill(process.pid, 'SIGTERM')" },
      args: ['say.mjs'],
    })
    expect(status).to.equal(128 + 15)
  })

  describe('without a pinned Node', () => {
    const tooNew = {
      'scripts/node-version.mjs': source('node-version.mjs').replace(/oldest = '.*'/, "oldest = '999.0.0'"),
    }
    const sentence = `Strongroom needs Node.js 999.0.0 or later, and this is ${process.versions.node}: install a newer Node.js (24 is what it is developed on).\n`

    it('uses the Node that started it', () => {
      const { lines, status } = ready({ args: ['say.mjs', 'a'], without: [pinnedNode] })
      expect({ lines, status }).to.deep.equal({ lines: ['tsc -b', 'say a'], status: 7 })
    })

    it('gives one sentence to a Node that is too old, and runs nothing', () => {
      const { status, stdout, stderr } = ready({ args: ['say.mjs'], files: tooNew, without: [pinnedNode] })
      expect({ status, stdout, stderr }).to.deep.equal({ status: 1, stdout: '', stderr: sentence })
    })

    it('gives it before it installs', () => {
      const { status, stdout, stderr } = ready({
        files: tooNew,
        without: [pinnedNode, 'node_modules/.package-lock.json'],
      })
      expect({ status, stdout, stderr }).to.deep.equal({ status: 1, stdout: '', stderr: sentence })
    })

    it('lets an old Node install where that brings the pinned one', () => {
      const brings = { ...packages, [`node_modules/node-${platform}`]: { version: '1.0.0', optional: true } }
      const { lines } = ready({
        files: { ...tooNew, 'package-lock.json': { packages: brings } },
        without: ['node_modules/.package-lock.json'],
      })
      expect(lines).to.deep.equal([install, ...build])
    })
  })

  it('hangs up the script when the npm that started it is gone', async () => {
    const script = `
      process.on('SIGHUP', () => { console.log('hung up'); process.exit() })
      console.log('runs')
      setInterval(() => {}, 1000)
    `
    const folder = tree({ ...repository, 'wait.mjs': script })
    // A shell that stays: npm ends it, and it does not end what it has started.
    const shell = spawn('/bin/sh', ['-c', '"$0" scripts/ready.mjs wait.mjs; :', process.execPath], {
      cwd: folder,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    for await (const chunk of shell.stdout.setEncoding('utf8')) {
      said += chunk
      if (said.endsWith('runs\n')) shell.kill('SIGKILL')
    }
    expect(said.endsWith('runs\nhung up\n')).to.equal(true)
  })
})
