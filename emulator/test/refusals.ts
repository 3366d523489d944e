import { expect } from 'chai'
import type { WireAnswer } from './wire.js'

// The sentences of Secrets Manager, once more: what the specs expect is not what the sources say.
export const secretNotFound = "Secrets Manager can't find the specified secret."
export const invalidName =
  'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'
export const markedForDeletion =
  "You can't perform this operation on the secret because it was marked for deletion."
export const missingToken = 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'
export const bothValues =
  'You can’t specify both a binary secret value and a string secret value in the same secret.'
export const onReplica =
  "Operation not permitted on a replica secret. Call must be made in primary secret's region."

export function tokenInUse(token: string, arn: string): string {
  return `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`
}

export function labelNotFound(label: string): string {
  return `Secrets Manager can't find the specified secret value for staging label: ${label}`
}

export function versionNotFound(versionId: string): string {
  return `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`
}

/** That the service refuses: HTTP 400 whatever it is, and a `Message` with a capital. */
export async function expectRefusal(
  answer: Promise<WireAnswer>,
  type: string,
  message: string,
): Promise<void> {
  const { status, json } = await answer
  expect({ status, json }).to.deep.equal({ status: 400, json: { __type: type, Message: message } })
}

/** That the framework before the service refuses: its `message` has none. */
export async function expectFrameworkRefusal(
  answer: Promise<WireAnswer>,
  type: string,
  message: string,
): Promise<void> {
  const { status, json } = await answer
  expect({ status, json }).to.deep.equal({ status: 400, json: { __type: type, message } })
}

/** That these constraints are violated, and no other. */
export async function expectViolations(
  answer: Promise<WireAnswer>,
  violations: readonly string[],
): Promise<void> {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `
  await expectFrameworkRefusal(answer, 'ValidationException', count + violations.join('; '))
}
