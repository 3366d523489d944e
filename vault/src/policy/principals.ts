import type { Principal } from './access.js'
import type { Statement } from './document.js'
import { isRoot } from './facts.js'
import { PolicyFault } from './fault.js'
import { fieldsOf, textsOf } from './json.js'

/** Whom a statement of a resource-based policy is about. */
export interface Principals {
  /** Whether it is about all others. */
  readonly not: boolean
  readonly named: readonly Named[]
}

type Named =
  | { readonly kind: 'anyone' }
  /** An account, and everybody in it. */
  | { readonly kind: 'account'; readonly account: string }
  /** Who is called exactly so. */
  | { readonly kind: 'one'; readonly name: string }

/** How a statement reaches a principal: by itself, or as one of its account. */
export type Reach = 'itself' | 'account'

/** Whether a statement is about a principal, and how; undefined if it is not. */
export function reachOf(
  { not, named }: Principals,
  principal: Principal,
  effect: Statement['effect'],
): Reach | undefined {
  if (!not) {
    const reaches = named.map((each) => reachOfOne(each, principal))
    return reaches.find((reach) => reach === 'itself') ?? reaches.find((reach) => reach !== undefined)
  }
  const listed = identitiesOf(principal).map((identity) =>
    named.some((each) => reachOfOne(each, identity) === 'itself'),
  )
  // AWS looks at the account, at the role and at the session: to escape a Deny, each of them has to be in the list.
  const spared = effect === 'Deny' ? !listed.includes(false) : listed.includes(true)
  return spared ? undefined : 'itself'
}

function reachOfOne(named: Named, principal: Principal): Reach | undefined {
  const { arn, account, roleArn } = principal
  switch (named.kind) {
    case 'anyone':
      return 'itself'
    case 'account':
      if (named.account !== account) return undefined
      return isRoot(principal) ? 'itself' : 'account'
    case 'one':
      return named.name === arn || named.name === roleArn ? 'itself' : undefined
  }
}

/** Everything that a principal is; who lists a role lists its sessions. */
function identitiesOf(principal: Principal): readonly Principal[] {
  const { account, roleArn } = principal
  const root = { arn: `arn:aws:iam::${account}:root`, account }
  const role = roleArn === undefined ? [] : [{ arn: roleArn, account }]
  return [root, ...role, principal]
}

/** Reads Principal or NotPrincipal. */
export function principalsOf(value: unknown, where: string, not: boolean): Principals {
  if (value === '*') return { not, named: [{ kind: 'anyone' }] }
  const fields = fieldsOf(value, where, ['AWS', 'Service', 'Federated', 'CanonicalUser'])
  const named = Object.entries(fields).flatMap(([kind, names]) =>
    textsOf(names, `${where}.${kind}`).map((name) => namedOf(kind, name, `${where}.${kind}`)),
  )
  if (named.length === 0) throw new PolicyFault(where, 'must not be empty')
  return { not, named }
}

function namedOf(kind: string, name: string, where: string): Named {
  if (kind === 'AWS') {
    if (name === '*') return { kind: 'anyone' }
    const [, number, ofRoot] = /^(?:(\d{12})|arn:aws[a-z-]*:iam::(\d{12}):root)$/.exec(name) ?? []
    const account = number ?? ofRoot
    if (account !== undefined) return { kind: 'account', account }
  }
  if (!spellings[kind]?.test(name)) throw new PolicyFault(where, `names no principal: ${name}`, 'principal')
  return { kind: 'one', name }
}

/** How the principals of each kind are called. There are no wildcards in a name. */
const spellings: Readonly<Record<string, RegExp>> = {
  AWS: /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/(?:[!-)+->@-~]+\/)?[\w+=,.@-]+|sts::\d{12}:(?:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+))$/,
  Service: /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/,
  Federated:
    /^(?:arn:aws[a-z-]*:iam::\d{12}:(?:saml|oidc)-provider\/[\w+=,.@:/-]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
}
