import type { SecretRecord } from '../model.js'
import type { Principal } from '../policy/access.js'
import { isBroad } from '../policy/broad.js'
import { type Policy, parsePolicy } from '../policy/document.js'
import { PolicyFault } from '../policy/fault.js'
import { locksOut } from '../policy/lock-out.js'
import { lockingOut, malformedPolicy, publicPolicy, unsupportedPrincipal } from '../refusals.js'
import { arnOf } from './names.js'

/** What is wrong with a policy that is written as it should be. */
export interface PolicyProblem {
  readonly check: string
  readonly message: string
}

/** Refuses a policy that cannot be attached to a secret by its author, and one that lets everybody in if it must not. */
export function checkPolicy(
  text: string,
  caller: Principal,
  secret: SecretRecord,
  blockPublic: boolean,
): void {
  const policy = attachable(text)
  if (blockPublic && isBroad(policy)) throw publicPolicy()
  if (isLockedOut(caller, policy, secret)) throw lockingOut()
}

/**
 * What would be wrong with a policy, of a secret if one is told; refuses what is no policy at all. Not recorded: the names
 * of the checks.
 */
export function problemsOf(
  text: string,
  caller: Principal,
  secret: SecretRecord | undefined,
): readonly PolicyProblem[] {
  const policy = attachable(text)
  const broad = isBroad(policy) ? [{ check: 'PUBLIC_POLICY_CHECK', message: publicPolicy().message }] : []
  const locked = isLockedOut(caller, policy, secret)
    ? [{ check: 'REFLEXIVE_PRINCIPAL_CHECK', message: lockingOut().message }]
    : []
  return [...broad, ...locked]
}

function attachable(text: string): Policy {
  try {
    return parsePolicy(text, 'resource')
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error
    throw error.about === 'principal' ? unsupportedPrincipal() : malformedPolicy()
  }
}

/** Without a secret, as it would be in the caller's account, if the policy is for any resource. */
function isLockedOut(caller: Principal, policy: Policy, secret: SecretRecord | undefined): boolean {
  const account = secret?.realm.account ?? caller.account
  return locksOut(policy, caller, secret === undefined ? '*' : arnOf(secret), account)
}
