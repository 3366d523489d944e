import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Problems } from '#config/place'
import { createProviderOf } from '#config/provider-module'
import { refusalOf } from '../refusal.js'
import { providerPackage, telling, useFolder } from './folder.js'

describe('createProviderOf', () => {
  const folder = useFolder()

  const create = (kind: string) => {
    const place = new Problems().at('config').member('providers').item(0)
    return createProviderOf({ kind, id: 'mine', options: {}, place }, folder.at())
  }

  it('finds the package of a built-in kind', async () => {
    await folder.write(providerPackage('@strongroom/provider-aws'))
    expect(await create('aws')).to.be.a('function')
  })

  it('finds a package of another name', async () => {
    await folder.write(providerPackage('acme-secrets'))
    expect(await create('acme-secrets')).to.be.a('function')
  })

  it('finds a package that exports to import alone', async () => {
    const manifest = { name: 'acme', exports: { import: { node: './x.mjs' } } }
    await folder.write({ 'node_modules/acme/package.json': manifest, 'node_modules/acme/x.mjs': telling })
    expect(await create('acme')).to.be.a('function')
  })

  it('finds a CommonJS package', async () => {
    const text = 'exports.createProvider = () => ({})'
    await folder.write({ 'node_modules/acme/package.json': { main: 'x' }, 'node_modules/acme/x.js': text })
    expect(await create('acme')).to.be.a('function')
  })

  it('finds a module beside the configuration', async () => {
    await folder.write({ 'lib/my vault#1.mjs': telling })
    expect(await create('./lib/my vault#1.mjs')).to.be.a('function')
    expect(await create(folder.at('lib/my vault#1.mjs'))).to.be.a('function')
  })

  const missing: readonly [kind: string, message: string, hint: string | undefined][] = [
    [
      'aws',
      'provider kind "aws" needs the package @strongroom/provider-aws, which is not installed',
      'npm install @strongroom/provider-aws',
    ],
    [
      '@acme/secrets',
      'provider kind "@acme/secrets" needs the package @acme/secrets, which is not installed',
      'npm install @acme/secrets',
    ],
    [
      'awss',
      'provider kind "awss" needs the package awss, which is not installed; did you mean "aws"?',
      undefined,
    ],
    [
      'ENV',
      'provider kind "ENV" needs the package ENV, which is not installed; did you mean "env"?',
      undefined,
    ],
    [
      './my.mjs',
      'provider kind "./my.mjs" is a path from the configuration, and there is no such file',
      undefined,
    ],
  ]
  for (const [kind, message, hint] of missing) {
    it(`says what is missing for "${kind}"`, async () => {
      const error = await refusalOf(create(kind))
      expect(error.toJSON()).to.include({
        code: 'CONFIG',
        message: `config: providers[0]: ${message}`,
        provider: 'mine',
        hint,
      })
    })
  }

  const broken: readonly [what: string, text: string, cause: string][] = [
    ['throws', 'throw new RangeError("quoted")', 'RangeError'],
    ['does not parse', 'export const quoted = {', 'SyntaxError'],
    ['lacks what it imports', 'import "quoted"', 'Error'],
  ]
  for (const [what, text, cause] of broken) {
    it(`tells a package that ${what} from one that is missing`, async () => {
      await folder.write({ ...providerPackage('acme'), 'node_modules/acme/index.js': text })
      const error = await refusalOf(create('acme'))
      expect(error.message).to.equal('config: providers[0]: provider kind "acme" could not be loaded')
      expect(error.hint).to.equal(`node --eval "import('acme')" shows why.`)
      expect(error.cause).to.have.property('name', cause)
      expect(error.cause).to.have.property('message').that.does.not.contain('quoted')
    })
  }

  it('says how to see what is wrong with a module beside the configuration', async () => {
    await folder.write({ 'my.mjs': 'throw new Error()' })
    const { hint } = await refusalOf(create('./my.mjs'))
    expect(hint).to.equal(`node --eval "import('${folder.at('my.mjs')}')" shows why.`)
  })

  for (const text of ['export default {}', 'export const createProvider = {}', '']) {
    it(`refuses a module without a function "createProvider": ${JSON.stringify(text)}`, async () => {
      await folder.write({ 'my.mjs': text })
      const { message } = await refusalOf(create('./my.mjs'))
      expect(message).to.equal(
        'config: providers[0]: provider kind "./my.mjs" is a module without a function "createProvider"',
      )
    })
  }
})
