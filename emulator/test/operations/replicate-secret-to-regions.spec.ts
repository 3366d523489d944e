import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectMidnight } from '../instants.js'
import { expectRefusal, onReplica } from '../refusals.js'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { far, here, makeReplicated, onlyHere, settled, there } from './replicas.js'
import { forEverybody } from './resource-policies.js'
import { findsSecrets } from './secret-ids.js'
import { one, two } from './stages.js'
import { keepsTypes } from './types-table.js'

const AddReplicaRegions = [{ Region: 'eu-west-1' }]

describe('ReplicateSecretToRegions', () => {
  const target = useTarget()
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'ReplicateSecretToRegions', {
      SecretId: 'text',
      AddReplicaRegions: 'list',
      'AddReplicaRegions[]': 'structure',
      'AddReplicaRegions[].Region': 'text',
      'AddReplicaRegions[].KmsKeyId': 'text',
      ForceOverwriteReplicaSecret: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'ReplicateSecretToRegions',
      {
        SecretId: { min: 1, max: 2048 },
        AddReplicaRegions: {
          min: 1,
          of: (size) => Array.from({ length: size }, () => ({ Region: 'eu-west-1' })),
        },
        'AddReplicaRegions[].Region': { max: 128, of: (size) => `${'a'.repeat(size - 2)}-1` },
        'AddReplicaRegions[].KmsKeyId': { min: 0, max: 2048 },
      },
      { SecretId: noName, AddReplicaRegions },
    )
    refuses(target, 'ReplicateSecretToRegions', [
      [
        'an input without SecretId and AddReplicaRegions',
        {},
        [absent('secretId'), absent('addReplicaRegions')],
      ],
      [
        'all that is wrong at once',
        { SecretId: '', AddReplicaRegions: [...AddReplicaRegions, { Region: '' }] },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('', 'addReplicaRegions.2.member.region', 'have length greater than or equal to 1'),
          violation(
            '',
            'addReplicaRegions.2.member.region',
            'satisfy regular expression pattern: ^([a-z]+-)+\\d+$',
          ),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    onlyHere()
    findsSecrets(target, 'ReplicateSecretToRegions', {
      input: () => ({ AddReplicaRegions }),
      answersIdentity: false,
    })

    it('answers the ARN and what is in progress, with the default key where none was given', async () => {
      const { ARN, Name } = await make()
      const { status, json } = await post('ReplicateSecretToRegions', {
        SecretId: Name,
        AddReplicaRegions: [{ Region: there }, { Region: far, KmsKeyId: 'alias/there' }],
      })
      expect({ status, json }).to.deep.equal({
        status: 200,
        json: {
          ARN,
          ReplicationStatus: [
            { Region: there, KmsKeyId: 'alias/aws/secretsmanager', Status: 'InProgress' },
            { Region: far, KmsKeyId: 'alias/there', Status: 'InProgress' },
          ],
        },
      })
    })

    it('is in sync soon, which DescribeSecret tells, and ListSecrets without the status', async () => {
      const { Name: SecretId } = await make()
      await post('ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: there }] })
      await settled(target, SecretId)
      const { json } = await post('DescribeSecret', { SecretId })
      expect(json.PrimaryRegion).to.equal(here)
      expect(json.ReplicationStatus).to.deep.equal([
        {
          ...{ Region: there, KmsKeyId: 'alias/aws/secretsmanager' },
          ...{ Status: 'InSync', StatusMessage: 'Replication succeeded' },
        },
      ])
      const Filters = [{ Key: 'name', Values: [SecretId] }]
      const [listed] = Object(await post('ListSecrets', { Filters })).json.SecretList
      expect(listed).to.include({ Name: SecretId, PrimaryRegion: here })
      expect(listed).to.not.have.property('ReplicationStatus')
    })

    it('makes a secret in the other Region with the same suffix, value, versions, labels and tags', async () => {
      const Tags = [{ Key: 'team', Value: 'a' }]
      const { Name, ARN } = await make({
        ClientRequestToken: one,
        SecretString: 'first',
        Tags,
        Description: 'd',
      })
      await api.putSecretValue({ SecretId: Name, ClientRequestToken: two, SecretString: 'second' })
      await post('ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: there }] })
      await settled(target, Name)
      const { json } = await post('DescribeSecret', { SecretId: Name }, { region: there })
      const primary = (await post('DescribeSecret', { SecretId: Name })).json
      expect(json).to.deep.equal({
        ...{ ARN: ARN.replace(here, there), Name, Tags, Description: 'd', PrimaryRegion: here },
        ...{ CreatedDate: primary.CreatedDate, LastChangedDate: primary.LastChangedDate },
        VersionIdsToStages: { [one]: ['AWSPREVIOUS'], [two]: ['AWSCURRENT'] },
      })
      const previous = { SecretId: String(json.ARN), VersionStage: 'AWSPREVIOUS' }
      expect((await post('GetSecretValue', previous, { region: there })).json).to.include({
        ...{ ARN: json.ARN, Name, VersionId: one, SecretString: 'first' },
      })
    })

    it('is found by the filter primary-region, in both Regions and in no other letter case', async () => {
      const { Name } = await makeReplicated(target)
      const found = async (prefix: string, region: string) => {
        const Filters = [
          { Key: 'primary-region', Values: [prefix] },
          { Key: 'name', Values: [Name] },
        ]
        const { SecretList } = (await post('ListSecrets', { Filters }, { region })).json
        return Array.isArray(SecretList) && SecretList.length === 1
      }
      expect(await found('us-east', here)).to.equal(true)
      expect(await found('us-east', there)).to.equal(true)
      expect(await found('eu', there)).to.equal(false)
      expect(await found('US-EAST', there)).to.equal(false)
    })

    it('copies the resource policy, and lets the replica follow another one', async () => {
      const { Name: SecretId } = await make()
      await post('PutResourcePolicy', { SecretId, ResourcePolicy: forEverybody })
      await post('ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: there }] })
      await settled(target, SecretId)
      const policyThere = async () =>
        (await post('GetResourcePolicy', { SecretId }, { region: there })).json.ResourcePolicy
      expect(await policyThere()).to.equal(forEverybody)
      await post('DeleteResourcePolicy', { SecretId })
      expect(await policyThere()).to.equal(undefined)
    })

    for (const [what, operation, input] of [
      ['a new version', 'PutSecretValue', { ClientRequestToken: two, SecretString: 'second' }],
      ['a description', 'UpdateSecret', { ClientRequestToken: two, Description: 'new' }],
      ['a label', 'UpdateSecretVersionStage', { VersionStage: 'MINE', MoveToVersionId: one }],
      ['a tag', 'TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
    ] as const) {
      it(`lets the replica follow ${what} at once, and refuses the same there`, async () => {
        const { Name: SecretId } = await makeReplicated(target)
        const call = (region: string) => post(operation, { SecretId, ...input }, { region })
        await expectRefusal(call(there), 'InvalidParameterException', onReplica)
        expect((await call(here)).status).to.equal(200)
        const [primary, replica] = await Promise.all(
          [here, there].map(async (region) => {
            const { ARN, ReplicationStatus, ...rest } = (
              await post('DescribeSecret', { SecretId }, { region })
            ).json
            return rest
          }),
        )
        expect(replica).to.deep.equal(primary)
        const values = [here, there].map((region) => post('GetSecretValue', { SecretId }, { region }))
        const [value, copy] = (await Promise.all(values)).map(({ json }) => json.SecretString)
        expect(copy).to.equal(value)
      })
    }

    for (const [operation, input] of [
      ['DeleteSecret', {}],
      ['DeleteSecret', { ForceDeleteWithoutRecovery: true }],
      ['RestoreSecret', {}],
      ['UntagResource', { TagKeys: ['a'] }],
      ['PutResourcePolicy', { ResourcePolicy: forEverybody }],
      ['DeleteResourcePolicy', {}],
      ['ReplicateSecretToRegions', { AddReplicaRegions: [{ Region: far }] }],
      ['RemoveRegionsFromReplication', { RemoveReplicaRegions: [far] }],
    ] as const) {
      it(`makes a replica that refuses ${operation} ${JSON.stringify(input)}`, async () => {
        const { Name: SecretId } = await makeReplicated(target)
        const call = post(operation, { SecretId, ...input }, { region: there })
        await expectRefusal(call, 'InvalidParameterException', onReplica)
        expect((await post('GetSecretValue', { SecretId }, { region: there })).status).to.equal(200)
      })
    }

    it('fails where a secret has the name, and by force takes its place', async () => {
      const { Name: SecretId } = await make()
      const another = { Name: SecretId, ClientRequestToken: one, SecretString: 'another' }
      await post('CreateSecret', another, { region: there })
      const replicate = async (input: object) => {
        await post('ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: there }], ...input })
        return settled(target, SecretId)
      }
      const value = async () =>
        (await post('GetSecretValue', { SecretId }, { region: there })).json.SecretString
      const StatusMessage = `Replication failed: Secret name ${SecretId} already exists in region ${there}.`
      expect((await replicate({}))[0]).to.include({ Status: 'Failed', StatusMessage })
      expect(await value()).to.equal('another')
      expect((await replicate({ ForceOverwriteReplicaSecret: true }))[0]).to.include({ Status: 'InSync' })
      expect(await value()).to.equal('a value')
    })

    it('answers how one is that is there already, and changes nothing', async () => {
      const { ARN, Name: SecretId } = await makeReplicated(target)
      const before = (await post('DescribeSecret', { SecretId }, { region: there })).json
      const { json } = await post('ReplicateSecretToRegions', {
        SecretId,
        AddReplicaRegions: [{ Region: there }],
      })
      expect(json.ARN).to.equal(ARN)
      expect(json.ReplicationStatus).to.have.nested.property('[0].Status', 'InSync')
      expect((await post('DescribeSecret', { SecretId }, { region: there })).json).to.deep.equal(before)
    })

    for (const [what, regions, message] of [
      ['its own Region', [there, here], 'Invalid replica region.'],
      ['a Region of another partition', ['cn-north-1'], 'Invalid replica region.'],
      ['a Region twice', [there, far, there], `The replica region ${there} is given more than once.`],
    ] as const) {
      it(`refuses ${what}, and replicates to none`, async () => {
        const { Name: SecretId } = await make()
        const input = { SecretId, AddReplicaRegions: regions.map((Region) => ({ Region })) }
        await expectRefusal(post('ReplicateSecretToRegions', input), 'InvalidParameterException', message)
        expect((await post('DescribeSecret', { SecretId })).json).to.not.have.any.keys(
          'PrimaryRegion',
          'ReplicationStatus',
        )
      })
    }

    it('refuses an entry without a Region', async () => {
      const { Name: SecretId } = await make()
      const call = post('ReplicateSecretToRegions', {
        SecretId,
        AddReplicaRegions: [{ KmsKeyId: 'alias/x' }],
      })
      await expectRefusal(call, 'InvalidParameterException', 'Invalid replica region.')
    })

    it('keeps the primary from being deleted, by force too, and names the Regions in order', async () => {
      const { ARN, Name: SecretId } = await makeReplicated(target, ['us-west-2', there, far])
      const message = `You can't delete secret ${ARN} that still has replica regions [${far}, ${there}, us-west-2].`
      for (const input of [{}, { RecoveryWindowInDays: 7 }, { ForceDeleteWithoutRecovery: true }]) {
        await expectRefusal(
          post('DeleteSecret', { SecretId, ...input }),
          'InvalidParameterException',
          message,
        )
      }
      expect((await post('DescribeSecret', { SecretId })).json).to.not.have.property('DeletedDate')
    })

    it('tells the day on which a replica was last read, and leaves the one of the primary as it is', async () => {
      const since = Date.now()
      const { Name: SecretId } = await makeReplicated(target)
      await post('GetSecretValue', { SecretId }, { region: there })
      const { json } = await post('DescribeSecret', { SecretId })
      expect(json).to.not.have.property('LastAccessedDate')
      expectMidnight(Object(json.ReplicationStatus)[0].LastAccessedDate, since)
    })
  })
})
