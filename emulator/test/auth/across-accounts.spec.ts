import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectFrameworkRefusal, expectRefusal } from '../refusals.js'
import { account, type Entry, other, policy, secretsOf, stranger, useGuarded, user } from './guarded.js'

const admin = user('admin', [policy('Allow', '*')])
const guest = stranger('guest', [policy('Allow', 'GetSecretValue', secretsOf('*'))])
const idle = stranger('idle')
const root = user('root', [], { arn: `arn:aws:iam::${account}:root`, policies: undefined })

const resourcePolicy = (Effect: string, Principal: unknown, Action: unknown = 'secretsmanager:*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Principal, Action, Resource: '*' }] })

describe('secrets of another account', () => {
  const serve = useGuarded([admin, guest, idle, root])
  let count = 0

  /** A secret with a policy of its own, and what the other account is answered. */
  const readBy = async (entry: Entry, text: string | undefined, KmsKeyId?: string) => {
    const { as, post } = await serve()
    count += 1
    const { ARN = '' } = await as(admin).createSecret({ Name: `s${count}`, SecretString: 'v', KmsKeyId })
    if (text !== undefined) await as(admin).putResourcePolicy({ SecretId: ARN, ResourcePolicy: text })
    return { ARN, answer: post(entry, 'GetSecretValue', { SecretId: ARN }) }
  }
  const allowed = resourcePolicy('Allow', { AWS: other })
  const sentence = (by: Entry, ARN: string, reason: string) =>
    `User: ${by.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} ${reason}`

  it('are read by ARN where both accounts allow it', async () => {
    const { answer } = await readBy(guest, allowed, 'a-key')
    expect((await answer).json.SecretString).to.equal('v')
  })

  it('are denied without a policy of their own', async () => {
    const { ARN, answer } = await readBy(guest, undefined)
    await expectFrameworkRefusal(
      answer,
      'AccessDeniedException',
      sentence(
        guest,
        ARN,
        'because no resource-based policy allows the secretsmanager:GetSecretValue action',
      ),
    )
  })

  it('are denied to those whose own policies do not allow it', async () => {
    const { ARN, answer } = await readBy(idle, allowed)
    await expectFrameworkRefusal(
      answer,
      'AccessDeniedException',
      sentence(idle, ARN, 'because no identity-based policy allows the secretsmanager:GetSecretValue action'),
    )
  })

  it('are refused for the default key only to those who are allowed', async () => {
    const { answer } = await readBy(guest, allowed)
    await expectRefusal(
      answer,
      'InvalidRequestException',
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    )
  })

  it('are not told of where they are missing', async () => {
    const { post } = await serve()
    const { json } = await post(guest, 'GetSecretValue', { SecretId: secretsOf('none-AbCdEf') })
    expect(json.__type).to.equal('AccessDeniedException')
  })

  it('have other names in the account of the caller', async () => {
    const { as, post } = await serve()
    await as(admin).createSecret({ Name: 'mine', SecretString: 'v' })
    const { json } = await post(stranger('guest'), 'GetSecretValue', { SecretId: 'mine' })
    expect(json.message).to.match(/on resource: mine because no identity-based policy/)
  })
})

describe("a secret's own policy", () => {
  const reader = user('reader')
  const guarded = user('guarded', [policy('Allow', '*')])
  const serve = useGuarded([admin, reader, guarded, root])
  const named = (entry: Entry) => ({ AWS: entry.arn })

  const under = async (Name: string, text: string) => {
    const { as } = await serve()
    const { ARN = '' } = await as(admin).createSecret({ Name, SecretString: 'v' })
    await as(admin).putResourcePolicy({ SecretId: ARN, ResourcePolicy: text })
    return ARN
  }

  it('lets in by itself whom it names in its own account', async () => {
    const { as, post } = await serve()
    await under('a', resourcePolicy('Allow', named(reader), 'secretsmanager:GetSecretValue'))
    expect((await as(reader).getSecretValue({ SecretId: 'a' })).SecretString).to.equal('v')
    expect((await post(reader, 'DescribeSecret', { SecretId: 'a' })).json.__type).to.equal(
      'AccessDeniedException',
    )
  })

  it('keeps out whom it denies, whatever else allows', async () => {
    const { post } = await serve()
    const ARN = await under('b', resourcePolicy('Deny', named(guarded), 'secretsmanager:GetSecretValue'))
    await expectFrameworkRefusal(
      post(guarded, 'GetSecretValue', { SecretId: 'b' }),
      'AccessDeniedException',
      `User: ${guarded.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} with an explicit deny in a resource-based policy`,
    )
  })

  it('holds as soon as it is put, and no longer than it is there', async () => {
    const { as } = await serve()
    const may = () =>
      as(guarded)
        .getSecretValue({ SecretId: 'c' })
        .then(
          () => true,
          () => false,
        )
    await under('c', resourcePolicy('Deny', named(guarded), 'secretsmanager:GetSecretValue'))
    const before = await may()
    await as(admin).deleteResourcePolicy({ SecretId: 'c' })
    expect([before, await may()]).to.deep.equal([false, true])
  })

  it('is the only thing that keeps a root user from a secret', async () => {
    const { as, post } = await serve()
    await under('d', resourcePolicy('Deny', named(root), 'secretsmanager:GetSecretValue'))
    const { json } = await post(root, 'GetSecretValue', { SecretId: 'd' })
    expect(json.message).to.contain(`User: arn:aws:iam::${account}:root is not authorized`)
    expect((await as(root).describeSecret({ SecretId: 'd' })).Name).to.equal('d')
  })

  it('is judged as of who puts it', async () => {
    const { post } = await serve()
    await under('e', resourcePolicy('Allow', named(reader)))
    const locks = { SecretId: 'e', ResourcePolicy: resourcePolicy('Deny', named(guarded)) }
    expect((await post(guarded, 'PutResourcePolicy', locks)).status).to.equal(400)
    expect((await post(admin, 'PutResourcePolicy', locks)).status).to.equal(200)
  })
})
