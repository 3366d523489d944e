import {
  allow,
  allowed,
  decides,
  deny,
  forbidden,
  forbiddenThere,
  here,
  policy,
  root,
  session,
  there,
  unspoken,
  unspokenThere,
  user,
} from './matrix.js'

// Which side has to allow: the identity-based policies, the secret's own, or both.

const all = policy(allow('*'))
const reading = (Principal: unknown, more = {}) => policy(allow('GetSecretValue', { Principal, ...more }))
const denying = (Principal: unknown, more = {}) => policy(deny('GetSecretValue', { Principal, ...more }))
const arnOf = (name: string, account = here) => ({ AWS: `arn:aws:iam::${account}:${name}` })

decides('a secret’s policy that names a user, who has none', { resource: reading(arnOf('user/alice')) }, [
  ['that user', {}, allowed],
  ['another operation', { does: 'PutSecretValue' }, unspoken],
  ['another user', { who: user('bob') }, unspoken],
  ['a user of that name with a path', { who: user('staff/alice') }, unspoken],
  ['a user of that name in another account', { who: user('alice', there) }, unspoken],
  ['a user whose name begins alike', { who: user('alice2') }, unspoken],
])

decides('a secret’s policy that names a role, which has none', { resource: reading(arnOf('role/app')) }, [
  ['a session of it', { who: session('app') }, allowed],
  ['another session of it', { who: session('app', 'i-0123456789') }, allowed],
  ['a session of another role', { who: session('other') }, unspoken],
  ['a role of that name with a path', { who: session('service/app') }, unspoken],
  ['a user', {}, unspoken],
])

decides('a role with a path', { resource: reading(arnOf('role/service/app')) }, [
  ['a session of it, whose ARN has no path', { who: session('service/app') }, allowed],
  ['a session of a role of that name without', { who: session('app') }, unspoken],
])

const oneSession = { AWS: `arn:aws:sts::${here}:assumed-role/app/one` }
decides('a secret’s policy that names one session of a role', { resource: reading(oneSession) }, [
  ['that session', { who: session('app', 'one') }, allowed],
  ['another one', { who: session('app', 'two') }, unspoken],
])

for (const [how, Principal] of [
  ['by its root', arnOf('root')],
  ['by its number', { AWS: here }],
] as const) {
  decides(
    `a secret’s policy that names its own account ${how}, and no other`,
    { resource: reading(Principal) },
    [
      ['a user, whom nothing else allows it', {}, unspoken],
      ['the session of a role', { who: session('app') }, unspoken],
      ['the root user', { who: root() }, allowed],
    ],
  )
  decides(`the same ${how}, and a user who may`, { identity: [all], resource: reading(Principal) }, [
    ['the user', {}, allowed],
  ])
}

for (const [how, Principal] of [
  ['*', '*'],
  ['{"AWS":"*"}', { AWS: '*' }],
  ['* in a list', { AWS: [`arn:aws:iam::${here}:user/bob`, '*'] }],
] as const) {
  decides(`a secret’s policy for everybody: ${how}`, { resource: reading(Principal) }, [
    ['a user of the account without a policy', {}, allowed],
    ['a user of another account without a policy', { who: user('carol', there) }, unspoken],
    ['the root user of another account', { who: root(there) }, allowed],
    ['another operation', { does: 'DeleteSecret' }, unspoken],
  ])
}

decides(
  'a policy in both places, and two accounts',
  { identity: [all], resource: reading(arnOf('root', there)) },
  [
    ['a user of the account that is named', { who: user('carol', there) }, allowed],
    ['a session of it', { who: session('app', 's', there) }, allowed],
    ['its root user', { who: root(there) }, allowed],
    [
      'what the secret’s policy does not speak of',
      { who: user('carol', there), does: 'DeleteSecret' },
      unspokenThere,
    ],
    ['a user of a third account', { who: user('dave', '777788889999') }, unspokenThere],
    ['a user of the secret’s own account, by that user’s own policy', {}, allowed],
  ],
)

decides('another account whose users may nothing', { resource: reading(arnOf('root', there)) }, [
  ['a user', { who: user('carol', there) }, unspoken],
  ['its root user', { who: root(there) }, allowed],
])

decides('one user of another account', { identity: [all], resource: reading(arnOf('user/carol', there)) }, [
  ['that user', { who: user('carol', there) }, allowed],
  ['another one', { who: user('dave', there) }, unspokenThere],
])

decides('one user of another account who may nothing', { resource: reading(arnOf('user/carol', there)) }, [
  ['that user, who is named', { who: user('carol', there) }, unspoken],
])

decides('another account, and no policy on the secret', { identity: [all] }, [
  ['a user', { who: user('carol', there) }, unspokenThere],
  ['the root user', { who: root(there) }, unspokenThere],
])

decides('the root user of the secret’s account', { identity: [policy(deny('*'))] }, [
  ['reading, as no identity-based policy binds it', { who: root() }, allowed],
  ['deleting', { who: root(), does: 'DeleteSecret' }, allowed],
])

decides('the root user, and a secret’s policy that denies', { resource: denying('*') }, [
  ['what it denies', { who: root() }, forbiddenThere],
  ['what it does not', { who: root(), does: 'DeleteResourcePolicy' }, allowed],
])

decides(
  'a Deny on the secret, and users who may everything',
  { identity: [all], resource: denying(arnOf('user/alice')) },
  [
    ['who is denied', {}, forbiddenThere],
    ['who is not', { who: user('bob') }, allowed],
    ['the root user', { who: root() }, allowed],
  ],
)

decides('a Deny for an account, by its root', { identity: [all], resource: denying(arnOf('root')) }, [
  ['a user of it', {}, forbiddenThere],
  ['a session of it', { who: session('app') }, forbiddenThere],
  ['the root user', { who: root() }, forbiddenThere],
  ['a user of another account, whom nobody lets in', { who: user('carol', there) }, unspokenThere],
])

decides('a Deny for a role', { identity: [all], resource: denying(arnOf('role/app')) }, [
  ['a session of it', { who: session('app') }, forbiddenThere],
  ['a session of another', { who: session('other') }, allowed],
])

decides(
  'a Deny in the user’s policy, and an Allow on the secret',
  { identity: [policy(deny('GetSecretValue'))], resource: reading(arnOf('user/alice')) },
  [['who is denied by the one and allowed by the other', {}, forbidden]],
)

decides('a Deny in both places', { identity: [policy(deny('*'))], resource: denying('*') }, [
  ['is told of the identity-based one', {}, forbidden],
])

decides(
  'an Allow and a Deny in the secret’s policy',
  {
    resource: policy(
      allow('secretsmanager:*', { Principal: arnOf('user/alice') }),
      deny('DeleteSecret', { Principal: '*' }),
    ),
  },
  [
    ['what is allowed', {}, allowed],
    ['what is allowed and denied', { does: 'DeleteSecret' }, forbiddenThere],
  ],
)

const allButAlice = (names: readonly string[]) =>
  policy({
    ...deny('GetSecretValue'),
    NotPrincipal: { AWS: names.map((name) => `arn:aws:iam::${here}:${name}`) },
  })
decides(
  'a Deny for all but a user and her account',
  { identity: [all], resource: allButAlice(['user/alice', 'root']) },
  [
    ['she', {}, allowed],
    ['another user of the account', { who: user('bob') }, forbiddenThere],
    ['the root user', { who: root() }, allowed],
    ['a user of another account', { who: user('carol', there) }, forbiddenThere],
  ],
)
decides(
  'a Deny for all but a user, without her account',
  { identity: [all], resource: allButAlice(['user/alice']) },
  [['she, as her account is denied', {}, forbiddenThere]],
)
decides(
  'a Deny for all but a role and its account',
  { identity: [all], resource: allButAlice(['role/app', 'root']) },
  [
    ['a session of the role', { who: session('app') }, allowed],
    ['a session of another', { who: session('other') }, forbiddenThere],
  ],
)

decides(
  'an Allow for all but one user',
  { resource: policy({ ...allow('GetSecretValue'), NotPrincipal: arnOf('user/bob') }) },
  [
    ['that user', { who: user('bob') }, unspoken],
    ['another', {}, allowed],
  ],
)

for (const [what, Principal] of [
  ['a service', { Service: 'lambda.amazonaws.com' }],
  ['an identity provider', { Federated: 'accounts.google.com' }],
  ['a canonical user', { CanonicalUser: '0123456789abcdef'.repeat(4) }],
] as const) {
  decides(`a secret’s policy for ${what}`, { resource: reading(Principal) }, [['a user', {}, unspoken]])
}
decides(
  'a secret’s policy for a service and a user',
  { resource: reading({ Service: 'lambda.amazonaws.com', ...arnOf('user/alice') }) },
  [
    ['the user', {}, allowed],
    ['another', { who: user('bob') }, unspoken],
  ],
)

const organization = reading('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })
decides('a secret’s policy for an organization', { identity: [all], resource: organization }, [
  [
    'a member account',
    { who: user('carol', there), given: { 'aws:principalorgid': 'o-a1b2c3d4e5' } },
    allowed,
  ],
  [
    'an account of another',
    { who: user('carol', there), given: { 'aws:principalorgid': 'o-zzzzzzzzzz' } },
    unspokenThere,
  ],
  ['an account of none', { who: user('carol', there) }, unspokenThere],
])

const accounts = reading('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': [there] } } })
decides('a secret’s policy for whoever is of an account', { identity: [all], resource: accounts }, [
  ['a user of it', { who: user('carol', there) }, allowed],
  ['a user of another', { who: user('dave', '777788889999') }, unspokenThere],
])

decides(
  'an Allow on the secret for another resource',
  { resource: reading(arnOf('user/alice'), { Resource: 'arn:aws:secretsmanager:*:*:secret:test/*' }) },
  [
    ['the secret', {}, unspoken],
    ['the other resource', { on: 'test/x-AbCdEf' }, allowed],
  ],
)

decides(
  'what follows from who asks',
  {
    identity: [
      policy(
        allow('GetSecretValue', {
          Condition: { StringEquals: { 'aws:PrincipalType': 'User', 'aws:username': 'alice' } },
        }),
        allow('DescribeSecret', { Condition: { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } } }),
        allow('PutSecretValue', {
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app*' } },
        }),
        allow('TagResource', { Condition: { StringEquals: { 'aws:ResourceAccount': here } } }),
      ),
    ],
  },
  [
    ['a user by type and name', {}, allowed],
    ['another user', { who: user('bob') }, unspoken],
    ['a session by type', { who: session('app'), does: 'DescribeSecret' }, allowed],
    ['a user by the type of sessions', { does: 'DescribeSecret' }, unspoken],
    ['a session by its role', { who: session('app-1'), does: 'PutSecretValue' }, allowed],
    ['a user whose name is like the role', { who: user('app'), does: 'PutSecretValue' }, unspoken],
    ['a resource by its account', { does: 'TagResource' }, allowed],
  ],
)
