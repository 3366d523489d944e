import { addReplicaRegions, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const replicateSecretToRegions = operation({
  name: 'ReplicateSecretToRegions',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    AddReplicaRegions: required(addReplicaRegions),
    ForceOverwriteReplicaSecret: boolean(),
  }),
  run: notYet('ReplicateSecretToRegions'),
})
