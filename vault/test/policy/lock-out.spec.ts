import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Principal } from '#policy/access'
import { parsePolicy } from '#policy/document'
import { locksOut } from '#policy/lock-out'
import { allow, deny, here, policy, root, secret, session, there, user, variable } from './matrix.js'

const everybody = { Principal: '*' }
const both = 'PutResourcePolicy DeleteResourcePolicy'
const unlessRole = { StringNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${here}:role/app` } }
const unlessAlice = { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${here}:user/alice` } }
const alice = user('alice')

const rows: readonly (readonly [title: string, caller: Principal, text: string, locked: boolean])[] = [
  ['a Deny of everything', alice, policy(deny('*', everybody)), true],
  ['a Deny of everything, the root user', root(), policy(deny('*', everybody)), true],
  ['a Deny of both ways out', alice, policy(deny(both, everybody)), true],
  [
    'a Deny of both in two statements',
    alice,
    policy(deny('Put*', everybody), deny('Delete*', everybody)),
    true,
  ],
  ['a Deny of one way out', alice, policy(deny('PutResourcePolicy', everybody)), false],
  ['a Deny of reading', alice, policy(deny('GetSecretValue', everybody)), false],
  [
    'a Deny of reading to all but a role',
    alice,
    policy(deny('GetSecretValue', { ...everybody, Condition: unlessRole })),
    false,
  ],
  [
    'a Deny of everything to all but a role',
    alice,
    policy(deny('*', { ...everybody, Condition: unlessRole })),
    true,
  ],
  [
    'a Deny of everything to all but a role, the role',
    session('app'),
    policy(deny('*', { ...everybody, Condition: unlessRole })),
    false,
  ],
  [
    'a Deny of everything to all but oneself',
    alice,
    policy(deny('*', { ...everybody, Condition: unlessAlice })),
    false,
  ],
  [
    'a Deny by user name to the root user, who has none',
    root(),
    policy(deny('*', { ...everybody, Condition: { StringNotEquals: { 'aws:username': 'alice' } } })),
    true,
  ],
  ['a Deny for oneself', alice, policy(deny('*', { Principal: { AWS: alice.arn } })), true],
  ['a Deny for another', alice, policy(deny('*', { Principal: { AWS: user('bob').arn } })), false],
  ['a Deny for one’s account', alice, policy(deny('*', { Principal: { AWS: here } })), true],
  ['a Deny for another account', alice, policy(deny('*', { Principal: { AWS: there } })), false],
  [
    'a Deny for all but oneself and one’s account',
    alice,
    policy({ ...deny('*'), NotPrincipal: { AWS: [alice.arn, here] } }),
    false,
  ],
  ['a Deny for all but oneself', alice, policy({ ...deny('*'), NotPrincipal: { AWS: alice.arn } }), true],
  [
    'a Deny for other networks, of which nothing is known',
    alice,
    policy(deny('*', { ...everybody, Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })),
    false,
  ],
  [
    'a Deny for other organizations, of which nothing is known',
    alice,
    policy(
      deny('*', { ...everybody, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    ),
    false,
  ],
  [
    'a Deny by a tag, of which nothing is known',
    alice,
    policy(
      deny('*', {
        ...everybody,
        Condition: { StringNotEquals: { 'aws:username': variable('aws:PrincipalTag/x') } },
      }),
    ),
    false,
  ],
  [
    'a Deny of other resources by a tag, of which nothing is known',
    alice,
    policy({
      ...deny('*', everybody),
      Resource: undefined,
      NotResource: secret(`${variable('aws:PrincipalTag/x')}-??????`),
    }),
    false,
  ],
  [
    'a Deny of another resource',
    alice,
    policy(deny('*', { ...everybody, Resource: secret('other-AbCdEf') })),
    false,
  ],
  [
    'a Deny of this resource',
    alice,
    policy(deny('*', { ...everybody, Resource: secret('db-??????') })),
    true,
  ],
  ['an Allow for somebody else', alice, policy(allow('*', { Principal: { AWS: there } })), false],
]

describe('locksOut', () => {
  for (const [title, caller, text, locked] of rows) {
    it(`${locked ? 'refuses' : 'lets pass'} ${title}`, () => {
      expect(locksOut(parsePolicy(text, 'resource'), caller, secret('db-AbCdEf'), here)).to.equal(locked)
    })
  }
})
