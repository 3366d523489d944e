import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectInstant } from '../instants.js'
import {
  bothValues,
  expectFrameworkRefusal,
  expectRefusal,
  expectViolations,
  invalidName,
  labelNotFound,
  missingToken,
  secretNotFound,
  tokenInUse,
} from '../refusals.js'
import { localOnly, useTarget, useTurnedTarget } from '../target.js'
import { absent, hiddenViolation, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { onlyHere, settled, there } from './replicas.js'
import { stagesOf } from './stages.js'
import { keepsTypes } from './types-table.js'

const tokened = <T extends object>(input: T) => ({ ClientRequestToken: randomUUID(), ...input })

describe('CreateSecret', () => {
  const target = useTarget()
  const turned = useTurnedTarget(Date.UTC(2026, 0, 1, 12))
  const { api, post, name, make } = target

  describe('types', () => {
    keepsTypes(target, 'CreateSecret', {
      Name: 'text',
      ClientRequestToken: 'text',
      Description: 'text',
      KmsKeyId: 'text',
      SecretBinary: 'blob',
      SecretString: 'text',
      Tags: 'list',
      'Tags[]': 'structure',
      'Tags[].Key': 'text',
      'Tags[].Value': 'text',
      AddReplicaRegions: 'list',
      'AddReplicaRegions[]': 'structure',
      'AddReplicaRegions[].Region': 'text',
      'AddReplicaRegions[].KmsKeyId': 'text',
      ForceOverwriteReplicaSecret: 'boolean',
      Type: 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'CreateSecret',
      {
        Name: { min: 1, max: 512 },
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
        'Tags[].Key': { min: 1, max: 128 },
        'Tags[].Value': { min: 0, max: 256 },
        AddReplicaRegions: {
          min: 1,
          of: (size) => Array.from({ length: size }, () => ({ Region: 'eu-west-1' })),
        },
        'AddReplicaRegions[].Region': { max: 128, of: regionOf },
        'AddReplicaRegions[].KmsKeyId': { min: 0, max: 2048 },
        Type: { min: 0, max: 256 },
      },
      { Name: noName },
    )
    refuses(target, 'CreateSecret', [
      ['an input without a Name', {}, [absent('name')]],
      [
        'a Region that is none',
        { Name: noName, AddReplicaRegions: [{ Region: 'Frankfurt' }] },
        [
          violation(
            'Frankfurt',
            'addReplicaRegions.1.member.region',
            'satisfy regular expression pattern: ^([a-z]+-)+\\d+$',
          ),
        ],
      ],
      [
        'all that is wrong at once, and never shows a value',
        { ClientRequestToken: 'no', SecretString: '', SecretBinary: '', Tags: [{ Key: 'ok' }, { Key: '' }] },
        [
          absent('name'),
          violation('no', 'clientRequestToken', 'have length greater than or equal to 32'),
          hiddenViolation('secretBinary', 'have length greater than or equal to 1'),
          hiddenViolation('secretString', 'have length greater than or equal to 1'),
          violation('', 'tags.2.member.key', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    it('answers ARN, Name and VersionId, which is the token as it was given', async () => {
      const Name = name()
      const input = tokened({ Name, SecretString: 'a value' })
      const { status, json } = await post('CreateSecret', input)
      expect(status).to.equal(200)
      expect(json).to.have.all.keys('ARN', 'Name', 'VersionId')
      expect(json).to.include({ Name, VersionId: input.ClientRequestToken })
      expect(json.ARN).to.match(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:/)
      expect(String(json.ARN).replace(/^.*:secret:/, '')).to.match(new RegExp(`^${Name}-[A-Za-z0-9]{6}$`))
    })

    it('puts AWSCURRENT on the version that it makes', async () => {
      const { Name, VersionId } = await make()
      expect(await stagesOf(target, Name)).to.deep.equal({ [VersionId]: ['AWSCURRENT'] })
    })

    it('makes no version of no value: nothing to describe, nothing to read', async () => {
      const input = tokened({ Name: name() })
      const { status, json } = await post('CreateSecret', input)
      expect(status).to.equal(200)
      expect(json).to.have.all.keys('ARN', 'Name')
      const described = await post('DescribeSecret', { SecretId: input.Name })
      expect(described.json).to.have.all.keys('ARN', 'Name', 'CreatedDate', 'LastChangedDate')
      await expectRefusal(
        post('GetSecretValue', { SecretId: input.Name }),
        'ResourceNotFoundException',
        labelNotFound('AWSCURRENT'),
      )
    })

    it('keeps bytes as they are, base64 in both directions', async () => {
      const input = tokened({ Name: name(), SecretBinary: 'Zm9vdGVzdA==' })
      expect((await post('CreateSecret', input)).status).to.equal(200)
      const { json } = await post('GetSecretValue', { SecretId: input.Name })
      expect(json.SecretBinary).to.equal('Zm9vdGVzdA==')
      expect(json).to.not.have.property('SecretString')
    })

    it('dates the secret to the millisecond, and its change like its making', async () => {
      const since = Date.now()
      const { Name } = await make()
      const { json } = await post('DescribeSecret', { SecretId: Name })
      expectInstant(json.CreatedDate, since)
      expectInstant(json.LastChangedDate, since)
    })

    it('takes an empty Description for none', async () => {
      const { Name } = await make({ Description: '' })
      expect(await api.describeSecret({ SecretId: Name })).to.not.have.property('Description')
    })

    it('keeps Description, Tags in their order, KmsKeyId and Type', async function () {
      localOnly(this, 'the key and the type would have to exist')
      const Tags = [
        { Key: 'z', Value: '1' },
        { Key: 'a', Value: '' },
      ]
      const { Name } = await make({
        Description: 'of the shop',
        Tags,
        KmsKeyId: 'alias/shop',
        Type: 'SomePartner',
      })
      const { Description, KmsKeyId, Type, ...rest } = await api.describeSecret({ SecretId: Name })
      expect({ Description, KmsKeyId, Type }).to.deep.equal({
        Description: 'of the shop',
        KmsKeyId: 'alias/shop',
        Type: 'SomePartner',
      })
      expect(rest.Tags).to.deep.equal(Tags)
    })

    for (const KmsKeyId of ['alias/aws/secretsmanager', '']) {
      it(`takes the key "${KmsKeyId}" for the default one, of which nothing is told`, async () => {
        const { Name } = await make({ KmsKeyId, SecretString: 'a value' })
        expect(await api.describeSecret({ SecretId: Name })).to.not.have.property('KmsKeyId')
        const { Versions = [] } = await api.listSecretVersionIds({ SecretId: Name })
        expect(Versions[0]?.KmsKeyIds).to.deep.equal(['DefaultEncryptionKey'])
      })
    }

    it('tells Tags as an empty list of a secret made with one', async () => {
      const { Name } = await make({ Tags: [] })
      const { json } = await post('DescribeSecret', { SecretId: Name })
      expect(json.Tags).to.deep.equal([])
    })

    it('takes the last one of two tags with the same key', async function () {
      localOnly(this, 'nobody knows what happens')
      const Tags = [
        { Key: 'team', Value: 'a' },
        { Key: 'stage', Value: 'b' },
        { Key: 'team', Value: 'c' },
      ]
      const { Name } = await make({ Tags })
      const described = await api.describeSecret({ SecretId: Name })
      expect(described.Tags).to.deep.equal([
        { Key: 'team', Value: 'c' },
        { Key: 'stage', Value: 'b' },
      ])
    })

    for (const [what, Tags] of [
      ['more than 50 tags', Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' }))],
      ['a tag whose key begins with aws:', [{ Key: 'aws:team', Value: 'a' }]],
      ['a tag without a key', [{ Value: 'a' }]],
    ] as const) {
      it(`refuses ${what} with InvalidParameterException, and makes nothing`, async () => {
        const Name = name()
        const { status, json } = await post('CreateSecret', tokened({ Name, Tags }))
        expect(status).to.equal(400)
        expect(json.__type).to.equal('InvalidParameterException')
        expect(json).to.have.property('Message')
        await expectRefusal(
          post('DescribeSecret', { SecretId: Name }),
          'ResourceNotFoundException',
          secretNotFound,
        )
      })
    }

    it('refuses two kinds of value at once', async () => {
      const input = tokened({ Name: name(), SecretString: 'a', SecretBinary: 'YQ==' })
      await expectRefusal(post('CreateSecret', input), 'InvalidParameterException', bothValues)
    })

    it('refuses a text of more than 65536 bytes, of however few characters', async () => {
      const input = tokened({ Name: name(), SecretString: 'ä'.repeat(32_769) })
      await expectViolations(post('CreateSecret', input), [
        hiddenViolation('secretString', 'have length less than or equal to 65536'),
      ])
      const { Name } = await make({ SecretString: 'ä'.repeat(32_768) })
      expect((await api.getSecretValue({ SecretId: Name })).SecretString).to.equal('ä'.repeat(32_768))
    })

    it('wants a ClientRequestToken, whatever the name is like', async () => {
      for (const Name of [name(), noName]) {
        await expectRefusal(
          post('CreateSecret', { Name, SecretString: 'a' }),
          'InvalidRequestException',
          missingToken,
        )
      }
    })

    it('tells violated constraints before it misses a token', async () => {
      await expectViolations(post('CreateSecret', { Name: '' }), [
        violation('', 'name', 'have length greater than or equal to 1'),
      ])
    })

    it('takes every character that names may have', async () => {
      const Name = name('aZ09/_+=.@-!x')
      expect((await make({ Name })).Name).to.equal(Name)
    })

    it('refuses every other character in a name, and an ARN', async () => {
      for (const bad of [
        ' db',
        'db ',
        'd b',
        'db*',
        'db?',
        'db\\',
        'db]',
        'db:1',
        'dß',
        'db#',
        'db,',
        '~db',
      ]) {
        await expectFrameworkRefusal(
          post('CreateSecret', tokened({ Name: bad, SecretString: 'a' })),
          'ValidationException',
          invalidName,
        )
      }
    })

    it('answers the same again for the same token and value, and changes nothing', async () => {
      const input = tokened({ Name: name(), SecretString: 'a value', Description: 'first' })
      const first = await post('CreateSecret', input)
      const again = await post('CreateSecret', { ...input, Description: 'second' })
      expect(again.status).to.equal(200)
      expect(again.json).to.deep.equal(first.json)
      expect((await api.describeSecret({ SecretId: input.Name })).Description).to.equal('first')
    })

    it('answers the same again for the same token and no value', async () => {
      const input = tokened({ Name: name() })
      const first = await post('CreateSecret', input)
      expect((await post('CreateSecret', input)).json).to.deep.equal(first.json)
    })

    it('does not move labels by a replay', async () => {
      const input = tokened({ Name: name(), SecretString: 'first' })
      await post('CreateSecret', input)
      const { VersionId = '' } = await api.putSecretValue({
        SecretId: input.Name,
        SecretString: 'second',
      })
      expect((await post('CreateSecret', input)).status).to.equal(200)
      expect(await stagesOf(target, input.Name)).to.deep.equal({
        [input.ClientRequestToken]: ['AWSPREVIOUS'],
        [VersionId]: ['AWSCURRENT'],
      })
    })

    it('refuses the same token with another value, kinds included', async () => {
      const input = tokened({ Name: name(), SecretString: 'YQ==' })
      const { json } = await post('CreateSecret', input)
      for (const other of [{ SecretString: 'b' }, { SecretString: undefined, SecretBinary: 'YQ==' }]) {
        await expectRefusal(
          post('CreateSecret', { ...input, ...other }),
          'ResourceExistsException',
          tokenInUse(input.ClientRequestToken, String(json.ARN)),
        )
      }
    })

    it('refuses a name that is taken', async () => {
      const { Name } = await make()
      await expectRefusal(
        post('CreateSecret', tokened({ Name, SecretString: 'a value' })),
        'ResourceExistsException',
        `The operation failed because the secret ${Name} already exists.`,
      )
    })

    it('refuses the name of a secret that is scheduled for deletion, in words of its own', async () => {
      const { Name, VersionId } = await make()
      await api.deleteSecret({ SecretId: Name })
      for (const ClientRequestToken of [randomUUID(), VersionId]) {
        await expectRefusal(
          post('CreateSecret', { Name, ClientRequestToken, SecretString: 'a value' }),
          'InvalidRequestException',
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
      }
    })

    it('gives a secret that is made again a new ARN and none of the old versions', async function () {
      localOnly(this, 'a name frees some seconds later')
      const { ARN, Name, VersionId } = await make()
      await api.deleteSecret({ SecretId: Name, ForceDeleteWithoutRecovery: true })
      const again = await make({ Name, SecretString: 'other' })
      expect(again.ARN).to.not.equal(ARN)
      expect(await stagesOf(target, Name)).to.deep.equal({ [again.VersionId]: ['AWSCURRENT'] })
      const { status } = await post('GetSecretValue', { SecretId: Name, VersionId })
      expect(status).to.equal(400)
    })

    it('frees the name when the recovery window has ended', async function () {
      localOnly(this, 'time cannot be turned')
      await turned.api.createSecret({ Name: 'db' })
      await turned.api.deleteSecret({ SecretId: 'db', RecoveryWindowInDays: 7 })
      await turned.clock.advance(7 * day - 1)
      expect((await turned.post('CreateSecret', tokened({ Name: 'db' }))).status).to.equal(400)
      await turned.clock.advance(1)
      expect((await turned.post('CreateSecret', tokened({ Name: 'db' }))).status).to.equal(200)
    })

    for (const [region, partition] of [
      ['eu-west-1', 'aws'],
      ['cn-north-1', 'aws-cn'],
      ['us-gov-east-1', 'aws-us-gov'],
    ] as const) {
      it(`is in the partition ${partition} in ${region}`, async function () {
        localOnly(this, 'credentials belong to one partition')
        const { json } = await post('CreateSecret', tokened({ Name: name() }), { region })
        expect(json.ARN).to.match(new RegExp(`^arn:${partition}:secretsmanager:${region}:`))
      })
    }

    describe('with AddReplicaRegions', () => {
      onlyHere()
      const AddReplicaRegions = [{ Region: there, KmsKeyId: 'alias/there' }]
      const Status = { Region: there, KmsKeyId: 'alias/there' }

      it('answers ReplicationStatus in progress, and is in sync soon', async () => {
        const input = tokened({ Name: name(), SecretString: 'a', AddReplicaRegions })
        const { json } = await post('CreateSecret', input)
        expect(json.ReplicationStatus).to.deep.equal([{ ...Status, Status: 'InProgress' }])
        expect(await settled(target, input.Name)).to.deep.equal([
          { ...Status, Status: 'InSync', StatusMessage: 'Replication succeeded' },
        ])
        const copy = await post('GetSecretValue', { SecretId: input.Name }, { region: there })
        expect(copy.json).to.include({ SecretString: 'a', VersionId: json.VersionId })
      })

      it('succeeds when it is repeated, and tells how the replicas are by then', async () => {
        const input = tokened({ Name: name(), SecretString: 'a', AddReplicaRegions })
        const first = await post('CreateSecret', input)
        const ReplicationStatus = await settled(target, input.Name)
        expect((await post('CreateSecret', input)).json).to.deep.equal({ ...first.json, ReplicationStatus })
      })

      it('takes the place of a secret of the name there only by force', async () => {
        for (const ForceOverwriteReplicaSecret of [false, true]) {
          const Name = name()
          await post('CreateSecret', tokened({ Name, SecretString: 'old' }), { region: there })
          await make({ Name, SecretString: 'new', AddReplicaRegions, ForceOverwriteReplicaSecret })
          await settled(target, Name)
          const { json } = await post('GetSecretValue', { SecretId: Name }, { region: there })
          expect(json.SecretString).to.equal(ForceOverwriteReplicaSecret ? 'new' : 'old')
        }
      })

      it('refuses its own Region, and makes nothing', async () => {
        const Name = name()
        const input = tokened({ Name, SecretString: 'a', AddReplicaRegions: [{ Region: 'us-east-1' }] })
        await expectRefusal(
          post('CreateSecret', input),
          'InvalidParameterException',
          'Invalid replica region.',
        )
        await expectRefusal(
          post('DescribeSecret', { SecretId: Name }),
          'ResourceNotFoundException',
          secretNotFound,
        )
      })

      it('refuses the name of a replica, though token and value are those of its version', async () => {
        const input = tokened({ Name: name(), SecretString: 'a' })
        await post('CreateSecret', { ...input, AddReplicaRegions })
        await settled(target, input.Name)
        await expectRefusal(
          post('CreateSecret', input, { region: there }),
          'ResourceExistsException',
          `The operation failed because the secret ${input.Name} already exists.`,
        )
      })
    })

    it('takes ForceOverwriteReplicaSecret without replicas', async () => {
      expect((await make({ ForceOverwriteReplicaSecret: true })).VersionId).to.equal('')
    })
  })
})

const day = 24 * 60 * 60 * 1000

/** A text of a length that is a Region for the model. */
function regionOf(length: number): string {
  return `${'a'.repeat(length - 2)}-1`
}
