/** A resource-based policy with one statement. */
export function policyOf(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: '*', ...statement }] })
}

/** Lets everybody read, which AWS takes unless it is told not to. */
export const forEverybody = policyOf({
  Effect: 'Allow',
  Principal: '*',
  Action: 'secretsmanager:GetSecretValue',
})

/** Lets an organization read. */
export const forOrganization = policyOf({
  Effect: 'Allow',
  Principal: '*',
  Action: 'secretsmanager:GetSecretValue',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
})

/** Lets nobody do anything any more. */
export const forNobody = policyOf({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*' })

/** What the guides say to keep a value for one role with. */
export const forOneRole = policyOf({
  Effect: 'Deny',
  Principal: '*',
  Action: 'secretsmanager:GetSecretValue',
  Condition: { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/app' } },
})

/** What is no resource-based policy, by what is wrong with it. */
export const malformed: readonly (readonly [title: string, text: string])[] = [
  ['what is not JSON', '{"Version":"2012-10-17","Statement":['],
  ['an empty object', '{}'],
  ['an unknown Version', forEverybody.replace('2012-10-17', '2019-10-19')],
  ['no statements', '{"Version":"2012-10-17","Statement":[]}'],
  ['a statement without a Principal', policyOf({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue' })],
  [
    'an element that there is none of',
    policyOf({ Effect: 'Allow', Principal: '*', Actions: '*', Action: '*' }),
  ],
  [
    'an operator that there is none of',
    policyOf({ Effect: 'Deny', Principal: '*', Action: '*', Condition: { StringIs: { 'aws:userid': 'x' } } }),
  ],
]

/** Principals that there cannot be. */
export const nobodies = ['nobody', '1234', 'arn:aws:iam::1234:root', 'arn:aws:iam::111122223333:user/*']

// The sentences of Secrets Manager, once more: what the specs expect is not what the sources say.
export const invalidSyntax = 'This policy has invalid syntax.'
export const unsupportedPrincipal = 'This resource policy contains an unsupported principal.'
export const broadAccess = 'This resource policy allows broad access to the secret.'
export const lockOut = "This resource policy doesn't allow you to change or delete it in the future."
