import { limits } from '@strongroom/vault'
import { clientRequestToken, secretId } from '../shapes/members.js'
import { boolean, list, long, required, structure, text } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

const rotationRules = structure({
  AutomaticallyAfterDays: long(limits.automaticallyAfterDays),
  Duration: text({ ...limits.duration, pattern: '[0-9]+h' }),
  ScheduleExpression: text({
    ...limits.scheduleExpression,
    pattern: '[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+',
  }),
})

/** Of managed external secrets. */
const externalMetadata = structure({
  Key: text(limits.externalMetadataKey),
  Value: text(limits.externalMetadataValue),
})

export const rotateSecret = operation({
  name: 'RotateSecret',
  changes: true,
  token: 'InvalidParameterException',
  input: structure({
    SecretId: required(secretId),
    ClientRequestToken: clientRequestToken,
    RotationLambdaARN: text(limits.rotationLambdaArn),
    RotationRules: rotationRules,
    ExternalSecretRotationMetadata: list(externalMetadata),
    ExternalSecretRotationRoleArn: text(limits.externalRoleArn),
    RotateImmediately: boolean(),
  }),
  run: notYet('RotateSecret'),
})
