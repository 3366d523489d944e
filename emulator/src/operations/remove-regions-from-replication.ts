import { arnOf, limits } from '@strongroom/vault'
import { region, secretId } from '../shapes/members.js'
import { list, required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { statusOf } from './rendering.js'

export const removeRegionsFromReplication = operation({
  name: 'RemoveRegionsFromReplication',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    RemoveReplicaRegions: required(list(region, limits.replicaRegions)),
  }),
  async run({ vault, realm }, { SecretId, RemoveReplicaRegions }) {
    const secret = await vault.removeReplicas(realm, SecretId, RemoveReplicaRegions)
    const replicas = await vault.replicas(secret)
    return { ARN: arnOf(secret), ReplicationStatus: replicas.map(statusOf) }
  },
})
