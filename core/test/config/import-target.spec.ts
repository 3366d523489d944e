import { expect } from 'chai'
import { describe, it } from 'mocha'
import { importTarget } from '#config/import-target'
import { useFolder } from './folder.js'

describe('importTarget', () => {
  const folder = useFolder()
  const target = (specifier: string) => importTarget(specifier, folder.at('app/config'))
  const home = 'app/node_modules/acme'

  const manifests: readonly [what: string, manifest: object, file: string][] = [
    ['exports that are one path', { exports: './x.js' }, 'x.js'],
    ['exports to import alone', { exports: { import: './x.js' } }, 'x.js'],
    ['exports of the top', { exports: { '.': './x.js', './y': './y.js' } }, 'x.js'],
    ['exports to import and require', { exports: { require: './y.js', import: './x.js' } }, 'x.js'],
    [
      'exports with conditions within conditions',
      { exports: { '.': { node: { import: { types: './x.d.ts', default: './x.js' } } } } },
      'x.js',
    ],
    [
      'exports whose first conditions lead nowhere',
      { exports: { node: { require: './y.js' }, default: './x.js' } },
      'x.js',
    ],
    ['exports with types first', { exports: { types: './x.d.ts', default: './x.js' } }, 'x.js'],
    ['exports that are a list', { exports: [{ browser: './y.js' }, './x.js'] }, 'x.js'],
    ['main', { main: './x.js' }, 'x.js'],
    ['main without an ending', { main: 'x' }, 'x.js'],
    ['nothing', {}, 'index.js'],
  ]
  for (const [what, manifest, file] of manifests) {
    it(`goes by a manifest with ${what}`, async () => {
      await folder.write({ [`${home}/package.json`]: { name: 'acme', ...manifest }, [`${home}/${file}`]: '' })
      expect(target('acme')).to.equal(folder.at(`${home}/${file}`))
    })
  }

  it('goes by index.js where there is no manifest', async () => {
    await folder.write({ [`${home}/index.js`]: '' })
    expect(target('acme')).to.equal(folder.at(`${home}/index.js`))
  })

  it('finds a package with a scope, and a part of it', async () => {
    const manifest = { exports: { '.': './x.js', './part': { import: './y.js' } } }
    await folder.write({ 'app/node_modules/@acme/secrets/package.json': manifest })
    expect(target('@acme/secrets')).to.equal(folder.at('app/node_modules/@acme/secrets/x.js'))
    expect(target('@acme/secrets/part')).to.equal(folder.at('app/node_modules/@acme/secrets/y.js'))
  })

  it('finds a part of a package that has no exports', async () => {
    await folder.write({ [`${home}/package.json`]: {}, [`${home}/part.js`]: '' })
    expect(target('acme/part.js')).to.equal(folder.at(`${home}/part.js`))
  })

  it('prefers the nearest folder of modules', async () => {
    const near = 'app/config/node_modules/acme'
    await folder.write({
      [`${home}/package.json`]: { exports: './x.js' },
      [`${near}/package.json`]: { exports: './x.js' },
    })
    expect(target('acme')).to.equal(folder.at(`${near}/x.js`))
  })

  it('finds a package that is linked into the workspace', async () => {
    await folder.write({ 'packages/acme/package.json': { exports: { import: './x.js' } } })
    await folder.link(home, 'packages/acme')
    expect(target('acme')).to.equal(folder.at(`${home}/x.js`))
  })

  it('finds the package that the configuration itself is part of', async () => {
    const manifest = { name: 'acme', exports: { types: './x.d.ts', default: './x.js' } }
    await folder.write({ 'app/package.json': manifest, 'app/x.js': '' })
    expect(target('acme')).to.equal(folder.at('app/x.js'))
  })

  for (const specifier of ['acme', '@acme/secrets', 'fs', 'https://acme.example/x.js', '@', '']) {
    it(`finds nothing for "${specifier}" where nothing is installed`, () =>
      expect(target(specifier)).to.equal(undefined))
  }

  const closed: readonly [what: string, manifest: object | string][] = [
    ['does not export what is asked for', { exports: { './other': './x.js' } }],
    ['exports to browsers only', { exports: { browser: './x.js' } }],
    ['has forbidden it', { exports: { '.': null } }],
    ['has a manifest that is broken', '{'],
    ['has no file where it says', { main: './none.js' }],
  ]
  for (const [what, manifest] of closed) {
    it(`throws for a package that ${what}`, async () => {
      await folder.write({ [`${home}/package.json`]: manifest })
      expect(() => target('acme')).to.throw()
    })
  }
})
