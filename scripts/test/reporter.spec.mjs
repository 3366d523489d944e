import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { run, scriptsFolder } from './run.mjs'
import { trees } from './trees.mjs'

const skipModule = pathToFileURL(path.join(scriptsFolder, 'skip.mjs'))

describe('reporter', () => {
  const tree = trees()

  /** Runs `specs`, by file name, as the tests of a package, and answers the counts that were left. */
  function counted(specs) {
    const folder = tree({
      'results/.keep': '',
      ...Object.fromEntries(
        Object.entries(specs).map(([name, body]) => [
          `test/${name}.spec.mjs`,
          `import { skip } from '${skipModule}'\n${body}\n`,
        ]),
      ),
    })
    const results = path.join(folder, 'results')
    const { status } = run(path.join(scriptsFolder, 'mocha.mjs'), [], {
      cwd: folder,
      env: { STRONGROOM_TEST_RESULTS: results, npm_package_name: '@our/package' },
    })
    const file = path.join(results, '%40our%2Fpackage.json')
    return { status, counts: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined }
  }

  it('counts what passed and what failed, over every spec file', () => {
    const { status, counts } = counted({
      a: "it('one', () => {}); it('two', () => {})",
      b: "it('three', () => { throw new Error('no') }); it('four', () => {})",
    })
    expect(counts).to.deep.equal({ passed: 3, failed: 1, skipped: [] })
    expect(status).to.equal(1)
  })

  it('keeps the reason of a test that skipped itself', () => {
    const { counts, status } = counted({
      a: "describe('a', () => { it('b', function () { skip(this, 'why') }) })",
    })
    expect(counts).to.deep.equal({ passed: 0, failed: 0, skipped: [{ title: 'a b', reason: 'why' }] })
    expect(status).to.equal(0)
  })

  it('leaves null for the reason of a test that gave none', () => {
    const { counts } = counted({
      a: "it.skip('marked', () => {}); it('empty'); it('bare', function () { this.skip() })",
    })
    expect(counts.skipped).to.have.deep.members([
      { title: 'marked', reason: null },
      { title: 'empty', reason: null },
      { title: 'bare', reason: null },
    ])
  })

  it('gives every test of a suite, nested ones too, the reason from its before hook', () => {
    const { counts } = counted({
      a: `describe('a', () => {
            before(function () { skip(this, 'no engine') })
            it('one', () => {})
            it('two', () => {})
            describe('b', () => { it('three', () => {}) })
          })
          it('outside', () => {})`,
    })
    expect(counts.passed).to.equal(1)
    expect(counts.skipped).to.have.deep.members(
      ['a one', 'a two', 'a b three'].map((title) => ({ title, reason: 'no engine' })),
    )
  })

  it('gives each test the reason from its beforeEach hook', () => {
    const { counts } = counted({
      a: `describe('a', () => {
            beforeEach(function () { skip(this, 'not today') })
            it('one', () => {})
            it('two', () => {})
          })`,
    })
    expect(counts.skipped).to.have.deep.members(
      ['a one', 'a two'].map((title) => ({ title, reason: 'not today' })),
    )
  })

  it('counts a hook that throws as a failure', () => {
    const { counts } = counted({
      a: "describe('a', () => { before(() => { throw new Error('no') }); it('b', () => {}) })",
    })
    expect(counts).to.deep.equal({ passed: 0, failed: 1, skipped: [] })
  })

  it('leaves nothing when the process dies in the middle of a test', () => {
    const { counts, status } = counted({ a: "it('dies', () => process.exit(0))" })
    expect({ counts, status }).to.deep.equal({ counts: undefined, status: 0 })
  })

  it('leaves nothing and fails when a spec cannot be loaded', () => {
    const { counts, status } = counted({ a: "import 'no-such-package'" })
    expect(counts).to.equal(undefined)
    expect(status).to.not.equal(0)
  })
})
