import { expect } from 'chai'
import { describe, it } from 'mocha'
import { awsDecisions, withAwsConventions } from '#config/aws-conventions'
import { readConventions } from '#config/environment'
import { Problems } from '#config/place'

const problems = new Problems()
const entry = (options = {}, kind = 'aws') => ({ kind, id: 'main', options, place: problems.at('file') })
const read = (env: Record<string, string>) => readConventions(env, problems)
const proxied = {
  AWS_REGION: 'eu-central-1',
  HTTPS_PROXY: 'http://me:hunter2@proxy:3128',
  no_proxy: 'localhost',
}
const own = { region: 'us-east-1', proxy: { http: 'http://other' } }

describe('withAwsConventions', () => {
  it('adds region and proxies', () => {
    expect(withAwsConventions(entry(), read(proxied)).options).to.deep.equal({
      region: 'eu-central-1',
      proxy: { https: 'http://me:hunter2@proxy:3128', no: 'localhost' },
    })
  })

  it('adds nothing where nothing is said', () => {
    expect(withAwsConventions(entry(), read({})).options).to.deep.equal({})
  })

  it('leaves region and proxy of the file as they are', () => {
    expect(withAwsConventions(entry(own), read(proxied)).options).to.deep.equal(own)
  })

  it('does nothing for other kinds', () => {
    expect(withAwsConventions(entry({}, 'env'), read(proxied)).options).to.deep.equal({})
  })
})

describe('awsDecisions', () => {
  it('tells region and proxies by their variables', () => {
    expect(awsDecisions(entry(), read(proxied), 'file')).to.deep.equal([
      { setting: 'providers.main.region', value: 'eu-central-1', from: 'AWS_REGION' },
      { setting: 'providers.main.proxy.https', value: 'http://***@proxy:3128', from: 'HTTPS_PROXY' },
      { setting: 'providers.main.proxy.no', value: 'localhost', from: 'no_proxy' },
    ])
  })

  it('tells the region of the file, and no proxies that are not used', () => {
    const region = { setting: 'providers.main.region', value: 'us-east-1', from: 'file' }
    expect(awsDecisions(entry(own), read(proxied), 'file')).to.deep.equal([region])
  })

  it('tells nothing where nothing is said, and nothing of other kinds', () => {
    expect(awsDecisions(entry(), read({}), 'file')).to.deep.equal([])
    expect(awsDecisions(entry({}, 'env'), read(proxied), 'file')).to.deep.equal([])
  })

  const addresses: readonly [address: string, told: string][] = [
    ['http://proxy:3128', 'http://proxy:3128'],
    ['me:hunter2@proxy:3128', '***@proxy:3128'],
    ['HTTP://hunter2@proxy', 'HTTP://***@proxy'],
    ['http://me:hunter2@x/y@proxy', 'http://***@proxy'],
  ]
  for (const [address, value] of addresses) {
    it(`tells ${value} without who uses it`, () => {
      const decisions = awsDecisions(entry(), read({ HTTP_PROXY: address }), 'file')
      expect(decisions).to.deep.equal([{ setting: 'providers.main.proxy.http', value, from: 'HTTP_PROXY' }])
    })
  }
})
