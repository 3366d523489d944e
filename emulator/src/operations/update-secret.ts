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
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

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
  run: notYet('UpdateSecret'),
})
