import { expect } from 'chai'
import { describe, it } from 'mocha'
import { findConfigFile } from '#config/find-file'
import { refusalOf } from '../refusal.js'
import { useFolder } from './folder.js'

describe('findConfigFile', () => {
  const folder = useFolder()
  const find = (file?: string, env = {}) => findConfigFile({ file, cwd: folder.at(), env })

  for (const format of ['json', 'yaml', 'yml', 'mjs']) {
    it(`finds strongroom.config.${format} in the working directory`, async () => {
      await folder.write({ [`strongroom.config.${format}`]: '' })
      const value = folder.at(`strongroom.config.${format}`)
      expect(await find()).to.deep.equal({ value, from: 'default' })
    })
  }

  it('finds nothing where there is nothing', async () => {
    await folder.write({ 'strongroom.config.js': '', 'deeper/strongroom.config.json': '' })
    expect(await find()).to.equal(undefined)
  })

  it('refuses to choose between several', async () => {
    await folder.write({
      'strongroom.config.json': '{}',
      'strongroom.config.yml': '',
      'strongroom.config.mjs': '',
    })
    const error = await refusalOf(find())
    expect(error).to.have.property('code', 'CONFIG')
    expect(error.message).to.contain(
      'strongroom.config.json and strongroom.config.yml and strongroom.config.mjs',
    )
    expect(error.hint).to.contain('STRONGROOM_CONFIG')
  })

  it('follows STRONGROOM_CONFIG, from the working directory, past what lies there', async () => {
    await folder.write({ 'strongroom.config.json': '{}', 'strongroom.config.yml': '' })
    const found = await find(undefined, { STRONGROOM_CONFIG: 'etc/secrets.yaml' })
    expect(found).to.deep.equal({ value: folder.at('etc/secrets.yaml'), from: 'STRONGROOM_CONFIG' })
  })

  it('takes an empty STRONGROOM_CONFIG for none', async () => {
    expect(await find(undefined, { STRONGROOM_CONFIG: ' ' })).to.equal(undefined)
  })

  it('prefers the option to STRONGROOM_CONFIG', async () => {
    const found = await find('own.json', { STRONGROOM_CONFIG: 'other.json' })
    expect(found).to.deep.equal({ value: folder.at('own.json'), from: 'option' })
  })

  it('takes absolute paths as they are', async () => {
    expect(await find('/etc/secrets.json')).to.have.property('value', '/etc/secrets.json')
  })
})
