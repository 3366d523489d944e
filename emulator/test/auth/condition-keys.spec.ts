import { expect } from 'chai'
import { describe, it } from 'mocha'
import {
  type Fact,
  factsOfCircumstances,
  factsOfIdentity,
  factsOfInput,
  factsOfNewSecret,
  factsOfSecret,
} from '#auth/condition-keys'
import { operations } from '#operations/index'

const realm = { account: '111122223333', region: 'eu-west-1' }
const told = (facts: readonly Fact[]) => Object.fromEntries(facts.filter(([, values]) => values.length > 0))

describe('factsOfInput', () => {
  const cases: readonly [input: object, wanted: Readonly<Record<string, readonly string[]>>][] = [
    [{}, {}],
    [
      { SecretId: 'app/db', VersionId: 'v' },
      { 'secretsmanager:secretid': ['app/db'], 'secretsmanager:versionid': ['v'] },
    ],
    [{ VersionStage: 'BLUE' }, { 'secretsmanager:versionstage': ['BLUE'] }],
    [
      { Name: 'app/db', Description: 'd', Type: 't' },
      {
        'secretsmanager:name': ['app/db'],
        'secretsmanager:description': ['d'],
        'secretsmanager:type': ['t'],
      },
    ],
    [{ Description: '' }, { 'secretsmanager:description': [''] }],
    [
      { KmsKeyId: 'k' },
      {
        'secretsmanager:kmskeyid': ['k'],
        'secretsmanager:kmskeyarn': ['arn:aws:kms:eu-west-1:111122223333:key/k'],
      },
    ],
    [
      { KmsKeyId: 'arn:aws:kms:eu-west-1:444455556666:key/k' },
      {
        'secretsmanager:kmskeyid': ['arn:aws:kms:eu-west-1:444455556666:key/k'],
        'secretsmanager:kmskeyarn': ['arn:aws:kms:eu-west-1:444455556666:key/k'],
      },
    ],
    [{ KmsKeyId: 'alias/k' }, { 'secretsmanager:kmskeyid': ['alias/k'] }],
    [
      { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: false },
      {
        'secretsmanager:recoverywindowindays': ['7'],
        'secretsmanager:forcedeletewithoutrecovery': ['false'],
      },
    ],
    [{ BlockPublicPolicy: true }, { 'secretsmanager:blockpublicpolicy': ['true'] }],
    [
      { RotationLambdaARN: 'arn', RotateImmediately: true, ExternalSecretRotationRoleArn: 'role' },
      {
        'secretsmanager:rotationlambdaarn': ['arn'],
        'secretsmanager:rotateimmediately': ['true'],
        'secretsmanager:externalsecretrotationrolearn': ['role'],
      },
    ],
    [{ RotationRules: {} }, { 'secretsmanager:modifyrotationrules': ['true'] }],
    [
      {
        AddReplicaRegions: [{ Region: 'us-east-1' }, { Region: 'us-west-2' }],
        ForceOverwriteReplicaSecret: true,
      },
      {
        'secretsmanager:addreplicaregions': ['us-east-1', 'us-west-2'],
        'secretsmanager:forceoverwritereplicasecret': ['true'],
      },
    ],
    [
      { Tags: [{ Key: 'Team', Value: 'Orders' }, { Key: 'empty' }] },
      {
        'aws:requesttag/team': ['Orders'],
        'aws:requesttag/empty': [''],
        'aws:tagkeys': ['Team', 'empty'],
      },
    ],
    [{ TagKeys: ['Team'] }, { 'aws:tagkeys': ['Team'] }],
    [
      { SecretString: 'x', SecretBinary: new Uint8Array(1), ResourcePolicy: '{}', ClientRequestToken: 't' },
      {},
    ],
  ]
  for (const [input, wanted] of cases) {
    it(`tells ${JSON.stringify(input)} by ${Object.keys(wanted).join(', ') || 'no key'}`, () => {
      expect(told(factsOfInput(input, realm))).to.deep.equal(wanted)
    })
  }

  it('reads only members that operations have', () => {
    const members = new Set(operations.flatMap(({ input }) => Object.keys(input.members)))
    const asked: PropertyKey[] = []
    const input = new Proxy({}, { get: (_, name) => void asked.push(name) })
    factsOfInput(input, realm)
    expect(asked).to.include('SecretId')
    expect(asked.filter((name) => !members.has(String(name)))).to.deep.equal([])
  })
})

describe('what else is known', () => {
  it('is of a secret its tags, its kind and its Region', () => {
    const secret = {
      ...{ id: '1', realm, name: 'a', suffix: 'AbCdEf', revision: 1, createdAt: 0, changedAt: 0 },
      ...{ labels: new Map(), lastVersion: 0, versionCount: 0, type: 'Partner' },
      tags: [{ key: 'Team', value: 'Orders' }],
    }
    expect(told(factsOfSecret(secret))).to.deep.equal({
      'aws:resourcetag/team': ['Orders'],
      'secretsmanager:resourcetag/team': ['Orders'],
      'secretsmanager:resource/type': ['Partner'],
      'secretsmanager:secretprimaryregion': ['eu-west-1'],
    })
  })

  it('is of a replica the Region of its primary', () => {
    const replica = {
      ...{ id: '1', realm, name: 'a', suffix: 'AbCdEf', revision: 1, createdAt: 0, changedAt: 0 },
      ...{ labels: new Map(), lastVersion: 0, versionCount: 0, primaryRegion: 'us-east-1' },
    }
    expect(told(factsOfSecret(replica))).to.deep.equal({
      'secretsmanager:secretprimaryregion': ['us-east-1'],
    })
  })

  it('is of a secret that is about to be made the tags it will have', () => {
    expect(told(factsOfNewSecret({ Tags: [{ Key: 'Team', Value: 'Orders' }] }))).to.deep.equal({
      'aws:resourcetag/team': ['Orders'],
      'secretsmanager:resourcetag/team': ['Orders'],
    })
  })

  const user = {
    principal: { arn: 'arn:aws:iam::111122223333:user/a', account: '111122223333' },
    userId: 'AIDA',
    tags: [{ key: 'Team', value: 'Orders' }],
    policies: [],
    accessKeys: [],
    functions: [],
  }
  for (const [what, identity, more] of [
    ['a user', user, {}],
    [
      'a session',
      { ...user, principal: { ...user.principal, roleArn: 'arn' } },
      { 'aws:multifactorauthpresent': ['false'] },
    ],
  ] as const) {
    it(`is of ${what} its tags and its id`, () => {
      expect(told(factsOfIdentity(identity))).to.deep.equal({
        'aws:principaltag/team': ['Orders'],
        'aws:userid': ['AIDA'],
        ...more,
      })
    })
  }

  it('is of a request where it comes from, and when', () => {
    const request = { sourceIp: '::ffff:10.1.2.3', userAgent: 'aws-cli', region: 'eu-west-1', now: 1_500 }
    expect(told(factsOfCircumstances(request))).to.deep.equal({
      'aws:sourceip': ['10.1.2.3'],
      'aws:useragent': ['aws-cli'],
      'aws:requestedregion': ['eu-west-1'],
      'aws:currenttime': ['1970-01-01T00:00:01.500Z'],
      'aws:epochtime': ['1'],
      'aws:securetransport': ['true'],
      'aws:viaawsservice': ['false'],
    })
    const ipv6 = factsOfCircumstances({ ...request, sourceIp: '::1', userAgent: undefined })
    expect(told(ipv6))
      .to.deep.include({ 'aws:sourceip': ['::1'] })
      .and.not.have.property('aws:useragent')
  })
})
