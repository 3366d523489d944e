import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal, secretNotFound } from '../refusals.js'
import { useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import { far, here, makeReplicated, onlyHere, settled, there } from './replicas.js'
import { findsSecrets } from './secret-ids.js'
import { one } from './stages.js'
import { keepsTypes } from './types-table.js'

const RemoveReplicaRegions = ['eu-west-1']
const everyRegion =
  'satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$]'

describe('RemoveRegionsFromReplication', () => {
  const target = useTarget()
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'RemoveRegionsFromReplication', {
      SecretId: 'text',
      RemoveReplicaRegions: 'list',
      'RemoveReplicaRegions[]': 'text',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'RemoveRegionsFromReplication',
      {
        SecretId: { min: 1, max: 2048 },
        RemoveReplicaRegions: { min: 1, of: (size) => Array.from({ length: size }, () => 'eu-west-1') },
      },
      { SecretId: noName, RemoveReplicaRegions },
    )
    refuses(target, 'RemoveRegionsFromReplication', [
      [
        'an input without SecretId and RemoveReplicaRegions',
        {},
        [absent('secretId'), absent('removeReplicaRegions')],
      ],
      [
        'a Region that is none, telling the whole list',
        { SecretId: noName, RemoveReplicaRegions: ['eu-west-1', 'Paris'] },
        [violation('[eu-west-1, Paris]', 'removeReplicaRegions', everyRegion)],
      ],
    ])
  })

  describe('behaviour', () => {
    onlyHere()
    findsSecrets(target, 'RemoveRegionsFromReplication', {
      input: () => ({ RemoveReplicaRegions }),
      answersIdentity: false,
    })

    it('removes replicas, and answers the ARN and those that are left', async () => {
      const { ARN, Name: SecretId } = await makeReplicated(target, [there, far])
      const { json } = await post('RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions: [there] })
      expect(json).to.deep.equal({
        ARN,
        ReplicationStatus: [
          {
            ...{ Region: far, KmsKeyId: 'alias/aws/secretsmanager' },
            ...{ Status: 'InSync', StatusMessage: 'Replication succeeded' },
          },
        ],
      })
      const find = (region: string) => post('DescribeSecret', { SecretId }, { region })
      await expectRefusal(find(there), 'ResourceNotFoundException', secretNotFound)
      expect((await find(far)).status).to.equal(200)
    })

    it('answers an empty list where none is left, and the secret is one like any other, and can be deleted', async () => {
      const { ARN, Name: SecretId } = await makeReplicated(target)
      const { json } = await post('RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions: [there] })
      expect(json).to.deep.equal({ ARN, ReplicationStatus: [] })
      expect((await post('DescribeSecret', { SecretId })).json).to.not.have.any.keys(
        'PrimaryRegion',
        'ReplicationStatus',
      )
      expect((await post('DeleteSecret', { SecretId })).status).to.equal(200)
    })

    it('succeeds for Regions where there is no replica, its own included', async () => {
      const { ARN, Name: SecretId } = await makeReplicated(target)
      const input = { SecretId, RemoveReplicaRegions: [far, here] }
      const { status, json } = await post('RemoveRegionsFromReplication', input)
      expect(status).to.equal(200)
      expect(json.ARN).to.equal(ARN)
      expect(json.ReplicationStatus).to.have.lengthOf(1)
      const plain = await make()
      const none = { SecretId: plain.Name, RemoveReplicaRegions: [far] }
      expect((await post('RemoveRegionsFromReplication', none)).json).to.deep.equal({
        ARN: plain.ARN,
        ReplicationStatus: [],
      })
    })

    it('forgets one that failed, and leaves alone the secret that it failed for', async () => {
      const Name = target.name()
      const another = { Name, ClientRequestToken: one, SecretString: 'another' }
      await post('CreateSecret', another, { region: there })
      await makeReplicated(target, [there], { Name })
      expect((await settled(target, Name))[0]?.Status).to.equal('Failed')
      await post('RemoveRegionsFromReplication', { SecretId: Name, RemoveReplicaRegions: [there] })
      const { json } = await post('GetSecretValue', { SecretId: Name }, { region: there })
      expect(json.SecretString).to.equal('another')
    })
  })
})
