import type { AccessRequest, Principal } from './access.js'

/** What is known of a request, by condition key in lower case. A key without a value is one that is not there. */
export type Facts = (key: string) => readonly string[] | undefined

/** What the context says, and what follows from the rest of the request where it says nothing. */
export function factsOf({ principal, resourceAccount, context }: AccessRequest): Facts {
  const facts = new Map<string, readonly string[]>(Object.entries(factsOfPrincipal(principal)))
  facts.set('aws:resourceaccount', [resourceAccount])
  for (const [key, values] of context) facts.set(key.toLowerCase(), values)
  return (key) => {
    const values = facts.get(key)
    return values?.length === 0 ? undefined : values
  }
}

/** The keys that follow from who asks, on a given resource. */
export const keysOfPrincipal: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:username',
  'aws:resourceaccount',
])

function factsOfPrincipal(principal: Principal): Readonly<Record<string, readonly string[]>> {
  const { arn, account, roleArn } = principal
  const [, user] = /:user\/(?:.*\/)?([^/]+)$/.exec(arn) ?? []
  return {
    'aws:principalarn': [roleArn ?? arn],
    'aws:principalaccount': [account],
    'aws:principaltype': typeOf(principal),
    'aws:username': user === undefined ? [] : [user],
  }
}

function typeOf({ arn }: Principal): readonly string[] {
  const [, kind = ''] =
    /^arn:[^:]+:(?:iam|sts)::\d+:(root$|user\/|assumed-role\/|federated-user\/)/.exec(arn) ?? []
  const type = types[kind]
  return type === undefined ? [] : [type]
}

const types: Readonly<Record<string, string>> = {
  root: 'Account',
  'user/': 'User',
  'assumed-role/': 'AssumedRole',
  'federated-user/': 'FederatedUser',
}

/** Whether it is the root user of its account. */
export function isRoot({ arn }: Principal): boolean {
  return /^arn:[^:]+:iam::\d{12}:root$/.test(arn)
}
