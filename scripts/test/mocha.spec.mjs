import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { run, scriptsFolder } from './run.mjs'
import { trees } from './trees.mjs'

describe('mocha.mjs', () => {
  const tree = trees()
  const tested = (files, { options = [], env } = {}) =>
    run(path.join(scriptsFolder, 'mocha.mjs'), options, { cwd: tree(files), env })

  it('runs the built specs of the sources, not what an older build left behind', () => {
    const { status, stdout } = tested({
      'test/kept.spec.ts': '',
      'test/dist/kept.spec.js': "it('kept', () => {})",
      'test/dist/deleted.spec.js': "it('deleted', () => { throw new Error('ran') })",
    })
    expect(stdout).to.contain('kept').and.not.contain('deleted')
    expect(status).to.equal(0)
  })

  it('fails in a package without specs', () => {
    expect(tested({}).status).to.not.equal(0)
  })

  it('fails when one test runs alone', () => {
    const { status } = tested({ 'test/a.spec.mjs': "it.only('one', () => {}); it('two', () => {})" })
    expect(status).to.not.equal(0)
  })

  const oneAndTwo = { 'test/a.spec.mjs': "it('one', () => {}); it('two', () => {})" }

  it("takes mocha's own options", () => {
    expect(tested(oneAndTwo, { options: ['--grep', 'two'] }).stdout)
      .to.contain('two')
      .and.not.contain('one')
  })

  it('takes the options that npm test forwards, of which spaces are part', () => {
    const env = { STRONGROOM_MOCHA_OPTIONS: JSON.stringify(['--grep', 'x two']) }
    const { stdout } = tested({ 'test/a.spec.mjs': "it('x one', () => {}); it('x two', () => {})" }, { env })
    expect(stdout).to.contain('x two').and.not.contain('x one')
  })

  it('fails when STRONGROOM_NODE is not there', () => {
    expect(tested(oneAndTwo, { env: { STRONGROOM_NODE: '/no/such/node' } }).status).to.not.equal(0)
  })
})
