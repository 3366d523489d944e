import { limits } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { operationNamed } from '#operations/index'
import { constraintSentence, violations } from '#shapes/constraints'
import { list, required, structure, text } from '#shapes/shape'

/** What an operation's shape finds in an input that keeps all types. */
function found(name: string, input: Readonly<Record<string, unknown>>): readonly string[] {
  const operation = operationNamed(name)
  if (operation === undefined) throw new Error(`there is no ${name}`)
  return violations(operation.input, input)
}

const at = (path: string) => `at '${path}' failed to satisfy constraint: Member must`
const letters = (count: number) => 'a'.repeat(count)
const secret = { SecretId: 'db' }

const table: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
  ['GetSecretValue', {}, [`Value null ${at('secretId')} not be null`]],
  ['GetSecretValue', { SecretId: '' }, [`Value '' ${at('secretId')} have length greater than or equal to 1`]],
  [
    'GetSecretValue',
    { SecretId: letters(2049) },
    [`Value '${letters(2049)}' ${at('secretId')} have length less than or equal to 2048`],
  ],
  ['GetSecretValue', { SecretId: letters(2048) }, []],
  [
    'GetSecretValue',
    { VersionId: 'short', VersionStage: '' },
    [
      `Value null ${at('secretId')} not be null`,
      `Value 'short' ${at('versionId')} have length greater than or equal to 32`,
      `Value '' ${at('versionStage')} have length greater than or equal to 1`,
    ],
  ],
  ['CreateSecret', {}, [`Value null ${at('name')} not be null`]],
  ['CreateSecret', { Name: 'a name that the vault refuses?' }, []],
  [
    'CreateSecret',
    { Name: letters(513) },
    [`Value '${letters(513)}' ${at('name')} have length less than or equal to 512`],
  ],
  [
    'CreateSecret',
    { Name: 'db', ClientRequestToken: 'no' },
    [`Value 'no' ${at('clientRequestToken')} have length greater than or equal to 32`],
  ],
  [
    'CreateSecret',
    { Name: 'db', SecretString: '' },
    [`Value ${at('secretString')} have length greater than or equal to 1`],
  ],
  [
    'CreateSecret',
    { Name: 'db', SecretBinary: new Uint8Array(65_537) },
    [`Value ${at('secretBinary')} have length less than or equal to 65536`],
  ],
  ['CreateSecret', { Name: 'db', SecretBinary: new Uint8Array(65_536) }, []],
  ['CreateSecret', { Name: 'db', Description: '', KmsKeyId: '', Tags: [] }, []],
  [
    'CreateSecret',
    { Name: 'db', KmsKeyId: letters(2049) },
    [`Value '${letters(2049)}' ${at('kmsKeyId')} have length less than or equal to 2048`],
  ],
  [
    'CreateSecret',
    { Name: 'db', Tags: [{ Key: 'ok' }, { Key: '', Value: letters(257) }] },
    [
      `Value '' ${at('tags.2.member.key')} have length greater than or equal to 1`,
      `Value '${letters(257)}' ${at('tags.2.member.value')} have length less than or equal to 256`,
    ],
  ],
  [
    'CreateSecret',
    { Name: 'db', AddReplicaRegions: [] },
    [`Value '[]' ${at('addReplicaRegions')} have length greater than or equal to 1`],
  ],
  [
    'CreateSecret',
    { Name: 'db', AddReplicaRegions: [{ Region: 'nowhere' }] },
    [
      `Value 'nowhere' ${at('addReplicaRegions.1.member.region')} satisfy regular expression pattern: ^([a-z]+-)+\\d+$`,
    ],
  ],
  [
    'CreateSecret',
    { Name: 'db', AddReplicaRegions: [{ Region: '' }] },
    [
      `Value '' ${at('addReplicaRegions.1.member.region')} have length greater than or equal to 1`,
      `Value '' ${at('addReplicaRegions.1.member.region')} satisfy regular expression pattern: ^([a-z]+-)+\\d+$`,
    ],
  ],
  [
    'GetRandomPassword',
    { PasswordLength: 5555 },
    [`Value '5555' ${at('passwordLength')} have value less than or equal to 4096`],
  ],
  [
    'GetRandomPassword',
    { PasswordLength: 0 },
    [`Value '0' ${at('passwordLength')} have value greater than or equal to 1`],
  ],
  ['GetRandomPassword', {}, []],
  ['DeleteSecret', { ...secret, RecoveryWindowInDays: -1 }, []],
  [
    'ListSecrets',
    { MaxResults: 101, SortOrder: 'up' },
    [
      `Value '101' ${at('maxResults')} have value less than or equal to 100`,
      `Value 'up' ${at('sortOrder')} satisfy enum value set: [asc, desc]`,
    ],
  ],
  [
    'ListSecrets',
    { Filters: [{ Key: 'nane', Values: ['a'] }] },
    [
      `Value 'nane' ${at('filters.1.member.key')} satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]`,
    ],
  ],
  ['ListSecrets', { Filters: [{}] }, []],
  [
    'ListSecrets',
    { Filters: [{ Key: 'name', Values: [] }] },
    [`Value '[]' ${at('filters.1.member.values')} have length greater than or equal to 1`],
  ],
  [
    'ListSecrets',
    { Filters: [{ Key: 'name', Values: ['fine', 'not\n'] }] },
    [
      `Value '[fine, not\n]' ${at('filters.1.member.values')} satisfy constraint: [Member must have length less than or equal to 512, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$]`,
    ],
  ],
  [
    'ListSecrets',
    { Filters: Array.from({ length: 11 }, () => ({ Key: 'all', Values: ['a', 'b'] })) },
    [
      `Value '[${Array(11).fill('{key=all, values=[a, b]}').join(', ')}]' ${at('filters')} have length less than or equal to 10`,
    ],
  ],
  [
    'BatchGetSecretValue',
    { SecretIdList: Array(21).fill('a') },
    [
      `Value '[${Array(21).fill('a').join(', ')}]' ${at('secretIdList')} have length less than or equal to 20`,
    ],
  ],
  [
    'BatchGetSecretValue',
    { MaxResults: 21 },
    [`Value '21' ${at('maxResults')} have value less than or equal to 20`],
  ],
  [
    'PutSecretValue',
    { ...secret, VersionStages: ['AWSCURRENT', ''] },
    [
      `Value '[AWSCURRENT, ]' ${at('versionStages')} satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]`,
    ],
  ],
  [
    'PutSecretValue',
    { ...secret, VersionStages: Array(21).fill('') },
    [
      `Value '[${Array(21).fill('').join(', ')}]' ${at('versionStages')} have length less than or equal to 20`,
      `Value '[${Array(21).fill('').join(', ')}]' ${at('versionStages')} satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]`,
    ],
  ],
  [
    'PutSecretValue',
    { ...secret, RotationToken: '?' },
    [
      `Value ${at('rotationToken')} have length greater than or equal to 36`,
      `Value ${at('rotationToken')} satisfy regular expression pattern: ^[a-zA-Z0-9\\-]+$`,
    ],
  ],
  [
    'RotateSecret',
    { ...secret, RotationRules: { AutomaticallyAfterDays: 0, Duration: 'h3' } },
    [
      `Value '0' ${at('rotationRules.automaticallyAfterDays')} have value greater than or equal to 1`,
      `Value 'h3' ${at('rotationRules.duration')} satisfy regular expression pattern: [0-9]+h`,
    ],
  ],
  ['RotateSecret', { ...secret, RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)' } }, []],
  [
    'RotateSecret',
    { ...secret, RotationRules: { ScheduleExpression: 'rate(4 hours)\n' } },
    [
      `Value 'rate(4 hours)\n' ${at('rotationRules.scheduleExpression')} satisfy regular expression pattern: [0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+`,
    ],
  ],
  [
    'RotateSecret',
    { ...secret, RotationLambdaARN: letters(2049) },
    [`Value '${letters(2049)}' ${at('rotationLambdaARN')} have length less than or equal to 2048`],
  ],
  ['TagResource', {}, [`Value null ${at('secretId')} not be null`, `Value null ${at('tags')} not be null`]],
  ['ValidateResourcePolicy', {}, [`Value null ${at('resourcePolicy')} not be null`]],
]

describe('violations', () => {
  for (const [name, input, expected] of table) {
    it(`of ${name} with ${shortened(input)}: ${expected.map(constraint).join('; ') || 'none'}`, () => {
      expect(found(name, input)).to.deep.equal(expected)
    })
  }

  it('counts UTF-16 units, as Java does', () => {
    const smileys = '\u{1f600}'.repeat(limits.secretString.max / 2)
    expect(found('PutSecretValue', { ...secret, SecretString: smileys })).to.deep.equal([])
    expect(found('PutSecretValue', { ...secret, SecretString: `${smileys}!` })).to.have.lengthOf(1)
  })

  it('holds no text against its pattern that is too long anyway, for that could exhaust the stack', () => {
    const endless = 'a-'.repeat(20_000_000)
    const said = found('ReplicateSecretToRegions', { ...secret, AddReplicaRegions: [{ Region: endless }] })
    expect(said).to.have.lengthOf(1)
    expect(said[0]?.slice(-50)).to.include('have length less than or equal to 128')
  })

  it('leaves the value of a list out when a member of its members is sensitive', () => {
    const shape = structure({ Keys: list(structure({ Key: text({ sensitive: true }) }), { max: 1 }) })
    const [said] = violations(shape, { Keys: [{ Key: 'hush' }, { Key: 'hush' }] })
    expect(said).to.equal(`Value ${at('keys')} have length less than or equal to 1`)
  })

  it('finds what is missing in a structure within a list', () => {
    const shape = structure({ Keys: list(structure({ Key: required(text()) })) })
    expect(violations(shape, { Keys: [{}] })).to.deep.equal([
      `Value null ${at('keys.1.member.key')} not be null`,
    ])
  })
})

describe('constraintSentence', () => {
  it('counts one error, and several', () => {
    expect(constraintSentence(['this'])).to.equal('1 validation error detected: this')
    expect(constraintSentence(['this', 'that'])).to.equal('2 validation errors detected: this; that')
  })
})

/** A violation without its value, for a title. */
function constraint(said: string): string {
  return said.slice(said.indexOf(" at '") + 1, said.indexOf('failed') + 90).trim()
}

function shortened(input: object): string {
  const json = JSON.stringify(input)
  return json.length > 80 ? `${json.slice(0, 80)}…` : json
}
