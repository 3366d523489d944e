import { expect } from 'chai'
import { describe, it } from 'mocha'
import { holdsSecret, namesSecret } from '#config/secret-patterns'

describe('holdsSecret', () => {
  const secrets = [
    `AGE-SECRET-KEY-1${'Q'.repeat(58)}`,
    `age-secret-key-1${'q'.repeat(58)}`,
    '-----BEGIN PRIVATE KEY-----\nMIIE',
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN PGP PRIVATE KEY BLOCK-----',
    `AKIA${'A1'.repeat(8)}`,
    `id=ASIA${'A1'.repeat(8)};`,
    'postgres://user:word@host/db',
    'redis://:word@host',
    'postgres://me:wo/rd@host/db',
    'postgres://me:1234@host/db',
    'see HTTPS://user:word@host',
    `ghp_${'a1'.repeat(18)}`,
    `github_pat_${'a1'.repeat(18)}`,
    `sk_live_${'a1'.repeat(12)}`,
    `Authorization: Bearer ${'a1'.repeat(12)}`,
    'Server=host;User=me;Password=word;',
    'host=h password=word',
  ]
  for (const secret of secrets)
    it(`sees one in ${JSON.stringify(secret)}`, () => expect(holdsSecret(secret)).to.equal(true))

  const others = [
    '',
    'eu-central-1',
    `age1${'q'.repeat(58)}`,
    '-----BEGIN PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----',
    `AKIA${'A1'.repeat(7)}`,
    `XAKIA${'A1'.repeat(8)}`,
    `AKIA${'A1'.repeat(9)}`,
    'https://host:8080/path',
    'https://user@host/',
    'https://host/a:b@c',
    'postgres://user:@host',
    'https://host:8080/a@b',
    'ghp_short',
    'Bearer of news',
    'password=',
    'the password of the host',
  ]
  for (const other of others)
    it(`sees none in ${JSON.stringify(other)}`, () => expect(holdsSecret(other)).to.equal(false))
})

describe('namesSecret', () => {
  const material = [
    ...[
      'key',
      'apiKey',
      'API_KEY',
      'apikey',
      'keys',
      'key2',
      'private-key',
      'privateKeyPem',
      'secretAccessKey',
    ],
    ...[
      'secret',
      'clientSecret',
      'password',
      'DB_PASSWORD',
      'passphrase',
      'passwd',
      'pwd',
      'token',
      'sessionToken',
    ],
    ...[
      'dbpassword',
      'clientsecret',
      'authtoken',
      'secretaccesskey',
      'AWSSecret',
      'passcode',
      'pin',
      'bearer',
      'tokenValid',
      'secretGrid',
    ],
    ...['pass', 'dbPass', 'auth', 'authorization', 'secretKey', 'accessKeys', 'masterKey'],
    ...['tokenValue', 'credential', 'credentials', 'identity', 'ageIdentity', 'identities'],
  ]
  for (const name of material)
    it(`takes "${name}" for key material`, () => expect(namesSecret(name)).to.equal(true))

  const others = [
    ...[
      'keyFile',
      'key_file',
      'keyfile',
      'tokenPath',
      'kmsKeyId',
      'accessKeyId',
      'secretName',
      'secretNames',
      'keyEnv',
    ],
    ...[
      'secretPrefix',
      'secretArn',
      'keyCodec',
      'secretsFolder',
      'secretDirectories',
      'secretsDir',
      'kind',
      'region',
    ],
    ...[
      'primaryKey',
      'partition_key',
      'publicKey',
      'tokenUrl',
      'tokenEndpoint',
      'keyAlias',
      'monkey',
      'passive',
      'author',
    ],
    ...['keyspace', 'keyring', 'tokenizer', 'endpoint', 'compass', ''],
  ]
  for (const name of others)
    it(`takes "${name}" for something else`, () => expect(namesSecret(name)).to.equal(false))
})
