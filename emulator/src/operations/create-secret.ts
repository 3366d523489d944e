import { limits } from '@strongroom/vault'
import {
  addReplicaRegions,
  clientRequestToken,
  description,
  kmsKeyId,
  secretBinary,
  secretString,
  secretType,
  tags,
} from '../shapes/members.js'
import { boolean, required, structure, text } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity, replicationOf, statusOf, tagsOf } from './rendering.js'

export const createSecret = operation({
  name: 'CreateSecret',
  changes: true,
  token: 'InvalidRequestException',
  input: structure({
    Name: required(text(limits.name)),
    ClientRequestToken: clientRequestToken,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: secretBinary,
    SecretString: secretString,
    Tags: tags,
    AddReplicaRegions: addReplicaRegions,
    ForceOverwriteReplicaSecret: boolean(),
    Type: secretType,
  }),
  async run({ vault, realm }, input) {
    const { AddReplicaRegions, Tags } = input
    const { secret, versionId } = await vault.create(realm, {
      name: input.Name,
      token: input.ClientRequestToken,
      value: { text: input.SecretString, binary: input.SecretBinary },
      description: input.Description,
      kmsKeyId: input.KmsKeyId,
      tags: Tags && tagsOf(Tags),
      type: input.Type,
      replication: AddReplicaRegions && replicationOf(AddReplicaRegions, input.ForceOverwriteReplicaSecret),
    })
    const replicas = AddReplicaRegions && (await vault.replicas(secret))
    return { ...identity(secret), VersionId: versionId, ReplicationStatus: replicas?.map(statusOf) }
  },
})
