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
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

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
  run: notYet('CreateSecret'),
})
