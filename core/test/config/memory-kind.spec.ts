import { expect } from 'chai'
import { describe, it } from 'mocha'
import { loadConfig } from '#config/load-config'
import { refusalOf } from '../refusal.js'
import { useFolder } from './folder.js'

describe('the kind "memory"', () => {
  const folder = useFolder()

  const load = async (values: unknown, env = {}) => {
    await folder.write({ 'strongroom.config.json': { providers: [{ kind: 'memory', values }] } })
    const { providers } = await loadConfig({ cwd: folder.at(), env })
    const [provider] = providers
    if (provider === undefined) throw new Error('expected a provider')
    return provider
  }

  it('holds the secrets of a variable', async () => {
    const provider = await load({ env: 'SECRETS' }, { SECRETS: '{"a": "text", "b": {"c": [1.10]}}' })
    expect(provider.id).to.equal('memory')
    expect((await provider.get('a')).text()).to.equal('text')
    expect((await provider.get('b')).text()).to.equal('{"c":[1.10]}')
  })

  it('holds the secrets of a file', async () => {
    await folder.write({ 'secrets/dev.json': { a: 'text' } })
    expect((await (await load({ file: 'secrets/dev.json' })).get('a')).text()).to.equal('text')
  })

  it('is empty where no values are named', async () => {
    expect(await refusalOf((await load(undefined)).get('a'))).to.have.property('code', 'NOT_FOUND')
  })

  const refused: readonly [text: string, problem: string][] = [
    ['', 'values: the environment variable SECRETS is empty'],
    ['{"a": hunter2}', 'the values are not JSON'],
    ['["hunter2"]', 'the values are JSON, but not an object of names and values'],
    ['"hunter2"', 'the values are JSON, but not an object of names and values'],
    ['2', 'the values are JSON, but not an object of names and values'],
    ['null', 'the values are JSON, but not an object of names and values'],
    [
      '{"a": "\\ud800"}',
      'memoryProvider: "a" cannot be had: a text is whole characters, and this one holds a lone surrogate',
    ],
  ]
  for (const [text, problem] of refused) {
    it(`refuses ${JSON.stringify(text)}: ${problem}`, async () => {
      const error = await refusalOf(load({ env: 'SECRETS' }, { SECRETS: text }))
      expect(error.provider).to.equal('memory')
      expect(error.message.replace('[0].', '[0]: ')).to.equal(
        `strongroom.config.json: providers[0]: ${problem}`,
      )
    })
  }

  it('says which file is missing, once', async () => {
    const error = await refusalOf(load({ file: 'none.json' }))
    expect(error.message).to.equal(
      `strongroom.config.json: providers[0].values: cannot read ${folder.at('none.json')}`,
    )
    expect(error.hint).to.be.a('string')
  })
})
