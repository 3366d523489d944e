import { expect } from 'chai'
import { describe, it } from 'mocha'
import {
  expectFrameworkRefusal,
  expectRefusal,
  invalidName,
  markedForDeletion,
  secretNotFound,
} from '../refusals.js'
import { useTarget } from '../target.js'
import { absent, keepsLimits, refuses, violation } from './constraints-table.js'
import { far, here, makeReplicated, onlyHere, there } from './replicas.js'
import { two } from './stages.js'
import { keepsTypes } from './types-table.js'

describe('StopReplicationToReplica', () => {
  const target = useTarget()
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'StopReplicationToReplica', { SecretId: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(target, 'StopReplicationToReplica', { SecretId: { min: 1, max: 2048 } })
    refuses(target, 'StopReplicationToReplica', [
      ['an input without a SecretId', {}, [absent('secretId')]],
      [
        'an empty SecretId',
        { SecretId: '' },
        [violation('', 'secretId', 'have length greater than or equal to 1')],
      ],
    ])
  })

  describe('behaviour', () => {
    onlyHere()

    for (const [how, idOf] of [
      ['its name', ({ Name }) => Name],
      ['its ARN', ({ arnIn }) => arnIn(there)],
      ['its ARN without the suffix', ({ arnIn }) => arnIn(there).slice(0, -7)],
    ] as const satisfies readonly (readonly [string, (made: Replicated) => string])[]) {
      it(`makes a replica, by ${how}, a secret of its own with ARN, value and tags, and answers that ARN`, async () => {
        const made = await makeReplicated(target, [there], { Tags: [{ Key: 'a', Value: 'b' }] })
        const describe = async () =>
          (await post('DescribeSecret', { SecretId: made.Name }, { region: there })).json
        const { PrimaryRegion, ...before } = await describe()
        expect(PrimaryRegion).to.equal(here)
        const { status, json } = await post(
          'StopReplicationToReplica',
          { SecretId: idOf(made) },
          { region: there },
        )
        expect({ status, json }).to.deep.equal({ status: 200, json: { ARN: made.arnIn(there) } })
        expect(await describe()).to.deep.equal(before)
        const value = await post('GetSecretValue', { SecretId: made.Name }, { region: there })
        expect(value.json.SecretString).to.equal('a value')
      })
    }

    it('lets either be changed without the other from then on, and the primary be deleted', async () => {
      const { Name: SecretId } = await makeReplicated(target, [there, far])
      await post('StopReplicationToReplica', { SecretId }, { region: there })
      const status = (await post('DescribeSecret', { SecretId })).json.ReplicationStatus
      expect(status).to.have.lengthOf(1).and.to.have.nested.property('[0].Region', far)
      await post('StopReplicationToReplica', { SecretId }, { region: far })
      for (const region of [here, there]) {
        await post('PutSecretValue', { SecretId, ClientRequestToken: two, SecretString: region }, { region })
      }
      for (const region of [here, there]) {
        const { json } = await post('GetSecretValue', { SecretId }, { region })
        expect(json.SecretString).to.equal(region)
      }
      expect((await post('DeleteSecret', { SecretId })).status).to.equal(200)
      expect((await post('GetSecretValue', { SecretId }, { region: there })).status).to.equal(200)
    })

    it('refuses a secret that is no replica, a primary included, and what is not there', async () => {
      const { Name: SecretId, arnIn } = await makeReplicated(target)
      const plain = await make()
      const call = (id: string) => post('StopReplicationToReplica', { SecretId: id })
      for (const id of [SecretId, plain.Name]) {
        await expectRefusal(
          call(id),
          'InvalidParameterException',
          'The secret is not a replica of another secret.',
        )
      }
      for (const id of [arnIn(there), `${SecretId}x`]) {
        await expectRefusal(call(id), 'ResourceNotFoundException', secretNotFound)
      }
      await expectFrameworkRefusal(call('not a name'), 'ValidationException', invalidName)
    })

    it('refuses a secret that is scheduled for deletion', async () => {
      const { Name: SecretId } = await make()
      await api.deleteSecret({ SecretId })
      await expectRefusal(
        post('StopReplicationToReplica', { SecretId }),
        'InvalidRequestException',
        markedForDeletion,
      )
    })
  })
})

type Replicated = Awaited<ReturnType<typeof makeReplicated>>
