import { expect } from 'chai'
import { describe, it } from 'mocha'
import { banner } from '#banner'
import { settingsOf } from '#settings'

const endpoint = 'http://127.0.0.1:4566'

describe('the banner', () => {
  it('has the lines to paste, each on a line of its own', () => {
    const lines = banner({ endpoint, settings: settingsOf({ region: 'eu-west-3' }) }).split('\n')
    expect(lines).to.include.members([
      `export AWS_ENDPOINT_URL_SECRETS_MANAGER=${endpoint}`,
      `export AWS_ENDPOINT_URL_STS=${endpoint}`,
      'export AWS_REGION=eu-west-3',
      'export AWS_DEFAULT_REGION=eu-west-3',
      'export AWS_ACCESS_KEY_ID=test',
      'export AWS_SECRET_ACCESS_KEY=test',
      'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT',
      `aws --endpoint-url ${endpoint} secretsmanager list-secrets`,
    ])
  })

  it('says where secrets are kept', () => {
    expect(banner({ endpoint, settings: settingsOf({ data: '/d' }) })).to.contain('Secrets are kept in /d')
    expect(banner({ endpoint, settings: settingsOf() })).to.contain('Secrets are kept in memory')
    const readOnly = settingsOf({ data: '/d', readOnly: true })
    expect(banner({ endpoint, settings: readOnly })).to.contain('/d (read only)')
  })

  for (const [host, warns] of [
    ['127.0.0.1', false],
    ['127.8.9.10', false],
    ['localhost', false],
    ['::1', false],
    ['0:0:0:0:0:0:0:1', false],
    ['0.0.0.0', true],
    ['::', true],
    ['192.168.1.2', true],
    ['127.0.0.1.example.com', true],
  ] as const) {
    it(`${warns ? 'warns' : 'does not warn'} of ${host}`, () => {
      const text = banner({ endpoint, settings: settingsOf({ host }) })
      expect(text.includes('whoever reaches it can read every secret')).to.equal(warns)
    })
  }

  for (const [host, adminToken, tells] of [
    ['0.0.0.0', undefined, true],
    ['0.0.0.0', 'a token of sixteen'.replaceAll(' ', '-'), false],
    ['127.0.0.1', undefined, false],
  ] as const) {
    it(`${tells ? 'says' : 'does not say'} that ${host} ${adminToken ? 'with' : 'without'} a token shuts the admin API`, () => {
      const text = banner({ endpoint, settings: settingsOf({ host, adminToken }) })
      expect(text.includes('The admin API is shut, health apart, until there is a token.')).to.equal(tells)
      expect(text).not.to.contain('a-token-of-sixteen')
    })
  }

  it('leaves the keys to those who must have their own', () => {
    const settings = settingsOf({ iam: 'enforce', iamFile: '/d/iam.json', host: '0.0.0.0' })
    const text = banner({ endpoint, settings })
    expect(text).to.contain('Requests are signed with an access key that is in /d/iam.json.')
    expect(text).to.contain(`export AWS_ENDPOINT_URL_STS=${endpoint}\n`)
    expect(text).not.to.match(
      /AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|credentials are taken/,
    )
    expect(text).to.contain('nothing that passes is encrypted')
  })

  it('says where it is that requests are only looked at, and gives keys that will do', () => {
    const settings = settingsOf({ iam: 'audit', iamFile: '/d/iam.json' })
    const text = banner({ endpoint, settings })
    expect(text).to.contain('What AWS would refuse to the identities in /d/iam.json is logged')
    expect(text).to.contain('export AWS_ACCESS_KEY_ID=test\n')
  })

  it('has colours only when asked, and none in the lines to paste', () => {
    const settings = settingsOf({ host: '0.0.0.0' })
    const [plain, coloured] = [false, true].map((colours) => banner({ endpoint, settings, colours }))
    expect(plain).not.to.contain('\u001b')
    expect(coloured).to.contain('\u001b')
    expect(coloured).to.contain(`\nexport AWS_ENDPOINT_URL_STS=${endpoint}\n`)
  })
})
