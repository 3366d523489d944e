import { expect } from 'chai'
import { describe, it } from 'mocha'
import { newCanary } from 'strongroom-scripts/canary'
import { useAdmin } from './ask.js'

const home = { account: '000000000000', region: 'us-east-1' }
const yaml = { 'Content-Type': 'application/yaml' }

describe('POST /_strongroom/seed', () => {
  const admin = useAdmin()

  it('makes secrets be what JSON says, and tells what became of each', async () => {
    const { ask, post } = await admin()
    const seeded = async (document: object) => (await ask('POST', '/seed', document)).json.seeded
    expect(await seeded({ 'json/a': 'one', 'json/b': { user: 'app' } })).to.deep.equal([
      { name: 'json/a', ...home, outcome: 'created' },
      { name: 'json/b', ...home, outcome: 'created' },
    ])
    expect((await post('GetSecretValue', { SecretId: 'json/b' })).json.SecretString).to.equal(
      '{"user":"app"}',
    )
    expect(await seeded({ 'json/a': 'two', 'json/b': { user: 'app' } })).to.deep.equal([
      { name: 'json/a', ...home, outcome: 'updated', why: 'AWSCURRENT' },
      { name: 'json/b', ...home, outcome: 'unchanged' },
    ])
    await post('DeleteSecret', { SecretId: 'json/a' })
    expect(await seeded({ 'json/a': 'three' })).to.deep.equal([
      { name: 'json/a', ...home, outcome: 'skipped', why: 'it is scheduled for deletion' },
    ])
  })

  for (const type of ['application/yaml', 'application/x-yaml', 'text/yaml; charset=utf-8']) {
    it(`takes YAML as ${type}, in the full form`, async () => {
      const { ask, post } = await admin()
      const name = type.replaceAll(/\W/g, '-')
      const text = `secrets:\n  ${name}: { value: a, tags: { team: orders } }\n`
      expect((await ask('POST', '/seed', text, { 'Content-Type': type })).status).to.equal(200)
      const { Tags } = (await post('DescribeSecret', { SecretId: name })).json
      expect(Tags).to.deep.equal([{ Key: 'team', Value: 'orders' }])
    })
  }

  for (const type of [undefined, 'application/x-www-form-urlencoded']) {
    it(`takes what curl sends as ${type ?? 'nothing'} for JSON`, async () => {
      const { ask } = await admin()
      const headers = type === undefined ? {} : { 'Content-Type': type }
      expect((await ask('POST', '/seed', '{"plain":"a"}', headers)).status).to.equal(200)
    })
  }

  it('refuses other types', async () => {
    const { ask } = await admin()
    const { status, json } = await ask('POST', '/seed', 'a=b', { 'Content-Type': 'text/plain' })
    expect({ status, json }).to.deep.equal({
      status: 415,
      json: { error: 'A seed is application/json or application/yaml.' },
    })
  })

  it('puts secrets into the account and the Region of the query, unless they name their own', async () => {
    const { ask } = await admin()
    const text = 'secrets:\n  placed: { value: a }\n  own: { value: a, region: eu-north-1 }\n'
    const { json } = await ask('POST', '/seed?account=123456789012&region=eu-west-1', text, yaml)
    expect(json.seeded).to.deep.equal([
      { name: 'placed', account: '123456789012', region: 'eu-west-1', outcome: 'created' },
      { name: 'own', account: '123456789012', region: 'eu-north-1', outcome: 'created' },
    ])
  })

  for (const [query, error] of [
    ['?account=1', '"account" must be an account: 12 digits'],
    ['?region=europe', '"region" must be a Region such as us-east-1'],
    ['?regoin=a', 'there is no query parameter of such a name; did you mean region?'],
    ['?region=us-east-1&region=us-east-1', 'the query has "region" twice'],
  ] as const) {
    it(`refuses ${query}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', `/seed${query}`, { a: 'b' })
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }

  it('says how YAML is sent where it came as what curl calls it', async () => {
    const { ask } = await admin()
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const { status, json } = await ask('POST', '/seed', 'app/token: abc\n', form)
    const error = 'seed:1:1: not JSON; YAML wants Content-Type: application/yaml'
    expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    const { json: others } = await ask('POST', '/seed', '{"a": }', form)
    expect(others).to.deep.equal({ error: 'seed:1:7: not JSON' })
  })

  it('tells all that is wrong by line, as of a file, quotes no value, and then seeds nothing', async () => {
    const { ask, post } = await admin()
    const canary = newCanary()
    const text = `secrets:\n  wrong/one: { value: ${canary}, valeu: ${canary} }\n  fine: { value: ${canary} }\n  wrong/two: { binary: "${canary}!" }\n`
    const { status, json } = await ask('POST', '/seed', text, yaml)
    expect({ status, json }).to.deep.equal({
      status: 400,
      json: {
        error: [
          '2 problems:',
          'seed:2: secrets.wrong/one: there is no key valeu; did you mean value?',
          'seed:4: secrets.wrong/two.binary: expected base64',
        ].join('\n'),
      },
    })
    expect((await post('DescribeSecret', { SecretId: 'fine' })).status).to.equal(400)
  })
})
