import { limits } from '@strongroom/vault'
import { clientRequestToken, secretId } from '../shapes/members.js'
import { boolean, list, long, required, structure, text } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity, tagsOf } from './rendering.js'

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
  async run({ vault, realm, isInvokable }, input) {
    const { RotationRules: rules, ExternalSecretRotationMetadata: metadata } = input
    const request = {
      token: input.ClientRequestToken ?? '',
      functionArn: input.RotationLambdaARN,
      rules: rules && {
        afterDays: rules.AutomaticallyAfterDays,
        expression: rules.ScheduleExpression,
        duration: rules.Duration,
      },
      externalMetadata: metadata && tagsOf(metadata),
      externalRoleArn: input.ExternalSecretRotationRoleArn,
      immediately: input.RotateImmediately,
    }
    const { secret, versionId } = await vault.rotating.rotate(realm, input.SecretId, request, isInvokable)
    return { ...identity(secret), VersionId: versionId }
  },
})
