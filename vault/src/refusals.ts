import { limits } from './limits.js'
import type { SecretKey } from './model.js'

/** The exceptions of Secrets Manager that a rule can end in. */
export type RefusalType =
  | 'AccessDeniedException'
  | 'InvalidNextTokenException'
  | 'InvalidParameterException'
  | 'InvalidRequestException'
  | 'LimitExceededException'
  | 'MalformedPolicyDocumentException'
  | 'PublicPolicyException'
  | 'ResourceExistsException'
  | 'ResourceNotFoundException'
  | 'ValidationException'

/** Secrets Manager says no. The message is AWS's sentence, word for word where it is known: it is the behaviour. */
export class VaultError extends Error {
  override get name(): string {
    return 'VaultError'
  }

  readonly type: RefusalType
  /** The secret that was not found. */
  readonly missing: SecretKey | undefined

  constructor(type: RefusalType, message: string, missing?: SecretKey) {
    super(message)
    this.type = type
    this.missing = missing
  }
}

const notFound = (message: string) => new VaultError('ResourceNotFoundException', message)
const exists = (message: string) => new VaultError('ResourceExistsException', message)
const invalidRequest = (message: string) => new VaultError('InvalidRequestException', message)
const invalidParameter = (message: string) => new VaultError('InvalidParameterException', message)

export const invalidName = () =>
  new VaultError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  )

export const secretNotFound = (missing: SecretKey) =>
  new VaultError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.", missing)

export const labelNotFound = (label: string) =>
  notFound(`Secrets Manager can't find the specified secret value for staging label: ${label}`)

export const versionNotFound = (versionId: string) =>
  notFound(`Secrets Manager can't find the specified secret value for VersionId: ${versionId}`)

export const secretExists = (name: string) =>
  exists(`The operation failed because the secret ${name} already exists.`)

export const tokenInUse = (token: string, arn: string) =>
  exists(
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  )

export const nameScheduledForDeletion = () =>
  invalidRequest(
    "You can't create this secret because a secret with this name is already scheduled for deletion.",
  )

export const markedForDeletion = () =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")

export const labelNotOnVersion = () =>
  invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.')

export const bothValues = () =>
  invalidParameter(
    'You can’t specify both a binary secret value and a string secret value in the same secret.',
  )

/** Not recorded. */
export const noValue = () => invalidRequest('You must provide either SecretString or SecretBinary.')

/** Not recorded for a text of too many bytes: this is the sentence for one of too many characters. */
export const valueTooLong = (member: 'secretString' | 'secretBinary') =>
  new VaultError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limits[member].max}`,
  )

export const defaultKeyAcrossAccounts = () =>
  invalidRequest(
    "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
  )

/** Not recorded. */
export const recoveryWindow = () =>
  invalidParameter(
    `The RecoveryWindowInDays value must be between ${limits.recoveryWindowInDays.min} and ${limits.recoveryWindowInDays.max} days (inclusive).`,
  )

/** Not recorded. */
export const forcedWithWindow = () =>
  invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")

export const removeFromMissing = (label: string, holder: string) =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
  )

/** Not recorded. */
export const removeFromElsewhere = (label: string) =>
  invalidParameter(
    `When you move staging label ${label}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${label}.`,
  )

export const currentCannotGo = () =>
  invalidParameter(
    'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
  )

/** Not recorded. */
export const moveNowhere = () =>
  invalidParameter('You must provide MoveToVersionId, RemoveFromVersionId, or both.')

export const onReplica = () =>
  invalidParameter(
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  )

/** Not recorded. */
export const notReplica = () => invalidParameter('The secret is not a replica of another secret.')

export const stillReplicated = (arn: string, regions: readonly string[]) =>
  invalidParameter(`You can't delete secret ${arn} that still has replica regions [${regions.join(', ')}].`)

/** Not recorded. */
export const invalidReplicaRegion = () => invalidParameter('Invalid replica region.')

/** Not recorded. */
export const repeatedReplicaRegion = (region: string) =>
  invalidParameter(`The replica region ${region} is given more than once.`)

/** Not recorded. */
export const tooManyLabels = () =>
  new VaultError(
    'LimitExceededException',
    `A secret can have at most ${limits.labelsOfSecret} staging labels across all of its versions.`,
  )

/** Not recorded. */
export const tooManyTags = () => invalidParameter(`A secret can have at most ${limits.tagsOfSecret} tags.`)

export const reservedTag = (key: string) =>
  invalidParameter(`You can't modify system tags. Tag key: '${key}'.`)

/** Not recorded. */
export const tagWithoutKey = () => invalidParameter('A tag must have a Key.')

/** Not recorded. */
export const invalidNextToken = () =>
  new VaultError(
    'InvalidNextTokenException',
    'The NextToken value is invalid, or belongs to a request with other parameters.',
  )

/** Not recorded. */
export const filterWithoutKey = () => invalidParameter('Invalid filter key')

/** Not recorded. */
export const filterWithoutValues = (key: string) => invalidParameter(`Invalid filter values for key: ${key}`)

/** Not recorded. */
export const idsOrFilters = () =>
  invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.")

/** Not recorded. */
export const pageSizeWithoutFilters = () =>
  invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.")

/** Not recorded. */
export const passwordTooShort = () =>
  invalidParameter('Password length is too short based on the required types.')

/** Not recorded. */
export const noCharactersLeft = () =>
  invalidParameter('There are no characters left to make a password of after the exclusions.')

export const noRotationFunction = () =>
  invalidRequest('No Lambda rotation function ARN is associated with this secret.')

export const functionNotInvokable = () =>
  new VaultError(
    'AccessDeniedException',
    'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
  )

export const rotationIncomplete = () =>
  invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.")

/** Not recorded. */
export const rotationNeverSet = () =>
  invalidRequest("You can't cancel the rotation of this secret: it was never set up.")
export const malformedPolicy = () =>
  new VaultError('MalformedPolicyDocumentException', 'This policy has invalid syntax.')

export const unsupportedPrincipal = () =>
  new VaultError(
    'MalformedPolicyDocumentException',
    'This resource policy contains an unsupported principal.',
  )

/** Not recorded. */
export const publicPolicy = () =>
  new VaultError('PublicPolicyException', 'This resource policy allows broad access to the secret.')

/** Not recorded, and neither is the exception. */
export const lockingOut = () =>
  invalidParameter("This resource policy doesn't allow you to change or delete it in the future.")

export const frequencyTwice = () =>
  invalidParameter('You cannot specify both rotation frequency and schedule expression together.')

/** Not recorded. */
export const invalidSchedule = (why: string) => invalidParameter(`Invalid schedule expression: ${why}.`)

/** Not recorded. */
export const invalidDuration = (max: number) =>
  invalidParameter(
    `The Duration must be from ${limits.windowHours.min}h to ${max}h: a rotation window must not extend into the next UTC day or into the next rotation window.`,
  )

/** Not recorded. */
export const durationAlone = () =>
  invalidParameter('You must provide AutomaticallyAfterDays or ScheduleExpression with Duration.')
