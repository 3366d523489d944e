import { expect } from 'chai'
import { describe, it } from 'mocha'
import { functionEnvironment } from '#rotation/function-environment'
import { functionArn } from './rotating.js'

describe('functionEnvironment', () => {
  const realm = { account: '123456789012', region: 'eu-west-1' }
  const endpoint = 'http://127.0.0.1:4566'

  it('leads clients to the emulator, as the account and in the Region of the secret', () => {
    expect(functionEnvironment({ env: {}, endpoint }, functionArn, realm)).to.deep.equal({
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_STS: endpoint,
      SECRETS_MANAGER_ENDPOINT: endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: '123456789012',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_LAMBDA_FUNCTION_NAME: 'rotate',
    })
  })

  it('keeps the rest, but for what would mislead clients, and what is ours', () => {
    const env = {
      ...{ PATH: '/bin', DATABASE_URL: 'postgres:', AWS_PROFILE: 'mine', AWS_SESSION_TOKEN: 'mine' },
      ...{ STRONGROOM_KEY_FILE: 'key', STRONGROOM_ANYTHING: 'x', AWS_ACCESS_KEY_ID: 'mine' },
    }
    const environment = functionEnvironment({ env, endpoint }, functionArn, realm)
    expect(environment).to.include({
      PATH: '/bin',
      DATABASE_URL: 'postgres:',
      AWS_ACCESS_KEY_ID: realm.account,
    })
    expect(environment).to.not.have.any.keys(
      ...['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'STRONGROOM_KEY_FILE', 'STRONGROOM_ANYTHING'],
    )
  })
})
