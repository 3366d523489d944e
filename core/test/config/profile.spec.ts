import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Problems } from '#config/place'
import { chooseProfile, layersOf } from '#config/profile'
import { refusalOf } from '../refusal.js'

const profiles = { dev: { prefix: 'dev/' }, staging: {} }
const config = { profiles, profile: 'staging' }
const file = 'strongroom.config.json'

describe('chooseProfile', () => {
  const nothing = { option: undefined, env: {}, stage: undefined }
  const stage = { value: 'dev', from: 'ENVIRONMENT' }

  it('prefers the option to all else', () => {
    const env = { STRONGROOM_PROFILE: 'staging' }
    expect(chooseProfile(config, file, { option: 'dev', env, stage })).to.deep.equal({
      value: 'dev',
      from: 'option',
    })
  })

  it('prefers STRONGROOM_PROFILE to the file', () => {
    const chosen = chooseProfile(config, file, { ...nothing, env: { STRONGROOM_PROFILE: 'dev' } })
    expect(chosen).to.deep.equal({ value: 'dev', from: 'STRONGROOM_PROFILE' })
  })

  it('prefers the file to the name of the environment', () => {
    const env = { STRONGROOM_PROFILE: '' }
    expect(chooseProfile(config, file, { ...nothing, env, stage })).to.deep.equal({
      value: 'staging',
      from: file,
    })
  })

  it('takes the profile that is named like the environment', () => {
    expect(chooseProfile({ profiles }, file, { ...nothing, stage })).to.deep.equal(stage)
  })

  for (const value of ['test', 'Dev', 'constructor']) {
    it(`takes none when the environment is called "${value}" and no profile is`, () => {
      const chosen = chooseProfile({ profiles }, file, { ...nothing, stage: { value, from: 'NODE_ENV' } })
      expect(chosen).to.deep.equal({ value: undefined, from: 'default' })
    })
  }

  it('takes none where nobody names one', () => {
    expect(chooseProfile({ profiles }, file, nothing)).to.deep.equal({ value: undefined, from: 'default' })
  })

  const missing: readonly [what: string, choose: () => unknown, message: string][] = [
    [
      'the option',
      () => chooseProfile(config, file, { ...nothing, option: 'stagin' }),
      `the option "profile" names a profile that does not exist; did you mean "staging"?: ${file} has dev, staging`,
    ],
    [
      'STRONGROOM_PROFILE',
      () => chooseProfile({}, file, { ...nothing, env: { STRONGROOM_PROFILE: 'dev' } }),
      `STRONGROOM_PROFILE names a profile that does not exist: ${file} has no profiles`,
    ],
    [
      'the file',
      () => chooseProfile({ profiles, profile: 'toString' }, file, nothing),
      `${file}: profile names a profile that does not exist: ${file} has dev, staging`,
    ],
    [
      'the option, without a file',
      () => chooseProfile({}, undefined, { ...nothing, option: 'dev' }),
      'the option "profile" names a profile that does not exist: there is no configuration file',
    ],
  ]
  for (const [what, choose, message] of missing) {
    it(`refuses a missing profile that is named by ${what}`, async () => {
      const error = await refusalOf(choose)
      expect(error).to.have.property('code', 'CONFIG')
      expect(error.message).to.equal(message)
    })
  }
})

describe('layersOf', () => {
  const place = new Problems().at(file)
  const told = (profile: string | undefined) =>
    layersOf(config, place, profile).map(({ settings, from, place: at }) => ({ settings, from, at: `${at}` }))

  it('has the top of the file alone, without a profile', () => {
    expect(told(undefined)).to.deep.equal([{ settings: config, from: file, at: file }])
  })

  it('puts the profile before it', () => {
    expect(told('dev')).to.deep.equal([
      { settings: { prefix: 'dev/' }, from: `${file} (profile dev)`, at: `${file}: profiles.dev` },
      { settings: config, from: file, at: file },
    ])
  })
})
