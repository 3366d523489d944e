import type { Verdict } from '@strongroom/vault'
import { type Refused, refused } from '../refusal.js'

/** What was asked for, in the words of the sentence. */
export interface Denied {
  readonly by: string
  /** `secretsmanager:GetSecretValue`. */
  readonly action: string
  /** Undefined where the action is about no secret. */
  readonly resource: string | undefined
  readonly verdict: Extract<Verdict, { readonly allowed: false }>
}

/** AWS's answer to a request that its policies do not allow. */
export function denial({ by, action, resource, verdict }: Denied): Refused {
  const on = resource === undefined ? '' : ` on resource: ${resource}`
  return refused(
    'AccessDeniedException',
    `User: ${by} is not authorized to perform: ${action}${on} ${reason(action, verdict)}`,
  )
}

function reason(action: string, { explicit, in: where }: Denied['verdict']): string {
  if (!explicit) return `because no ${where} policy allows the ${action} action`
  return `with an explicit deny in ${where === 'identity-based' ? 'an' : 'a'} ${where} policy`
}
