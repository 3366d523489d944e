import { decide, type Principal } from './access.js'
import type { Policy, Statement } from './document.js'
import { keysOfPrincipal } from './facts.js'
import { keysIn } from './template.js'

/** What it takes to get rid of a policy. */
const waysOut = ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy']

/**
 * Whether a resource-based policy would keep its author from ever changing it again. Only what depends on nothing but who
 * asks is looked at: a Deny for other networks, say, may spare the author's.
 */
export function locksOut(
  { statements }: Policy,
  caller: Principal,
  resource: string,
  resourceAccount: string,
): boolean {
  const certain = { statements: statements.filter(isAboutWhoAsks) }
  return waysOut.every((action) => {
    const request = { principal: caller, action, resource, resourceAccount, context: new Map() }
    const verdict = decide(request, { identity: [], resource: certain })
    return !verdict.allowed && verdict.explicit
  })
}

function isAboutWhoAsks({ resources, conditions }: Statement): boolean {
  const keys = conditions.flatMap(({ key, values }) => [key, ...values.flatMap(keysIn)])
  return [...keys, ...resources.patterns.flatMap(keysIn)].every((key) => keysOfPrincipal.has(key))
}
