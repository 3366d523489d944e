import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal, secretNotFound } from './refusals.js'
import { useServed } from './served.js'
import type { PostOptions } from './wire.js'

const ours = { account: '111111111111' }
const theirs = { account: '222222222222' }
const defaultKey =
  "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key."

describe('realms', () => {
  const serve = useServed()
  let count = 0

  /** Makes a secret of ours and answers its ARN. */
  const make = async (input: object = {}, options: PostOptions = ours): Promise<string> => {
    const { post } = await serve()
    count += 1
    const whole = { Name: `shared/${count}`, ...token('0'), SecretString: 'ours', ...input }
    const { status, json } = await post('CreateSecret', whole, options)
    expect(status).to.equal(200)
    return String(json.ARN)
  }
  const names = async (options: PostOptions) => {
    const { post } = await serve()
    const { SecretList } = (await post('ListSecrets', {}, options)).json
    return Array.isArray(SecretList) ? SecretList.map(({ Name }) => Name) : []
  }

  it('have a secret each of the same name: accounts and Regions apart', async () => {
    const { post } = await serve()
    const realms = ['333333333333', '444444444444'].flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map((region) => ({ account, region })),
    )
    const arns = await Promise.all(
      realms.map((realm) => make({ Name: 'db', SecretString: `${realm.account} ${realm.region}` }, realm)),
    )
    expect(new Set(arns).size).to.equal(4)
    for (const realm of realms) {
      const { json } = await post('GetSecretValue', { SecretId: 'db' }, realm)
      expect(json.SecretString).to.equal(`${realm.account} ${realm.region}`)
      expect(json.ARN).to.contain(`:secretsmanager:${realm.region}:${realm.account}:secret:db-`)
      expect(await names(realm)).to.deep.equal(['db'])
    }
    const [gone, ...rest] = realms
    await post('DeleteSecret', { SecretId: 'db', ForceDeleteWithoutRecovery: true }, gone)
    expect(await Promise.all(rest.map(names))).to.deep.equal([['db'], ['db'], ['db']])
  })

  it('do not take the NextToken of one another', async () => {
    const { post } = await serve()
    const realm = { account: '555555555555' }
    for (const Name of ['a', 'b']) await make({ Name }, realm)
    const { NextToken } = (await post('ListSecrets', { MaxResults: 1 }, realm)).json
    const { json } = await post(
      'ListSecrets',
      { MaxResults: 1, NextToken },
      { ...realm, region: 'eu-west-1' },
    )
    expect(json.__type).to.equal('InvalidNextTokenException')
  })

  it('find a secret of another account by its ARN, and never by its name', async () => {
    const { post } = await serve()
    const arn = await make({ KmsKeyId: 'alias/shared' })
    const byArn = await post('GetSecretValue', { SecretId: arn }, theirs)
    expect(byArn.json).to.include({ ARN: arn, SecretString: 'ours' })
    const [, name = ''] = /:secret:(.*)-/.exec(arn) ?? []
    await expectRefusal(
      post('GetSecretValue', { SecretId: name }, theirs),
      'ResourceNotFoundException',
      secretNotFound,
    )
    expect(await names(theirs)).to.not.include(name)
  })

  it('find no secret of another Region by its ARN', async () => {
    const { post } = await serve()
    const arn = await make({ KmsKeyId: 'alias/shared' })
    const elsewhere = { ...ours, region: 'eu-west-1' }
    for (const operation of ['GetSecretValue', 'DescribeSecret']) {
      await expectRefusal(
        post(operation, { SecretId: arn }, elsewhere),
        'ResourceNotFoundException',
        secretNotFound,
      )
    }
  })

  for (const [operation, input] of [
    ['GetSecretValue', {}],
    ['PutSecretValue', { ...token('1'), SecretString: 'theirs' }],
    ['UpdateSecret', { ...token('1'), SecretString: 'theirs' }],
  ] as const) {
    it(`refuse ${operation} from another account under the default key, and serve it under another one`, async () => {
      const { post } = await serve()
      const call = (SecretId: string) => post(operation, { SecretId, ...input }, theirs)
      for (const KmsKeyId of [undefined, 'alias/aws/secretsmanager']) {
        await expectRefusal(call(await make({ KmsKeyId })), 'InvalidRequestException', defaultKey)
      }
      expect((await call(await make({ KmsKeyId: 'alias/shared' }))).status).to.equal(200)
    })
  }

  for (const [operation, input] of [
    ['DescribeSecret', {}],
    ['ListSecretVersionIds', {}],
    ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
    ['UntagResource', { TagKeys: ['a'] }],
    ['DeleteSecret', {}],
  ] as const) {
    it(`serve ${operation} from another account under any key`, async () => {
      const { post } = await serve()
      for (const KmsKeyId of [undefined, 'alias/shared']) {
        const SecretId = await make({ KmsKeyId })
        expect((await post(operation, { SecretId, ...input }, theirs)).status).to.equal(200)
      }
    })
  }

  it('tell a secret under the default key of another account as an error of a batch', async () => {
    const { post } = await serve()
    const [closed, open] = [await make(), await make({ KmsKeyId: 'alias/shared' })]
    const { status, json } = await post('BatchGetSecretValue', { SecretIdList: [closed, open] }, theirs)
    expect(status).to.equal(200)
    expect(json.Errors).to.deep.equal([
      { SecretId: closed, ErrorCode: 'InvalidRequestException', Message: defaultKey },
    ])
    expect(json.SecretValues).to.have.length(1)
  })
})

function token(digit: string): { readonly ClientRequestToken: string } {
  return { ClientRequestToken: digit.repeat(32) }
}
