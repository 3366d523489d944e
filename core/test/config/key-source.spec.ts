import { expect } from 'chai'
import { describe, it } from 'mocha'
import { isKeyReference, type KeySource, withKeySources } from '#config/key-source'
import { Problems } from '#config/place'
import { refusalOf } from '../refusal.js'
import { complaintsOf } from './complaints.js'
import { useFolder } from './folder.js'

describe('isKeyReference', () => {
  const cases: readonly [thing: unknown, is: boolean][] = [
    [{ env: 'NAME' }, true],
    [{ file: 'age.key' }, true],
    [{ env: '' }, true],
    [{}, false],
    [{ env: 'NAME', file: 'age.key' }, false],
    [{ env: 1 }, false],
    [{ envs: 'NAME' }, false],
    ['NAME', false],
    [['env'], false],
    [null, false],
  ]
  for (const [thing, is] of cases) {
    it(`says ${is ? 'yes' : 'no'} to ${JSON.stringify(thing)}`, () =>
      expect(isKeyReference(thing)).to.equal(is))
  }
})

describe('withKeySources', () => {
  const folder = useFolder()

  const sourceOf = (key: unknown, env = {}): KeySource => {
    const { key: source } = withKeySources({ key }, new Problems().at('config'), { folder: folder.at(), env })
    if (typeof source !== 'function') throw new TypeError('expected a key source')
    return async () => source()
  }

  it('puts a source wherever a reference stands, and changes nothing else', () => {
    const client = new Map()
    const options = {
      client,
      path: 'x',
      none: null,
      list: [{ env: 'A' }, 1],
      deep: { key: { file: 'k' }, env: 'A' },
    }
    const made = withKeySources(options, new Problems().at('config'), { folder: folder.at(), env: {} })
    expect(made).to.deep.include({ path: 'x', none: null })
    expect(made.client).to.equal(client)
    expect(made.list).to.have.nested.property('[0]').that.is.a('function')
    expect(made.list).to.have.nested.property('[1]', 1)
    expect(made.deep).to.have.property('key').that.is.a('function')
    expect(made.deep).to.have.property('env', 'A')
  })

  it('leaves a source alone that a module brings itself', () => {
    const own: KeySource = async () => 'key'
    expect(withKeySources({ own }, new Problems().at('config'), { folder: '', env: {} })).to.deep.equal({
      own,
    })
  })

  const nowhere: readonly [reference: object, complaint: string][] = [
    [{ env: '' }, 'config: key.env: expected the name of an environment variable'],
    [{ env: '$NAME' }, 'config: key.env: expected the name of an environment variable'],
    [{ env: 'two words' }, 'config: key.env: expected the name of an environment variable'],
    [{ file: '' }, 'config: key.file: expected the path of a file'],
  ]
  for (const [reference, complaint] of nowhere) {
    it(`complains about ${JSON.stringify(reference)}`, () => {
      const check = () =>
        complaintsOf((place) => withKeySources({ key: reference }, place, { folder: '', env: {} }))
      expect(check()).to.deep.equal([complaint])
    })
  }

  it('reads a variable when it is asked, as it is', async () => {
    const env: Record<string, string> = {}
    const source = sourceOf({ env: 'KEY' }, env)
    env.KEY = ' first\n'
    expect(await source()).to.equal(' first\n')
    env.KEY = 'second'
    expect(await source()).to.equal('second')
  })

  const unset: readonly [env: object, problem: string][] = [
    [{}, 'is not set'],
    [{ KEY: '' }, 'is empty'],
  ]
  for (const [env, problem] of unset) {
    it(`rejects with CONFIG when the variable ${problem}`, async () => {
      const error = await refusalOf(sourceOf({ env: 'KEY' }, env))
      expect(error).to.have.property('code', 'CONFIG')
      expect(error.message).to.equal(`config: key: the environment variable KEY ${problem}`)
      expect(error.hint).to.equal('Set KEY where this process is started.')
    })
  }

  const files: readonly [text: string, read: string][] = [
    ['key', 'key'],
    ['key\n', 'key'],
    ['key\r\n', 'key'],
    ['key\n\n', 'key\n'],
    [' key ', ' key '],
    ['', ''],
  ]
  for (const [text, read] of files) {
    it(`reads ${JSON.stringify(text)} from a file as ${JSON.stringify(read)}`, async () => {
      await folder.write({ 'keys/age.key': text })
      expect(await sourceOf({ file: 'keys/age.key' })()).to.equal(read)
    })
  }

  it('takes an absolute path as it is', async () => {
    await folder.write({ 'age.key': 'key' })
    expect(await sourceOf({ file: folder.at('age.key') })()).to.equal('key')
  })

  it('rejects with CONFIG when there is no such file, and reads it once there is', async () => {
    const source = sourceOf({ file: 'age.key' })
    const error = await refusalOf(source)
    expect(error).to.have.property('code', 'CONFIG')
    expect(error.message).to.equal(`config: key: cannot read ${folder.at('age.key')}`)
    expect(error.cause).to.have.property('code', 'ENOENT')
    expect(error.hint).to.be.a('string')
    await folder.write({ 'age.key': 'key' })
    expect(await source()).to.equal('key')
  })

  it('rejects with CONFIG when the file is a folder', async () => {
    await folder.write({ 'keys/age.key': 'key' })
    expect((await refusalOf(sourceOf({ file: 'keys' }))).cause).to.have.property('code', 'EISDIR')
  })
})
