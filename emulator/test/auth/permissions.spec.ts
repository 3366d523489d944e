import { expect } from 'chai'
import { describe, it } from 'mocha'
import { needsOf } from '#auth/permissions'
import { operations } from '#operations/index'
import { expectFrameworkRefusal } from '../refusals.js'
import type { PostOptions } from '../wire.js'
import { account, type Entry, guarded, policy, secretsOf, useGuarded, user } from './guarded.js'

const token = { ClientRequestToken: '0'.repeat(32) }
const nobody = user('nobody')
const admin = user('admin', [policy('Allow', '*')])

describe('needsOf', () => {
  const cases: readonly [operation: string, input: object, wanted: readonly string[]][] = [
    ['GetSecretValue', { SecretId: 'a' }, ['GetSecretValue']],
    ['ListSecrets', {}, ['ListSecrets on *']],
    ['GetRandomPassword', {}, ['GetRandomPassword on *']],
    ['BatchGetSecretValue', { SecretIdList: ['a'] }, ['BatchGetSecretValue on *']],
    ['BatchGetSecretValue', { Filters: [{}] }, ['BatchGetSecretValue on *', 'ListSecrets on *']],
    ['CreateSecret', { Name: 'a' }, ['CreateSecret']],
    ['CreateSecret', { Name: 'a', Tags: [] }, ['CreateSecret']],
    [
      'CreateSecret',
      { Name: 'a', Tags: [{}], AddReplicaRegions: [{}] },
      ['CreateSecret', 'TagResource', 'ReplicateSecretToRegions'],
    ],
    ['ValidateResourcePolicy', { SecretId: 'a' }, ['ValidateResourcePolicy', 'PutResourcePolicy']],
    ['ValidateResourcePolicy', {}, ['ValidateResourcePolicy on *', 'PutResourcePolicy on *']],
  ]
  for (const [operation, input, wanted] of cases) {
    it(`is ${wanted.join(' and ')} for ${operation} with ${Object.keys(input).join() || 'nothing'}`, () => {
      const told = needsOf(operation, input).map(({ action, everywhere }) => {
        return `${action.replace('secretsmanager:', '')}${everywhere ? ' on *' : ''}`
      })
      expect(told).to.deep.equal(wanted)
    })
  }
})

describe('operations of somebody who may do nothing', () => {
  const serve = useGuarded([nobody, admin])

  /** What each is asked, and whether it is about the secret `app/db`. */
  const inputs: Readonly<Record<string, object>> = {
    BatchGetSecretValue: { SecretIdList: ['app/db'] },
    CancelRotateSecret: { SecretId: 'app/db' },
    CreateSecret: { Name: 'app/new', ...token },
    DeleteResourcePolicy: { SecretId: 'app/db' },
    DeleteSecret: { SecretId: 'app/db' },
    DescribeSecret: { SecretId: 'app/db' },
    GetRandomPassword: {},
    GetResourcePolicy: { SecretId: 'app/db' },
    GetSecretValue: { SecretId: 'app/db' },
    ListSecretVersionIds: { SecretId: 'app/db' },
    ListSecrets: {},
    PutResourcePolicy: { SecretId: 'app/db', ResourcePolicy: '{}' },
    PutSecretValue: { SecretId: 'app/db', SecretString: 'a', ...token },
    RemoveRegionsFromReplication: { SecretId: 'app/db', RemoveReplicaRegions: ['eu-west-1'] },
    ReplicateSecretToRegions: { SecretId: 'app/db', AddReplicaRegions: [{ Region: 'eu-west-1' }] },
    RestoreSecret: { SecretId: 'app/db' },
    RotateSecret: { SecretId: 'app/db', ...token },
    StopReplicationToReplica: { SecretId: 'app/db' },
    TagResource: { SecretId: 'app/db', Tags: [{ Key: 'a', Value: 'b' }] },
    UntagResource: { SecretId: 'app/db', TagKeys: ['a'] },
    UpdateSecret: { SecretId: 'app/db', ...token },
    UpdateSecretVersionStage: { SecretId: 'app/db', VersionStage: 'BLUE' },
    ValidateResourcePolicy: { SecretId: 'app/db', ResourcePolicy: '{}' },
  }

  for (const { name } of operations) {
    it(`${name} is denied, with AWS's sentence`, async () => {
      const { post, as } = await serve()
      const made = await as(admin)
        .createSecret({ Name: 'app/db', SecretString: 'a' })
        .catch(() => as(admin).describeSecret({ SecretId: 'app/db' }))
      const input = inputs[name]
      const about = { ...input }
      const resource = 'SecretId' in about ? made.ARN : 'Name' in about ? about.Name : undefined
      await expectFrameworkRefusal(
        post(nobody, name, input),
        'AccessDeniedException',
        `User: arn:aws:iam::${account}:user/nobody is not authorized to perform: secretsmanager:${name}${resource === undefined ? '' : ` on resource: ${resource}`} because no identity-based policy allows the secretsmanager:${name} action`,
      )
    })
  }

  it('calls a secret that is missing as it was asked for', async () => {
    const { post } = await serve()
    for (const SecretId of ['none', secretsOf('none'), secretsOf('none-AbCdEf')]) {
      const { json } = await post(nobody, 'GetSecretValue', { SecretId })
      expect(json.message).to.contain(`secretsmanager:GetSecretValue on resource: ${SecretId} because no`)
    }
  })
})

describe('the policies of ordinary guides', () => {
  const read = ['GetSecretValue', 'DescribeSecret']
  const byPrefix = user('prefix', [policy('Allow', read, 'arn:aws:secretsmanager:*:*:secret:prod/*')])
  const bySuffix = user('suffix', [policy('Allow', [...read, 'CreateSecret'], secretsOf('prod/db-??????'))])
  const byPlace = user('place', [
    policy('Allow', [...read, 'CreateSecret'], [secretsOf('lost/old-??????'), secretsOf('lost/new-??????')]),
  ])
  const byNewTag = user('newtag', [
    policy('Allow', ['CreateSecret', 'TagResource'], '*', {
      StringEquals: { 'secretsmanager:ResourceTag/team': 'orders' },
    }),
  ])
  const byTag = user('tag', [
    policy('Allow', read, '*', { StringEquals: { 'secretsmanager:ResourceTag/team': 'orders' } }),
  ])
  const bySameTag = user(
    'abac',
    [
      policy('Allow', read, '*', {
        StringEquals: { 'aws:ResourceTag/team': '$' + '{aws:PrincipalTag/team}' },
      }),
    ],
    { tags: { team: 'orders' } },
  )
  const currentOnly = user('current', [
    policy('Allow', read, '*', { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }),
  ])
  const lister = user('lister', [policy('Allow', 'List*'), policy('Allow', 'GetRandomPassword')])
  const noDeletion = user('careful', [
    policy('Allow', '*', secretsOf('prod/*')),
    policy('Deny', 'DeleteSecret', '*', { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } }),
    policy('Deny', 'DeleteSecret', '*', {
      NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': '14' },
    }),
  ])
  const creator = user('creator', [
    policy('Allow', ['CreateSecret', 'TagResource'], '*', {
      StringLike: { 'secretsmanager:Name': 'prod/*' },
      StringEquals: { 'aws:RequestTag/team': 'orders' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
    }),
  ])
  const untagging = user('untagging', [policy('Allow', 'CreateSecret', secretsOf('prod/*'))])
  const local = user('local', [policy('Allow', '*', '*', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } })])
  const remote = user('remote', [policy('Allow', '*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })])
  const alone = user('alone', [
    policy('Allow', '*', '*', { Null: { 'secretsmanager:AddReplicaRegions': 'true' } }),
  ])
  const inEurope = user('europe', [
    policy('Allow', '*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
  ])
  const keyed = user('keyed', [
    policy('Allow', 'CreateSecret', '*', {
      StringEquals: { 'secretsmanager:KmsKeyArn': `arn:aws:kms:us-east-1:${account}:key/k-1` },
    }),
  ])
  const strict = user('strict', [policy('Allow', '*'), policy('Deny', 'GetSecretValue', secretsOf('prod/*'))])
  const all = [byPrefix, bySuffix, byTag, bySameTag, currentOnly, lister, noDeletion, creator, untagging]
  const serve = useGuarded([admin, ...all, local, remote, alone, inEurope, keyed, strict, byPlace, byNewTag])

  const ask = async (entry: Entry, operation: string, input: object, options?: PostOptions) => {
    const { as, post } = await serve()
    for (const Name of ['prod/db', 'prod/db/replica', 'dev/db']) {
      const Tags = [{ Key: 'team', Value: Name.startsWith('prod/') ? 'orders' : 'billing' }]
      await as(admin)
        .createSecret({ Name, SecretString: 'v', ...token, Tags })
        .catch(() => undefined)
    }
    const { status, json } = await post(entry, operation, input, options)
    return status === 200 ? 'OK' : json.__type
  }
  const tags = (...keys: readonly string[]) => ({ Tags: keys.map((Key) => ({ Key, Value: 'orders' })) })
  const denied = 'AccessDeniedException'
  const missing = 'ResourceNotFoundException'

  const cases: readonly [entry: Entry, operation: string, input: object, outcome: string][] = [
    [byPrefix, 'GetSecretValue', { SecretId: 'prod/db' }, 'OK'],
    [byPrefix, 'DescribeSecret', { SecretId: secretsOf('prod/db') }, 'OK'],
    [byPrefix, 'GetSecretValue', { SecretId: 'prod/none' }, missing],
    [byPrefix, 'GetSecretValue', { SecretId: 'dev/db' }, denied],
    [byPrefix, 'GetSecretValue', { SecretId: 'dev/none' }, denied],
    [byPrefix, 'PutSecretValue', { SecretId: 'prod/db', SecretString: 'a', ...token }, denied],
    [byPrefix, 'ListSecrets', {}, denied],
    [bySuffix, 'GetSecretValue', { SecretId: 'prod/db' }, 'OK'],
    [bySuffix, 'GetSecretValue', { SecretId: 'prod/db/replica' }, denied],
    [bySuffix, 'CreateSecret', { Name: 'prod/db', SecretString: 'v', ...token }, 'OK'],
    [bySuffix, 'CreateSecret', { Name: 'prod/other', ...token }, denied],
    [byPlace, 'GetSecretValue', { SecretId: 'lost/old' }, denied],
    [byPlace, 'CreateSecret', { Name: 'lost/new', ...token }, 'OK'],
    [byNewTag, 'CreateSecret', { Name: 'tagged/a', ...token, ...tags('team') }, 'OK'],
    [byNewTag, 'CreateSecret', { Name: 'tagged/b', ...token, ...tags('other') }, denied],
    [byTag, 'GetSecretValue', { SecretId: 'prod/db' }, 'OK'],
    [byTag, 'GetSecretValue', { SecretId: 'dev/db' }, denied],
    [bySameTag, 'GetSecretValue', { SecretId: 'prod/db' }, 'OK'],
    [bySameTag, 'GetSecretValue', { SecretId: 'dev/db' }, denied],
    [currentOnly, 'GetSecretValue', { SecretId: 'prod/db', VersionStage: 'AWSCURRENT' }, 'OK'],
    [currentOnly, 'GetSecretValue', { SecretId: 'prod/db', VersionStage: 'AWSPREVIOUS' }, denied],
    // Seen on AWS: a label that is only meant does not count.
    [currentOnly, 'GetSecretValue', { SecretId: 'prod/db' }, denied],
    [lister, 'ListSecrets', {}, 'OK'],
    [lister, 'ListSecretVersionIds', { SecretId: 'dev/db' }, 'OK'],
    [lister, 'GetRandomPassword', {}, 'OK'],
    [lister, 'DescribeSecret', { SecretId: 'dev/db' }, denied],
    [noDeletion, 'DeleteSecret', { SecretId: 'prod/x', ForceDeleteWithoutRecovery: true }, denied],
    [noDeletion, 'DeleteSecret', { SecretId: 'prod/x', ForceDeleteWithoutRecovery: false }, missing],
    [noDeletion, 'DeleteSecret', { SecretId: 'prod/x', RecoveryWindowInDays: 7 }, denied],
    [noDeletion, 'DeleteSecret', { SecretId: 'prod/x', RecoveryWindowInDays: 14 }, missing],
    [noDeletion, 'DeleteSecret', { SecretId: 'prod/x' }, missing],
    [creator, 'CreateSecret', { Name: 'prod/made', ...token, ...tags('team') }, 'OK'],
    [creator, 'CreateSecret', { Name: 'prod/made2', ...token, ...tags('team', 'more') }, denied],
    [creator, 'CreateSecret', { Name: 'prod/made3', ...token }, denied],
    [creator, 'CreateSecret', { Name: 'dev/made', ...token, ...tags('team') }, denied],
    [untagging, 'CreateSecret', { Name: 'prod/plain', ...token }, 'OK'],
    [untagging, 'CreateSecret', { Name: 'prod/plain2', ...token, ...tags('team') }, denied],
    [local, 'GetSecretValue', { SecretId: 'prod/db' }, 'OK'],
    [remote, 'GetSecretValue', { SecretId: 'prod/db' }, denied],
    [alone, 'CreateSecret', { Name: 'prod/alone', ...token }, 'OK'],
    [
      alone,
      'ReplicateSecretToRegions',
      { SecretId: 'prod/db', AddReplicaRegions: [{ Region: 'eu-west-1' }] },
      denied,
    ],
    [inEurope, 'ListSecrets', {}, denied],
    [keyed, 'CreateSecret', { Name: 'prod/keyed', KmsKeyId: 'k-1', ...token }, 'OK'],
    [keyed, 'CreateSecret', { Name: 'prod/keyed2', KmsKeyId: 'alias/k-1', ...token }, denied],
    [keyed, 'CreateSecret', { Name: 'prod/keyed3', ...token }, denied],
    [strict, 'GetSecretValue', { SecretId: 'prod/db' }, denied],
    [strict, 'GetSecretValue', { SecretId: 'dev/db' }, 'OK'],
    [strict, 'DescribeSecret', { SecretId: 'prod/db' }, 'OK'],
  ]
  for (const [entry, operation, input, outcome] of cases) {
    const [, name] = entry.arn.split('/')
    it(`answer ${outcome} to ${name}, ${operation} ${JSON.stringify(input)}`, async () => {
      expect(await ask(entry, operation, input)).to.equal(outcome)
    })
  }

  it('know the Region of a request', async () => {
    expect(await ask(inEurope, 'ListSecrets', {}, { region: 'eu-west-1' })).to.equal('OK')
  })

  it('are told of by an explicit deny in other words', async () => {
    const { post } = await serve()
    const { json } = await post(strict, 'GetSecretValue', { SecretId: 'prod/none' })
    expect(json.message).to.equal(
      `User: ${strict.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: prod/none with an explicit deny in an identity-based policy`,
    )
  })
})

describe('a policy with an end', () => {
  it('ends by the clock of the emulator', async () => {
    const until = new Date(Date.now() + 60 * 60 * 1000).toISOString()
    const guest = user('guest', [policy('Allow', '*', '*', { DateLessThan: { 'aws:CurrentTime': until } })])
    const { as, post, emulator, close } = await guarded([guest])
    await as(guest).listSecrets({})
    await emulator.clock.advance('2h')
    const { json } = await post(guest, 'ListSecrets')
    await close()
    expect(json.__type).to.equal('AccessDeniedException')
  })
})

describe('the order of refusals', () => {
  const serve = useGuarded([nobody])
  const steps: readonly [step: string, operation: string, input: object, type: string][] = [
    ['types', 'CreateSecret', { Name: 5 }, 'SerializationException'],
    ['constraints', 'CreateSecret', { Name: '' }, 'ValidationException'],
    ['the token', 'CreateSecret', { Name: 'a' }, 'InvalidRequestException'],
    ['the name', 'GetSecretValue', { SecretId: 'no name?' }, 'ValidationException'],
    ['permission', 'GetSecretValue', { SecretId: 'none' }, 'AccessDeniedException'],
  ]
  for (const [step, operation, input, type] of steps) {
    it(`has ${step} before existence`, async () => {
      const { post } = await serve()
      expect((await post(nobody, operation, input)).json.__type).to.equal(type)
    })
  }
})

describe('what an emulator that is read-only refuses', () => {
  const serve = useGuarded([nobody, admin], { iam: 'enforce', readOnly: true })

  it('is told only to those who might have done it', async () => {
    const { post } = await serve()
    const change = async (entry: Entry) =>
      (await post(entry, 'CreateSecret', { Name: 'a', ...token })).json.message
    expect(await change(admin)).to.contain('this emulator is read-only')
    expect(await change(nobody)).to.contain('is not authorized')
  })
})

describe('BatchGetSecretValue', () => {
  const batch = policy('Allow', 'BatchGetSecretValue')
  const some = user('some', [batch, policy('Allow', 'GetSecretValue', secretsOf('prod/*'))])
  const finder = user('finder', [batch, policy('Allow', ['ListSecrets', 'GetSecretValue'])])
  const halfFinder = user('half', [
    batch,
    policy('Allow', 'ListSecrets'),
    policy('Allow', 'GetSecretValue', secretsOf('prod/*')),
  ])
  const serve = useGuarded([admin, some, finder, halfFinder])

  it('reads what the caller may read, and has an error for the rest', async () => {
    const { as } = await serve()
    const { ARN } = await as(admin).createSecret({ Name: 'dev/a', SecretString: 'dev' })
    await as(admin).createSecret({ Name: 'prod/a', SecretString: 'prod' })
    const SecretIdList = ['prod/a', 'dev/a', 'prod/none', 'dev/none']
    const { SecretValues, Errors } = await as(some).batchGetSecretValue({ SecretIdList })
    expect(SecretValues?.map(({ SecretString }) => SecretString)).to.deep.equal(['prod'])
    const sentence = (resource = '') =>
      `User: ${some.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource} because no identity-based policy allows the secretsmanager:GetSecretValue action`
    expect(Errors).to.deep.equal([
      { SecretId: 'dev/a', ErrorCode: 'AccessDeniedException', Message: sentence(ARN) },
      {
        SecretId: 'prod/none',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
      { SecretId: 'dev/none', ErrorCode: 'AccessDeniedException', Message: sentence('dev/none') },
    ])
  })

  it('needs ListSecrets as well to find secrets by filters', async () => {
    const { as, post } = await serve()
    await as(admin).createSecret({ Name: 'dev/b', SecretString: 'dev', Tags: [{ Key: 'batch', Value: 'b' }] })
    await as(admin).createSecret({
      Name: 'prod/b',
      SecretString: 'prod',
      Tags: [{ Key: 'batch', Value: 'b' }],
    })
    const Filters = [{ Key: 'tag-key' as const, Values: ['batch'] }]
    expect((await post(some, 'BatchGetSecretValue', { Filters })).json.message).to.equal(
      `User: ${some.arn} is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action`,
    )
    const found = await as(finder).batchGetSecretValue({ Filters })
    expect(found.SecretValues?.map(({ Name }) => Name)).to.deep.equal(['dev/b', 'prod/b'])
    const half = await as(halfFinder).batchGetSecretValue({ Filters })
    expect(half.SecretValues?.map(({ Name }) => Name)).to.deep.equal(['prod/b'])
    expect(half.Errors?.map(({ ErrorCode }) => ErrorCode)).to.deep.equal(['AccessDeniedException'])
  })
})
