import type { Condition } from './conditions.js'
import type { Policy, Statement } from './document.js'
import { rangeOf } from './operators.js'
import { isLike, one } from './wildcards.js'

/**
 * Whether a resource-based policy lets in whom nobody has named: an Allow for everybody that no condition keeps to fixed
 * principals, accounts, organizations or networks, and no Deny takes back. What counts as fixed is what Amazon S3 says of
 * public bucket policies; what Secrets Manager's own reasoning sees beyond that is not recorded.
 */
export function isBroad({ statements }: Policy): boolean {
  const denials = statements.filter(({ effect }) => effect === 'Deny')
  return statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      isForAnyone(statement) &&
      !statement.conditions.some(lets) &&
      !denials.some((denial) => takesBack(denial, statement)),
  )
}

function isForAnyone({ principals }: Statement): boolean {
  return principals === undefined || principals.not || principals.named.some(({ kind }) => kind === 'anyone')
}

/** Whether a condition of an Allow lets in only what it names. It has to fail where the key is not there. */
function lets(condition: Condition): boolean {
  return isAboutFixed(condition, false) && !condition.ifExists && condition.each !== 'all'
}

/** Whether a Deny leaves of an Allow only what it names itself. */
function takesBack(denial: Statement, allow: Statement): boolean {
  const { principals, actions, resources, conditions } = denial
  return (
    principals?.named.some(({ kind }) => kind === 'anyone') === true &&
    !principals.not &&
    conditions.every((condition) => isAboutFixed(condition, true) && condition.each !== 'any') &&
    !resources.not &&
    resources.patterns.some(({ source }) => source === '*') &&
    !actions.not &&
    !allow.actions.not &&
    allow.actions.patterns.every((allowed) => {
      const action = allowed.map((part) => (typeof part === 'string' ? part : part.description)).join('')
      return actions.patterns.some((denied) => !denied.includes(one) && isLike(action, denied))
    })
  )
}

function isAboutFixed({ operator, key, values }: Condition, negated: boolean): boolean {
  if (operator.kind === 'null' || operator.negated !== negated) return false
  if (operator.kind === 'address')
    return key === 'aws:sourceip' && values.every(({ source }) => isNarrow(source))
  const fixed = operator.kind === 'text' ? fixedBy.get(key) : undefined
  return fixed !== undefined && values.every(({ source }) => fixed.test(source))
}

const account = /^\d{12}$/
const organization = /^o-[a-z0-9]+$/
/** Whatever stands behind the organization. */
const path = /^o-[a-z0-9]+\//
const vpc = /^[^*?$]+$/
/** With the account in it, or with nothing left open. */
const arn = /^arn:[^:*?$]+:[^:*?$]+:[^:]*:\d{12}:|^arn:[^*?$]+$/

const fixedBy: ReadonlyMap<string, RegExp> = new Map([
  ['aws:principalaccount', account],
  ['aws:sourceaccount', account],
  ['aws:sourceowner', account],
  ['aws:principalorgid', organization],
  ['aws:sourceorgid', organization],
  ['aws:principalorgpaths', path],
  ['aws:sourceorgpaths', path],
  ['aws:principalarn', arn],
  ['aws:sourcearn', arn],
  ['aws:sourcevpc', vpc],
  ['aws:sourcevpce', vpc],
  ['aws:userid', /^[^*?$]+$/],
])

/** Whether a network is no larger than one that somebody can own: /8, or /32 of IPv6. */
function isNarrow(network: string): boolean {
  const [, bits] = network.split('/')
  const least = network.includes(':') ? 32 : 8
  return rangeOf(network) !== undefined && (bits === undefined || Number(bits) >= least)
}
