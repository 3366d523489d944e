import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { bothValues, expectRefusal, expectViolations, missingToken, tokenInUse } from '../refusals.js'
import { localOnly, useTarget } from '../target.js'
import { absent, hiddenViolation, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { findsSecrets } from './secret-ids.js'
import { four, makeStaged, one, stagesOf, three, two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('UpdateSecret', () => {
  const target = useTarget()
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'UpdateSecret', {
      SecretId: 'text',
      ClientRequestToken: 'text',
      Description: 'text',
      KmsKeyId: 'text',
      SecretBinary: 'blob',
      SecretString: 'text',
      Type: 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(target, 'UpdateSecret', {
      SecretId: { min: 1, max: 2048 },
      ClientRequestToken: { min: 32, max: 64 },
      Description: { min: 0, max: 2048 },
      KmsKeyId: { min: 0, max: 2048 },
      SecretString: { min: 1, max: 65_536, hidden: true },
      SecretBinary: {
        min: 1,
        max: 65_536,
        hidden: true,
        of: (size) => Buffer.alloc(size).toString('base64'),
      },
      Type: { min: 0, max: 256 },
    })
    refuses(target, 'UpdateSecret', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'all that is wrong at once',
        { SecretId: '', ClientRequestToken: 'no', SecretBinary: '' },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('no', 'clientRequestToken', 'have length greater than or equal to 32'),
          hiddenViolation('secretBinary', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'UpdateSecret', {
      input: () => ({ ClientRequestToken: randomUUID(), Description: 'new' }),
    })

    it('answers a VersionId only when a value was given', async () => {
      const { ARN, Name } = await make()
      const without = { SecretId: Name, ClientRequestToken: one, Description: 'new' }
      expect((await post('UpdateSecret', without)).json).to.deep.equal({ ARN, Name })
      const given = { ...without, SecretString: 'b' }
      expect((await post('UpdateSecret', given)).json).to.deep.equal({ ARN, Name, VersionId: one })
    })

    it('makes the value the AWSCURRENT version, and the one before it AWSPREVIOUS', async () => {
      const SecretId = await makeStaged(target, [[one, ['AWSPENDING', 'mine']]])
      await api.updateSecret({ SecretId, ClientRequestToken: two, SecretString: 'b' })
      expect(await stagesOf(target, SecretId)).to.deep.equal({
        [one]: ['AWSPREVIOUS', 'mine'],
        [two]: ['AWSCURRENT'],
      })
      expect((await api.getSecretValue({ SecretId })).SecretString).to.equal('b')
    })

    it('gives a secret without a value its first one', async () => {
      const { Name: SecretId } = await make({})
      await api.updateSecret({ SecretId, ClientRequestToken: one, SecretBinary: new Uint8Array([1]) })
      expect(await stagesOf(target, SecretId)).to.deep.equal({ [one]: ['AWSCURRENT'] })
    })

    it('makes no version for a description or a key', async function () {
      localOnly(this, 'the key would have to exist')
      const SecretId = await makeStaged(target, [[one]])
      await api.updateSecret({ SecretId, Description: 'new' })
      await api.updateSecret({ SecretId, KmsKeyId: 'alias/shop' })
      expect(await stagesOf(target, SecretId)).to.deep.equal({ [one]: ['AWSCURRENT'] })
      const { Description, KmsKeyId } = await api.describeSecret({ SecretId })
      expect({ Description, KmsKeyId }).to.deep.equal({ Description: 'new', KmsKeyId: 'alias/shop' })
    })

    it('leaves what is not given as it was', async () => {
      const { Name: SecretId } = await make({ Description: 'old', Tags: [{ Key: 'a', Value: 'b' }] })
      await api.updateSecret({ SecretId, SecretString: 'b' })
      const { Description, Tags } = await api.describeSecret({ SecretId })
      expect({ Description, Tags }).to.deep.equal({ Description: 'old', Tags: [{ Key: 'a', Value: 'b' }] })
    })

    it('takes a description away by an empty one', async () => {
      const { Name: SecretId } = await make({ Description: 'old' })
      await api.updateSecret({ SecretId, Description: '' })
      expect(await api.describeSecret({ SecretId })).to.not.have.property('Description')
    })

    it('encrypts the versions of a rotation with a new key too, which are then under both', async function () {
      localOnly(this, 'the key would have to exist')
      const SecretId = await makeStaged(target, [[one], [two], [three], [four, ['mine']]])
      await api.updateSecret({ SecretId, KmsKeyId: 'alias/shop' })
      const { Versions = [] } = await api.listSecretVersionIds({ SecretId, IncludeDeprecated: true })
      expect(Versions.map(({ VersionId, KmsKeyIds }) => [VersionId, KmsKeyIds])).to.deep.equal([
        [one, ['DefaultEncryptionKey']],
        [two, ['DefaultEncryptionKey', 'alias/shop']],
        [three, ['DefaultEncryptionKey', 'alias/shop']],
        [four, ['DefaultEncryptionKey']],
      ])
    })

    it('goes back to the default key by an empty KmsKeyId', async function () {
      localOnly(this, 'the key would have to exist')
      const { Name: SecretId } = await make({ KmsKeyId: 'alias/shop', SecretString: 'a' })
      await api.updateSecret({ SecretId, KmsKeyId: '' })
      expect(await api.describeSecret({ SecretId })).to.not.have.property('KmsKeyId')
    })

    it('wants a ClientRequestToken, also where there is no such secret', async () => {
      for (const SecretId of [(await make()).Name, noName, 'strongroom-spec-nobody']) {
        const input = { SecretId, Description: 'new' }
        await expectRefusal(post('UpdateSecret', input), 'InvalidRequestException', missingToken)
      }
    })

    it('refuses two kinds of value at once, and changes nothing', async () => {
      const { Name: SecretId } = await make()
      const before = (await post('DescribeSecret', { SecretId })).json
      const value = { SecretString: 'a', SecretBinary: 'YQ==' }
      const input = { SecretId, ClientRequestToken: one, Description: 'new', ...value }
      await expectRefusal(post('UpdateSecret', input), 'InvalidParameterException', bothValues)
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })

    it('refuses a text of more than 65536 bytes', async () => {
      const { Name: SecretId } = await make()
      const input = { SecretId, ClientRequestToken: one, SecretString: '€'.repeat(21_846) }
      await expectViolations(post('UpdateSecret', input), [
        hiddenViolation('secretString', 'have length less than or equal to 65536'),
      ])
    })

    it('answers a replay with the VersionId, and changes nothing', async () => {
      const SecretId = await makeStaged(target, [[one], [two]])
      const before = (await post('DescribeSecret', { SecretId })).json
      const input = { SecretId, ClientRequestToken: one, SecretString: `value of ${one}`, Description: 'new' }
      const { status, json } = await post('UpdateSecret', input)
      expect(status).to.equal(200)
      expect(json.VersionId).to.equal(one)
      expect((await post('DescribeSecret', { SecretId })).json).to.deep.equal(before)
    })

    it('refuses a token that made a version of another value', async () => {
      const SecretId = await makeStaged(target, [[one]])
      const { ARN = '' } = await api.describeSecret({ SecretId })
      await expectRefusal(
        post('UpdateSecret', {
          SecretId,
          ClientRequestToken: one,
          SecretString: 'other',
          Description: 'new',
        }),
        'ResourceExistsException',
        tokenInUse(one, ARN),
      )
      expect(await api.describeSecret({ SecretId })).to.not.have.property('Description')
    })
  })
})
