import type { Realm, SecretRecord } from '@strongroom/vault'
import type { Identity } from './identities.js'

/** A condition key in lower case, and its values. */
export type Fact = readonly [key: string, values: readonly string[]]

/** Which condition key tells which member of a request, as it was given; what was not given has no key. */
const keyOfMember: Readonly<Record<string, string>> = {
  SecretId: 'secretsmanager:secretid',
  Name: 'secretsmanager:name',
  Description: 'secretsmanager:description',
  KmsKeyId: 'secretsmanager:kmskeyid',
  Type: 'secretsmanager:type',
  VersionId: 'secretsmanager:versionid',
  VersionStage: 'secretsmanager:versionstage',
  RecoveryWindowInDays: 'secretsmanager:recoverywindowindays',
  ForceDeleteWithoutRecovery: 'secretsmanager:forcedeletewithoutrecovery',
  ForceOverwriteReplicaSecret: 'secretsmanager:forceoverwritereplicasecret',
  BlockPublicPolicy: 'secretsmanager:blockpublicpolicy',
  RotationLambdaARN: 'secretsmanager:rotationlambdaarn',
  RotateImmediately: 'secretsmanager:rotateimmediately',
  ExternalSecretRotationRoleArn: 'secretsmanager:externalsecretrotationrolearn',
}

/** What a request says. */
export function factsOfInput(input: object, { account, region }: Realm): readonly Fact[] {
  const member = (name: string): unknown => Reflect.get(input, name)
  const plain = Object.entries(keyOfMember).flatMap(([name, key]): readonly Fact[] => {
    const value = member(name)
    return value === undefined ? [] : [[key, [String(value)]]]
  })
  const tags = itemsOf(member('Tags')).map((tag) => ({
    key: textIn(tag, 'Key'),
    value: textIn(tag, 'Value'),
  }))
  const tagKeys = [...tags.map(({ key }) => key), ...itemsOf(member('TagKeys')).map(String)]
  const regions = itemsOf(member('AddReplicaRegions')).map((replica) => textIn(replica, 'Region'))
  const rules = member('RotationRules') !== undefined
  return [
    ...plain,
    ...tags.map(({ key, value }): Fact => [`aws:requesttag/${key.toLowerCase()}`, [value]]),
    ['aws:tagkeys', tagKeys],
    ['secretsmanager:addreplicaregions', regions],
    ['secretsmanager:modifyrotationrules', rules ? ['true'] : []],
    ['secretsmanager:kmskeyarn', keyArnsOf(member('KmsKeyId'), account, region)],
  ]
}

/** What is known of a secret. */
export function factsOfSecret({
  tags = [],
  type,
  realm,
  primaryRegion,
  rotation,
}: SecretRecord): readonly Fact[] {
  return [
    ...tags.flatMap(({ key, value }) => resourceTag(key, value)),
    ['secretsmanager:resource/type', type === undefined ? [] : [type]],
    ['secretsmanager:secretprimaryregion', [primaryRegion ?? realm.region]],
    [
      'secretsmanager:resource/allowrotationlambdaarn',
      rotation?.functionArn === undefined ? [] : [rotation.functionArn],
    ],
  ]
}

/** Not recorded: of a secret that is about to be made, the tags that it will have. */
export function factsOfNewSecret(input: object): readonly Fact[] {
  const tags = itemsOf(Reflect.get(input, 'Tags'))
  return tags.flatMap((tag) => resourceTag(textIn(tag, 'Key'), textIn(tag, 'Value')))
}

/** What is known of who asks, beside what the principal's ARN tells. */
export function factsOfIdentity({ tags, userId, principal }: Identity): readonly Fact[] {
  return [
    ...tags.map(({ key, value }): Fact => [`aws:principaltag/${key.toLowerCase()}`, [value]]),
    ['aws:userid', [userId]],
    // Long-term keys have no such key at all.
    ['aws:multifactorauthpresent', principal.roleArn === undefined ? [] : ['false']],
  ]
}

/** How a request came. */
export interface Circumstances {
  readonly sourceIp: string | undefined
  readonly userAgent: string | undefined
  readonly region: string
  /** By the emulator's clock. */
  readonly now: number
}

export function factsOfCircumstances({ sourceIp, userAgent, region, now }: Circumstances): readonly Fact[] {
  return [
    ['aws:sourceip', sourceIp === undefined ? [] : [sourceIp.replace(/^::ffff:(?=\d+\.)/, '')]],
    ['aws:useragent', userAgent === undefined ? [] : [userAgent]],
    ['aws:requestedregion', [region]],
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    // As it would be on AWS: a policy that denies what comes without TLS is meant for somebody else.
    ['aws:securetransport', ['true']],
    ['aws:viaawsservice', ['false']],
  ]
}

function resourceTag(key: string, value: string): readonly Fact[] {
  return ['aws', 'secretsmanager'].map((prefix) => [`${prefix}:resourcetag/${key.toLowerCase()}`, [value]])
}

/** Only AWS knows the key behind an alias. */
function keyArnsOf(keyId: unknown, account: string, region: string): readonly string[] {
  if (typeof keyId !== 'string' || /(?:^|:)alias\//.test(keyId)) return []
  return [keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${account}:key/${keyId}`]
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textIn(item: unknown, name: string): string {
  const value: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined
  return typeof value === 'string' ? value : ''
}
