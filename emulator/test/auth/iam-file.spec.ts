import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { readIam } from '#auth/iam-file'
import { refusalOf } from '../refusal.js'
import { withFiles } from '../temporary-folder.js'

const alice = 'arn:aws:iam::111122223333:user/team/alice'
const session = 'arn:aws:sts::111122223333:assumed-role/app/s-1'
const rotates = 'arn:aws:lambda:us-east-1:111122223333:function:rotate'
const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const aPolicy = { Version: '2012-10-17', Statement: allow }
const keyed = (accessKeyId: string, more: object = {}) => ({
  accessKeyId,
  secretAccessKey: `secret of ${accessKeyId}`,
  ...more,
})

/** What is read from a file with these identities, beside other files. */
const read = (identities: unknown, files: Readonly<Record<string, string>> = {}) =>
  withFiles({ 'iam.json': JSON.stringify({ identities }), ...files }, (folder) =>
    readIam(path.join(folder, 'iam.json')),
  )

/** What is wrong with a file, which is called `f` there. */
const problems = (source: string, files: Readonly<Record<string, string>> = {}) =>
  withFiles({ 'iam.json': source, ...files }, async (folder) => {
    const { code, message } = await refusalOf(readIam(path.join(folder, 'iam.json')))
    expect(code).to.equal('CONFIG')
    return message.replaceAll(path.join(folder, 'iam.json'), 'f').replaceAll(folder, 'd')
  })

describe('readIam', () => {
  it('finds who holds a key, with everything that is said of him', async () => {
    const found = await read([
      {
        arn: alice,
        tags: { team: 'orders' },
        policies: [aPolicy],
        accessKeys: [keyed('AKIA1'), keyed('AKIA2')],
      },
      {
        arn: session,
        path: '/service/',
        accessKeys: [keyed('ASIA1', { sessionToken: 'to/ken', expiresAt: '2030-01-31T12:00:00+01:00' })],
      },
    ])
    const { identity, key } = found.holderOf('AKIA2') ?? {}
    expect(identity?.principal).to.deep.equal({ arn: alice, account: '111122223333' })
    expect(identity?.tags).to.deep.equal([{ key: 'team', value: 'orders' }])
    expect(identity?.policies).to.have.lengthOf(1)
    expect(key?.secretAccessKey).to.equal('secret of AKIA2')
    const { identity: of, key: temporary } = found.holderOf('ASIA1') ?? {}
    expect(of?.principal).to.deep.equal({
      arn: session,
      account: '111122223333',
      roleArn: 'arn:aws:iam::111122223333:role/service/app',
    })
    expect(temporary?.sessionToken).to.equal('to/ken')
    expect(temporary?.expiresAt).to.equal(Date.parse('2030-01-31T11:00:00Z'))
    expect(found.holderOf('AKIA3')).to.equal(undefined)
  })

  it('knows which key a rotation function signs with: the first of its identity', async () => {
    const functions = [rotates, `${rotates}:live`]
    const found = await read([{ arn: session, functions, accessKeys: [keyed('ASIA1'), keyed('ASIA2')] }])
    for (const arn of functions) expect(found.keyForFunction(arn)?.accessKeyId).to.equal('ASIA1')
    expect(found.keyForFunction(`${rotates}-other`)).to.equal(undefined)
  })

  for (const [arn, userId] of [
    [alice, /^AIDA[A-Z2-7]{17}$/],
    [session, /^AROA[A-Z2-7]{17}:s-1$/],
    ['arn:aws:iam::111122223333:root', /^111122223333$/],
    ['arn:aws-us-gov:iam::111122223333:user/bob', /^AIDA[A-Z2-7]{17}$/],
  ] as const) {
    it(`gives ${arn} an id, the same each time`, async () => {
      const idIn = async () =>
        (await read([{ arn, accessKeys: [keyed('AKIA')] }])).holderOf('AKIA')?.identity.userId
      expect(await idIn())
        .to.match(userId)
        .and.equal(await idIn())
    })
  }

  it('reads policies from files beside it as well', async () => {
    const more = { 'more.json': JSON.stringify(aPolicy) }
    const found = await read(
      [{ arn: alice, policies: ['more.json', aPolicy], accessKeys: [keyed('AKIA')] }],
      more,
    )
    expect(found.holderOf('AKIA')?.identity.policies).to.have.lengthOf(2)
  })

  const user = (more: string) => `{"identities": [{"arn": "${alice}", ${more}}]}`
  const key = (more: string) => user(`"accessKeys": [{${more}}]`)
  const id = '"accessKeyId": "AKIA"'
  const secret = '"secretAccessKey": "s"'
  const kinds =
    'expected the ARN of a user (arn:aws:iam::…:user/NAME), of a session of a role (arn:aws:sts::…:assumed-role/ROLE/SESSION) or of a root user (arn:aws:iam::…:root)'
  const cases: readonly [source: string, problem: string][] = [
    ['{', 'f:1:2: not JSON'],
    ['[]', 'f:1: expected a mapping with identities'],
    ['{}', 'f:1: expected identities'],
    [
      '{\n"identites": []}',
      '2 problems:\nf:2: there is no key identites; did you mean identities?\nf:1: expected identities',
    ],
    ['{"identities": {}}', 'f:1: identities: expected a list'],
    ['{"identities": [{}]}', 'f:1: identities[0]: expected arn'],
    ['{"identities": [{"arn": "alice"}]}', 'f:1: identities[0].arn: expected an ARN'],
    ['{"identities": [{"arn": "arn:aws:iam::111122223333:role/app"}]}', `f:1: identities[0].arn: ${kinds}`],
    ['{"identities": [{"arn": "arn:aws:iam::1:user/a"}]}', `f:1: identities[0].arn: ${kinds}`],
    [user('"keys": []'), 'f:1: identities[0]: there is no key keys'],
    [user('"accesKeys": []'), 'f:1: identities[0]: there is no key accesKeys; did you mean accessKeys?'],
    [user('"path": "/a/"'), 'f:1: identities[0].path: only for sessions of a role: a user has it in the ARN'],
    [
      `{"identities": [{"arn": "${session}", "path": "service"}]}`,
      'f:1: identities[0].path: expected the path of a role, such as /service/',
    ],
    [
      `{"identities": [{"arn": "arn:aws:iam::111122223333:root", "policies": [${JSON.stringify(aPolicy)}]}]}`,
      'f:1: identities[0].policies: a root user has no policies: it may do everything in its account',
    ],
    [
      user('"policies": [5]'),
      'f:1: identities[0].policies[0]: expected a policy, or the path of a file with one',
    ],
    [
      user('"policies": [\n{"Version": "2012-10-17"}]'),
      'f:2: identities[0].policies[0]: not a policy: the policy has no Statement',
    ],
    [user('"policies": ["none.json"]'), 'd/none.json: cannot be read (ENOENT)'],
    [user('"policies": ["bad.json"]'), 'd/bad.json: not a policy: Statement.Effect must be Allow or Deny'],
    [key(id), 'f:1: identities[0].accessKeys[0]: expected secretAccessKey'],
    [key(secret), 'f:1: identities[0].accessKeys[0]: expected accessKeyId'],
    [
      key(`"accessKeyId": "a b", ${secret}`),
      'f:1: identities[0].accessKeys[0].accessKeyId: expected the id of an access key: letters, digits and _',
    ],
    [
      key(`${id}, "secretAccessKey": ""`),
      'f:1: identities[0].accessKeys[0].secretAccessKey: expected a text',
    ],
    [
      key(`${id}, ${secret}, "sessionToken": "t", "expiresAt": "tomorrow"`),
      'f:1: identities[0].accessKeys[0].expiresAt: expected a time such as 2030-01-31T12:00:00Z',
    ],
    [
      key(`${id}, ${secret}, "expiresAt": "2030-01-31T12:00:00Z"`),
      'f:1: identities[0].accessKeys[0]: what expires is a session, which has a sessionToken',
    ],
    [
      user(`"accessKeys": [{${id}, ${secret}},\n{${id}, ${secret}}]`),
      'f:2: identities[0].accessKeys[1].accessKeyId: this access key id stands there twice',
    ],
    [
      `{"identities": [{"arn": "${alice}"},\n{"arn": "${alice}"}]}`,
      'f:2: identities[1].arn: this arn stands there twice',
    ],
    [
      user(`"functions": ["${rotates}", "${rotates}"], "accessKeys": [{${id}, ${secret}}]`),
      'f:1: identities[0].functions[1]: this function stands there twice',
    ],
    [
      user(`"functions": ["${rotates}"]`),
      'f:1: identities[0].functions: a function needs an access key to sign with',
    ],
    [user('"functions": ["rotate"]'), 'f:1: identities[0].functions[0]: expected the ARN of a function'],
  ]
  for (const [source, problem] of cases) {
    it(`refuses ${source.replaceAll('\n', ' ')}`, async () => {
      const files = { 'bad.json': '{"Version": "2012-10-17", "Statement": {"Effect": "allow"}}' }
      expect(await problems(source, files)).to.equal(problem)
    })
  }

  it('refuses a file that is not there', async () => {
    const { message } = await refusalOf(readIam('/nowhere/iam.json'))
    expect(message).to.equal('/nowhere/iam.json: cannot be read (ENOENT)')
  })

  it('tells everything that is wrong at once', async () => {
    const source = key(`"accessKeyId": "", "secretAccessKey": "", "sessionToken": 1`)
    expect((await problems(source.replace(alice, 'x'))).split('\n')).to.have.lengthOf(4)
  })

  it('tells what is wrong with the policies of an identity that is wrong itself', async () => {
    const source = user('"polcies": [], "policies": [{"Version": "2012-10-17"}, "none.json"]')
    expect((await problems(source.replace(':user/', ':role/'))).split('\n')).to.deep.equal([
      '4 problems:',
      'f:1: identities[0]: there is no key polcies; did you mean policies?',
      `f:1: identities[0].arn: ${kinds}`,
      'f:1: identities[0].policies[0]: not a policy: the policy has no Statement',
      'd/none.json: cannot be read (ENOENT)',
    ])
  })

  it('quotes no secret key and no token', async () => {
    const canary = newCanary()
    for (const source of [
      key(`"accessKeyId": "a b", "secretAccessKey": "${canary}", "sessionToken": "${canary}"`),
      key(`${id}, "secretAccessKey": ["${canary}"], "sessionToken": {"a": "${canary}"}`),
      key(`${id}, ${secret}, "expiresAt": "${canary}"`),
      user(`"accessKeys": ["${canary}"]`),
      user(`"accessKeys": "${canary}`),
    ]) {
      expectNoTrace(
        canary,
        await withFiles({ 'iam.json': source }, (folder) =>
          refusalOf(readIam(path.join(folder, 'iam.json'))),
        ),
      )
    }
  })
})
