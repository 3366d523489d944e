import { expect } from 'chai'
import { describe, it } from 'mocha'
import { makeProvider } from '#config/make-provider'
import { Problems } from '#config/place'
import { SecretsError } from '#errors'
import { refusalOf } from '../refusal.js'
import { telling, useFolder, withRest } from './folder.js'

describe('makeProvider', () => {
  const folder = useFolder()

  const make = async (text: string, options = {}) => {
    await folder.write({ 'my.mjs': text })
    const place = new Problems().at('config').member('providers').item(0)
    return makeProvider({ kind: './my.mjs', id: 'mine', options, place }, { folder: folder.at(), env: {} })
  }

  it('hands over the options with the id, and nothing else', async () => {
    const provider = await make(telling, { region: 'x', deep: { y: 1 } })
    expect(provider.capabilities).to.deep.equal({ region: 'x', deep: { y: 1 }, id: 'mine' })
  })

  it('says where the configuration stands', async () => {
    const provider = await make(
      `${withRest} export const createProvider = ({ id }, at) => ({ ...rest, id, capabilities: at })`,
    )
    expect(provider.capabilities).to.deep.equal({ folder: folder.at(), env: {} })
  })

  it('accepts a provider that is promised', async () => {
    const text = `${withRest} export const createProvider = async ({ id }) => ({ ...rest, id, capabilities: {} })`
    expect(await make(text)).to.have.property('id', 'mine')
  })

  for (const made of [
    'undefined',
    'null',
    '"x"',
    '{}',
    '{ id: "mine" }',
    '{ id: 1, get() {} }',
    '{ id: "mine", get: 1 }',
    '{ id: "mine", get() {}, capabilities: {} }',
  ]) {
    it(`refuses ${made} for a provider`, async () => {
      const error = await refusalOf(make(`export const createProvider = () => (${made})`))
      expect(error).to.include({ code: 'CONFIG', provider: 'mine' })
      expect(error.message).to.equal('config: providers[0]: createProvider of "./my.mjs" gave no provider')
    })
  }

  it('refuses a provider that is called otherwise than routes call it', async () => {
    const error = await refusalOf(
      make(`${withRest} export const createProvider = () => ({ ...rest, id: "other", capabilities: {} })`),
    )
    expect(error.message).to.contain('gave a provider that does not take the id "mine"')
  })

  it('lets a SecretsError through, with its code, and says for which provider', async () => {
    const brand = 'Symbol.for("@strongroom/core/SecretsError")'
    const thrown = `Object.assign(new Error("no region"), { code: "UNAUTHENTICATED", hint: "Set one.", [${brand}]: true })`
    const error = await refusalOf(make(`export const createProvider = () => { throw ${thrown} }`))
    expect(error.toJSON()).to.include({
      code: 'UNAUTHENTICATED',
      message: 'config: providers[0]: no region',
      hint: 'Set one.',
      provider: 'mine',
    })
    expect(SecretsError.is(error.cause)).to.equal(true)
  })

  it('makes CONFIG of any other error, without its message', async () => {
    const text = 'export const createProvider = ({ key }) => { throw new TypeError("not a key: " + key) }'
    const error = await refusalOf(make(text, { key: 'quoted' }))
    expect(error.code).to.equal('CONFIG')
    expect(error.message).to.equal('config: providers[0]: createProvider of "./my.mjs" failed with TypeError')
    expect(error.cause).to.have.property('message').that.does.not.contain('quoted')
  })
})
