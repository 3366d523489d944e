import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { root } from '../packages.mjs'
import { run, scriptsFolder } from './run.mjs'
import { trees } from './trees.mjs'

describe('check-lock', () => {
  const tree = trees()
  const checked = (...args) => run(path.join(scriptsFolder, 'check-lock.mjs'), args)
  const checkedLock = (packages) => checked(path.join(tree({ 'lock.json': { packages } }), 'lock.json'))

  it('is content with the lock file of this repository', () => {
    const { status, stdout } = checked()
    expect(stdout).to.equal('The lock file is complete.\n')
    expect(status).to.equal(0)
  })

  it('reads the lock file of this repository from any folder', () => {
    expect(run(path.join(scriptsFolder, 'check-lock.mjs'), [], { cwd: path.dirname(root) }).status).to.equal(
      0,
    )
  })

  it('finds an optional package beside its dependant, above it and at the root', () => {
    const { status } = checkedLock({
      '': { optionalDependencies: { top: '1.0.0' } },
      'node_modules/top': { resolved: 'core' },
      'node_modules/a': { optionalDependencies: { top: '1.0.0' } },
      'node_modules/a/node_modules/b': {
        optionalDependencies: { beside: '1.0.0', own: '1.0.0', top: '1.0.0' },
      },
      'node_modules/a/node_modules/beside': {},
      'node_modules/a/node_modules/b/node_modules/own': {},
    })
    expect(status).to.equal(0)
  })

  it('names each optional package that the lock file dropped, and who wants it', () => {
    const { status, lines } = checkedLock({
      '': { optionalDependencies: { 'tool-arm64': '2.0.0' } },
      'node_modules/tool': { optionalDependencies: { '@tool/x64': '1.0.0', '@tool/arm64': '1.0.0' } },
      'node_modules/@tool/x64': {},
    })
    expect(lines).to.deep.equal([
      'the root wants tool-arm64 2.0.0, and the lock file does not have it',
      'node_modules/tool wants @tool/arm64 1.0.0, and the lock file does not have it',
      'Problems in the lock file: 2.',
    ])
    expect(status).to.equal(1)
  })

  it('does not take an optional package inside an unrelated one for the wanted one', () => {
    const { status } = checkedLock({
      'node_modules/a': { optionalDependencies: { x: '1.0.0' } },
      'node_modules/b/node_modules/x': {},
    })
    expect(status).to.equal(1)
  })

  it('refuses a lock file that names a registry', () => {
    const { status, lines } = checkedLock({
      'node_modules/a': { resolved: 'https://registry.example/a/-/a-1.0.0.tgz' },
    })
    expect(lines[0]).to.equal(
      'node_modules/a is tied to one registry: https://registry.example/a/-/a-1.0.0.tgz',
    )
    expect(status).to.equal(1)
  })
})
