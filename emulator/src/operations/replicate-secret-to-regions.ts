import { arnOf } from '@strongroom/vault'
import { addReplicaRegions, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { replicationOf, statusOf } from './rendering.js'

export const replicateSecretToRegions = operation({
  name: 'ReplicateSecretToRegions',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    AddReplicaRegions: required(addReplicaRegions),
    ForceOverwriteReplicaSecret: boolean(),
  }),
  async run({ vault, realm }, { SecretId, AddReplicaRegions, ForceOverwriteReplicaSecret }) {
    const request = replicationOf(AddReplicaRegions, ForceOverwriteReplicaSecret)
    const secret = await vault.replicate(realm, SecretId, request)
    const replicas = await vault.replicas(secret)
    return { ARN: arnOf(secret), ReplicationStatus: replicas.map(statusOf) }
  },
})
