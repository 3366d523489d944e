import type { Policy, Statement } from './document.js'
import { factsOf, isRoot } from './facts.js'
import { reachOf } from './principals.js'
import { appliesTo } from './statements.js'

/** Who asks. */
export interface Principal {
  /** As policies name it: arn:aws:iam::111122223333:user/alice, …:root, arn:aws:sts::…:assumed-role/R/session. */
  readonly arn: string
  readonly account: string
  /** Of an assumed role's session: the role's own ARN, which policies may name as well (and which aws:PrincipalArn is). */
  readonly roleArn?: string | undefined
}

/** One action on one resource. */
export interface AccessRequest {
  readonly principal: Principal
  /** As policies name it: secretsmanager:GetSecretValue. */
  readonly action: string
  /** An ARN, or `*` for actions that are about no resource. */
  readonly resource: string
  readonly resourceAccount: string
  /**
   * Condition keys in lower case (with the tag key part as given, compared in lower case), and their values as text. What
   * the rest of the request tells need not be there: aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType,
   * aws:username and aws:ResourceAccount.
   */
  readonly context: ReadonlyMap<string, readonly string[]>
}

export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** Whether a statement says Deny; otherwise none that had to says Allow. */
      readonly explicit: boolean
      readonly in: 'identity-based' | 'resource-based'
    }

export interface Policies {
  /** All that hold for the principal. */
  readonly identity: readonly Policy[]
  /** That of the resource, if it has one. */
  readonly resource?: Policy | undefined
}

/**
 * Whether a principal may do what it asks for, as AWS decides it. A Deny that applies wins. In its own account a principal
 * needs an Allow from either side, and in another one from both; but an Allow for a whole account only hands the decision
 * on to that account's identity-based policies. An account's root user is allowed what no resource-based policy denies.
 */
export function decide(request: AccessRequest, { identity, resource }: Policies): Verdict {
  const facts = factsOf(request)
  const { principal } = request
  const applies = (statement: Statement) => appliesTo(statement, request, facts)
  const root = isRoot(principal)
  const own = root ? [] : identity.flatMap(({ statements }) => statements.filter(applies))
  if (own.some(denies)) return denied('identity-based', true)
  const onResource = (resource?.statements ?? []).filter(applies)
  const reaching = (effect: Statement['effect']) =>
    onResource
      .filter((statement) => statement.effect === effect)
      .map(({ principals }) => principals && reachOf(principals, principal, effect))
  if (reaching('Deny').some((reach) => reach !== undefined)) return denied('resource-based', true)
  const byIdentity = root || own.some((statement) => !denies(statement))
  const granted = reaching('Allow')
  if (principal.account === request.resourceAccount) {
    return byIdentity || granted.includes('itself') ? { allowed: true } : denied('identity-based', false)
  }
  if (!byIdentity) return denied('identity-based', false)
  return granted.some((reach) => reach !== undefined) ? { allowed: true } : denied('resource-based', false)
}

function denies({ effect }: Statement): boolean {
  return effect === 'Deny'
}

function denied(where: 'identity-based' | 'resource-based', explicit: boolean): Verdict {
  return { allowed: false, explicit, in: where }
}
