import {
  clientRequestToken,
  description,
  kmsKeyId,
  secretBinary,
  secretId,
  secretString,
  secretType,
} from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity } from './rendering.js'

export const updateSecret = operation({
  name: 'UpdateSecret',
  changes: true,
  token: 'InvalidRequestException',
  input: structure({
    SecretId: required(secretId),
    ClientRequestToken: clientRequestToken,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: secretBinary,
    SecretString: secretString,
    Type: secretType,
  }),
  async run({ vault, realm }, input) {
    const { secret, versionId } = await vault.update(realm, input.SecretId, {
      token: input.ClientRequestToken,
      value: { text: input.SecretString, binary: input.SecretBinary },
      description: input.Description,
      kmsKeyId: input.KmsKeyId,
      type: input.Type,
    })
    return { ...identity(secret), VersionId: versionId }
  },
})
