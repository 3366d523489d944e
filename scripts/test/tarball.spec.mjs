import { expect } from 'chai'
import { describe, it } from 'mocha'
import { tarballProblems } from '../tarball.mjs'
import { trees } from './trees.mjs'

describe('tarball', () => {
  const tree = trees()
  const sound = {
    'package.json': { name: 'x' },
    LICENSE: 'MIT',
    'README.md': '# x',
    'src/index.ts': 'export {}',
    'dist/index.js': 'export {}',
    'dist/index.js.map': { sources: ['../src/index.ts'] },
  }
  const problems = (files) => tarballProblems(tree({ ...sound, ...files }), '/home/somebody/project')

  it('has nothing against a package with its sources, licence and readme', () => {
    expect(problems({})).to.deep.equal([])
  })

  it('misses the licence and the readme', () => {
    const { LICENSE, 'README.md': readme, ...rest } = sound
    expect(tarballProblems(tree(rest), '/home/somebody/project')).to.deep.equal([
      'LICENSE is missing',
      'README.md is missing',
    ])
  })

  it('misses what package.json promises', () => {
    const manifest = { name: 'x', files: ['src', 'bundle', '!dist/.tsbuildinfo'] }
    expect(problems({ 'package.json': manifest })).to.deep.equal([
      'bundle is missing, which package.json has among its files',
    ])
  })

  const table = [
    ['a folder of tests', { 'test/tree.ts': '' }, 'test/tree.ts is packed: not for users'],
    ['a spec', { 'src/index.spec.ts': '' }, 'src/index.spec.ts is packed: a test'],
    [
      "the compiler's notes",
      { 'dist/.tsbuildinfo': '' },
      "dist/.tsbuildinfo is packed: the compiler's own notes",
    ],
    [
      'a path of the machine it was built on',
      { 'dist/index.js': '// /home/somebody/project/core' },
      'dist/index.js names a path of this machine',
    ],
    [
      'a source map to a source that is not packed',
      { 'dist/gone.js.map': { sources: ['../src/gone.ts'] } },
      'dist/gone.js.map points at ../src/gone.ts, which is not in the package',
    ],
    [
      'a source map to an absolute path',
      { 'dist/index.js.map': { sourceRoot: '/elsewhere/', sources: ['index.ts'] } },
      'dist/index.js.map names an absolute source: /elsewhere/index.ts',
    ],
    [
      'a source map to an address',
      { 'dist/index.js.map': { sources: ['file:///elsewhere/index.ts'] } },
      'dist/index.js.map names an absolute source: file:///elsewhere/index.ts',
    ],
    [
      'a source map out of the package',
      { 'dist/index.js.map': { sources: ['../../other/index.ts'] } },
      'dist/index.js.map points outside the package: ../../other/index.ts',
    ],
  ]
  for (const [what, files, problem] of table) {
    it(`names ${what}`, () => {
      expect(problems(files)).to.deep.equal([problem])
    })
  }
})
