import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type PolicyKind, parsePolicy } from '#policy/document'
import { PolicyFault } from '#policy/fault'

type Fields = Readonly<Record<string, unknown>>

const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }
const forAll = { ...statement, Principal: '*' }

/** A policy with one statement, which is this one with other fields; those that are undefined are not there. */
const one = (fields: Fields, base: Fields = statement) => ({ Statement: { ...base, ...fields } })

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document)
}

function faultIn(document: unknown, kind: PolicyKind): string {
  try {
    parsePolicy(textOf(document), kind)
    return 'none'
  } catch (error) {
    if (error instanceof PolicyFault) return error.message
    throw error
  }
}

const accepted: readonly (readonly [title: string, kind: PolicyKind, document: unknown])[] = [
  ['one statement without a list', 'identity', { Version: '2012-10-17', Statement: statement }],
  ['a list of statements', 'identity', { Version: '2012-10-17', Statement: [statement, statement] }],
  ['the Version of 2008', 'identity', { Version: '2008-10-17', Statement: [statement] }],
  ['no Version', 'identity', { Statement: [statement] }],
  ['an Id with any characters', 'identity', { Id: 'what/ever ü', Statement: [statement] }],
  ['blanks and line ends around everything', 'identity', ` \n${JSON.stringify(one({}), undefined, 2)}\n`],
  ['a Sid of letters and digits', 'identity', one({ Sid: 'Read1' })],
  [
    'several statements with an empty Sid',
    'identity',
    {
      Statement: [
        { ...statement, Sid: '' },
        { ...statement, Sid: '' },
      ],
    },
  ],
  ['a Sid with blanks on a resource', 'resource', one({ Sid: 'Enable IAM-User_Permissions' }, forAll)],
  [
    'lists of actions and resources',
    'identity',
    one({ Action: ['a:b', 'c:*'], Resource: ['*', 'arn:aws:s3:::x'] }),
  ],
  [
    'NotAction and NotResource',
    'identity',
    one({ Action: undefined, NotAction: 'a:b', Resource: undefined, NotResource: '*' }),
  ],
  ['the action *', 'identity', one({ Action: '*' })],
  ['an ARN with wildcards in each part', 'identity', one({ Resource: 'arn:*:secretsmanager:*:*:secret:??' })],
  ['an ARN that ends early in a wildcard', 'identity', one({ Resource: 'arn:aws:secretsmanager:*' })],
  ['an empty Condition', 'identity', one({ Condition: {} })],
  ['an operator that compares nothing', 'identity', one({ Condition: { StringEquals: {} } })],
  [
    'one operator with two keys',
    'identity',
    one({ Condition: { StringEquals: { 'aws:a': '1', 'aws:b': ['2'] } } }),
  ],
  [
    'numbers and truth values',
    'identity',
    one({ Condition: { NumericEquals: { 'a:b': 7 }, Bool: { 'a:c': true } } }),
  ],
  ['a Principal on a resource', 'resource', one({ Principal: '*' })],
  [
    'a NotPrincipal on a resource',
    'resource',
    one({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' } }),
  ],
  [
    'several kinds of principals',
    'resource',
    one({ Principal: { AWS: ['111122223333'], Service: 'x.amazonaws.com' } }),
  ],
]

const refused: readonly (readonly [title: string, kind: PolicyKind, document: unknown, fault: string])[] = [
  ['what is not JSON', 'identity', '{"Statement":', 'the policy is not JSON'],
  ['an empty text', 'identity', '', 'the policy is not JSON'],
  ['a text in JSON', 'identity', '"*"', 'the policy must be an object'],
  ['a list', 'identity', '[]', 'the policy must be an object'],
  ['null', 'identity', 'null', 'the policy must be an object'],
  [
    'a Version that there never was',
    'identity',
    { Version: '2019-10-19', Statement: [statement] },
    'Version must be 2012-10-17 or 2008-10-17',
  ],
  [
    'a Version that is a number',
    'identity',
    { Version: 2012, Statement: [statement] },
    'Version must be 2012-10-17 or 2008-10-17',
  ],
  ['an Id that is no text', 'identity', { Id: 1, Statement: [statement] }, 'Id must be text'],
  ['no Statement', 'identity', { Version: '2012-10-17' }, 'the policy has no Statement'],
  ['an empty list of statements', 'identity', { Statement: [] }, 'Statement must not be empty'],
  ['a statement that is a text', 'identity', { Statement: ['*'] }, 'Statement[0] must be an object'],
  [
    'an element that the policy has not',
    'identity',
    { Statement: statement, Statements: [] },
    'the policy has an element that there is none of: Statements',
  ],
  [
    'an element that a statement has not',
    'identity',
    one({ Actions: '*' }),
    'Statement has an element that there is none of: Actions',
  ],
  [
    'an element in another letter case',
    'identity',
    one({ effect: 'Allow' }),
    'Statement has an element that there is none of: effect',
  ],
  [
    '__proto__',
    'identity',
    `{"Statement":{"__proto__":{},"Effect":"Allow","Action":"*","Resource":"*"}}`,
    'Statement has an element that there is none of: __proto__',
  ],
  [
    'an element twice',
    'identity',
    `{"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}`,
    'the policy says "Effect" twice in one place',
  ],
  ['no Effect', 'identity', one({ Effect: undefined }), 'Statement.Effect must be Allow or Deny'],
  [
    'an Effect in another letter case',
    'identity',
    { Statement: [statement, { ...statement, Effect: 'allow' }] },
    'Statement[1].Effect must be Allow or Deny',
  ],
  ['a Sid with a blank', 'identity', one({ Sid: 'a b' }), 'Statement.Sid has characters that no Sid has'],
  [
    'a Sid with a line end on a resource',
    'resource',
    one({ Sid: 'a\n' }, forAll),
    'Statement.Sid has characters that no Sid has',
  ],
  [
    'a Sid twice',
    'identity',
    {
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'a' },
      ],
    },
    'Statement[1].Sid is that of another statement: a',
  ],
  [
    'no Action',
    'identity',
    one({ Action: undefined }),
    'Statement must have Action or NotAction, and one only',
  ],
  [
    'Action and NotAction',
    'identity',
    one({ NotAction: 'a:b' }),
    'Statement must have Action or NotAction, and one only',
  ],
  ['no actions in the list', 'identity', one({ Action: [] }), 'Statement.Action must not be empty'],
  ['an action that is a number', 'identity', one({ Action: [1] }), 'Statement.Action must be text'],
  [
    'an action without a service',
    'identity',
    one({ Action: 'GetSecretValue' }),
    'Statement.Action must be actions like secretsmanager:GetSecretValue, or *, not GetSecretValue',
  ],
  [
    'a service with a wildcard',
    'identity',
    one({ Action: 's*:Get' }),
    'Statement.Action must be actions like secretsmanager:GetSecretValue, or *, not s*:Get',
  ],
  [
    'no Resource',
    'identity',
    one({ Resource: undefined }),
    'Statement must have Resource or NotResource, and one only',
  ],
  [
    'no Resource on a resource',
    'resource',
    one({ Resource: undefined }, forAll),
    'Statement must have Resource or NotResource, and one only',
  ],
  [
    'a Resource that is a name',
    'identity',
    one({ Resource: 'prod/db' }),
    'Statement.Resource must be ARNs or *, not prod/db',
  ],
  [
    'an ARN with parts missing',
    'identity',
    one({ Resource: ['*', 'arn:aws:secretsmanager'] }),
    'Statement.Resource must be ARNs or *, not arn:aws:secretsmanager',
  ],
  [
    'a Principal for an identity',
    'identity',
    one({ Principal: '*' }),
    'Statement has an element that there is none of: Principal',
  ],
  [
    'no Principal on a resource',
    'resource',
    one({}),
    'Statement must have Principal or NotPrincipal, and one only',
  ],
  [
    'Principal and NotPrincipal',
    'resource',
    one({ NotPrincipal: '*' }, forAll),
    'Statement must have Principal or NotPrincipal, and one only',
  ],
  [
    'a Principal that is a bare name',
    'resource',
    one({ Principal: '111122223333' }),
    'Statement.Principal must be an object',
  ],
  ['a Principal of no kind', 'resource', one({ Principal: {} }), 'Statement.Principal must not be empty'],
  [
    'a Principal of a kind that there is none of',
    'resource',
    one({ Principal: { Aws: '*' } }),
    'Statement.Principal has an element that there is none of: Aws',
  ],
  [
    'no names of a kind',
    'resource',
    one({ Principal: { AWS: [] } }),
    'Statement.Principal.AWS must not be empty',
  ],
  ['a Condition that is a list', 'identity', one({ Condition: [] }), 'Statement.Condition must be an object'],
  [
    'an operator that there is none of',
    'identity',
    one({ Condition: { StringMatches: { 'a:b': 'c' } } }),
    'Statement.Condition has an operator that there is none of: StringMatches',
  ],
  [
    'an operator in another letter case',
    'identity',
    one({ Condition: { stringequals: { 'a:b': 'c' } } }),
    'Statement.Condition has an operator that there is none of: stringequals',
  ],
  [
    'a name that every object has',
    'identity',
    one({ Condition: { constructor: { 'a:b': 'c' } } }),
    'Statement.Condition has an operator that there is none of: constructor',
  ],
  [
    'a set that there is none of',
    'identity',
    one({ Condition: { 'ForAnyValues:StringLike': { 'a:b': 'c' } } }),
    'Statement.Condition has an operator that there is none of: ForAnyValues:StringLike',
  ],
  [
    'NullIfExists',
    'identity',
    one({ Condition: { NullIfExists: { 'a:b': 'true' } } }),
    'Statement.Condition has an operator that there is none of: NullIfExists',
  ],
  [
    'IfExists alone',
    'identity',
    one({ Condition: { IfExists: { 'a:b': 'true' } } }),
    'Statement.Condition has an operator that there is none of: IfExists',
  ],
  [
    'a key without a service',
    'identity',
    one({ Condition: { StringEquals: { username: 'c' } } }),
    'Statement.Condition.StringEquals.username is no condition key',
  ],
  [
    'a value that is null',
    'identity',
    one({ Condition: { StringEquals: { 'a:b': null } } }),
    'Statement.Condition.StringEquals.a:b must be texts, numbers or truth values',
  ],
]

describe('parsePolicy', () => {
  for (const [title, kind, document] of accepted) {
    it(`takes ${title}`, () => {
      expect(faultIn(document, kind)).to.equal('none')
    })
  }

  for (const [title, kind, document, fault] of refused) {
    it(`refuses ${title}, and says where`, () => {
      expect(faultIn(document, kind)).to.equal(fault)
    })
  }

  it('tells a principal that there cannot be from what is written wrongly', () => {
    for (const [Principal, about] of [
      [{ AWS: 'nobody' }, 'principal'],
      [{ AWS: 1 }, 'syntax'],
    ] as const) {
      expect(() => parsePolicy(JSON.stringify(one({ Principal })), 'resource'))
        .to.throw(PolicyFault)
        .with.property('about', about)
    }
  })
})
