import { expect } from 'chai'
import { describe, it } from 'mocha'
import { encryptingKey, keyIdOf } from '#rules/keys'

const uuid = '1234abcd-12ab-34cd-56ef-1234567890ab'

describe('keyIdOf', () => {
  for (const [given, kept] of [
    [undefined, undefined],
    ['', undefined],
    ['alias/aws/secretsmanager', undefined],
    ['arn:aws:kms:eu-central-1:123456789012:alias/aws/secretsmanager', undefined],
    ['arn:aws-cn:kms:cn-north-1:123456789012:alias/aws/secretsmanager', undefined],
    [uuid, uuid],
    ['alias/mine', 'alias/mine'],
    ['alias/aws/secretsmanager2', 'alias/aws/secretsmanager2'],
    [`arn:aws:kms:eu-central-1:1:key/${uuid}`, `arn:aws:kms:eu-central-1:1:key/${uuid}`],
  ] as const) {
    it(`keeps ${given || 'nothing'} as ${kept ?? 'the default key, which is absent'}`, () => {
      expect(keyIdOf(given)).to.equal(kept)
    })
  }
})

describe('encryptingKey', () => {
  it('names the key that was given, and the default key by its own name', () => {
    expect(encryptingKey({ kmsKeyId: 'alias/mine' })).to.equal('alias/mine')
    expect(encryptingKey({})).to.equal('DefaultEncryptionKey')
  })
})
