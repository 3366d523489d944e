import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { openStore } from '#open-store'
import { settingsOf } from '#settings'
import { type Served, served } from './served.js'
import { withFiles } from './temporary-folder.js'

const here = { account: '000000000000', region: 'us-east-1' }
const there = 'eu-west-3'
const AddReplicaRegions = [{ Region: there }, { Region: 'ap-south-1' }]

async function valueIn({ post }: Served, region: string): Promise<unknown> {
  return (await post('GetSecretValue', { SecretId: 'db' }, { region })).json.SecretString
}

/** How the replicas of the secret `db` are as soon as none is in progress. */
async function settled({ post }: Served): Promise<readonly unknown[]> {
  for (;;) {
    const { ReplicationStatus } = (await post('DescribeSecret', { SecretId: 'db' })).json
    const statuses = Array.isArray(ReplicationStatus) ? ReplicationStatus.map(({ Status }) => Status) : []
    if (!statuses.includes('InProgress')) return statuses
  }
}

describe('replication in a folder', () => {
  it('is there when the emulator is started again, and goes on', () =>
    withFiles({}, async (folder) => {
      const data = path.join(folder, 'data')
      const secret = { Name: 'db', ClientRequestToken: randomUUID(), SecretString: 'one' }
      {
        await using server = await served({ data })
        await server.post('CreateSecret', { ...secret, AddReplicaRegions })
        expect(await settled(server)).to.deep.equal(['InSync', 'InSync'])
        expect(server.log.errors).to.deep.equal([])
      }
      await using server = await served({ data })
      expect(await valueIn(server, there)).to.equal('one')
      const put = { SecretId: 'db', ClientRequestToken: randomUUID(), SecretString: 'two' }
      await server.post('PutSecretValue', put)
      expect(await valueIn(server, there)).to.equal('two')
      await server.post('StopReplicationToReplica', { SecretId: 'db' }, { region: there })
      await server.post('RemoveRegionsFromReplication', {
        SecretId: 'db',
        RemoveReplicaRegions: ['ap-south-1'],
      })
      expect(await valueIn(server, there)).to.equal('two')
      expect((await server.post('DeleteSecret', { SecretId: 'db' })).status).to.equal(200)
    }))

  it('is finished by the next emulator where one ended between the answer and the copy', () =>
    withFiles({}, async (folder) => {
      const data = path.join(folder, 'data')
      const store = await openStore(settingsOf({ data }))
      // With nobody who tends it.
      const vault = new Vault(store, { clock: { now: () => Date.now(), sleep: async () => {} } })
      const replication = { regions: [{ region: there }] }
      await vault.create(here, { name: 'db', value: { text: 'one' }, replication })
      expect(await store.count()).to.equal(1)
      await store.close()
      await using server = await served({ data })
      expect(await settled(server)).to.deep.equal(['InSync'])
      expect(await valueIn(server, there)).to.equal('one')
    }))

  it('loses nothing where two emulators over one folder write while replicas are read', () =>
    withFiles({}, async (folder) => {
      const data = path.join(folder, 'data')
      await using one = await served({ data })
      await using other = await served({ data })
      const secret = { Name: 'db', ClientRequestToken: randomUUID(), SecretString: 'first' }
      await one.post('CreateSecret', { ...secret, AddReplicaRegions })
      const tokens = Array.from({ length: 60 }, () => randomUUID())
      const statuses = await Promise.all(
        tokens.map(async (ClientRequestToken, i) => {
          const { post } = i % 2 === 0 ? one : other
          const input = { SecretId: 'db', ClientRequestToken, SecretString: ClientRequestToken }
          const { status } = await post('PutSecretValue', input)
          await post('GetSecretValue', { SecretId: 'db' }, { region: there })
          return status
        }),
      )
      expect(new Set(statuses)).to.deep.equal(new Set([200]))
      expect(await settled(other)).to.deep.equal(['InSync', 'InSync'])
      for (const ClientRequestToken of tokens) {
        const input = { SecretId: 'db', VersionId: ClientRequestToken }
        const { json } = await other.post('GetSecretValue', input, { region: there })
        expect(json.SecretString).to.equal(ClientRequestToken)
      }
      expect([...one.log.errors, ...other.log.errors]).to.deep.equal([])
    }))
})
