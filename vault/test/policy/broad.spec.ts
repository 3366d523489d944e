import { expect } from 'chai'
import { describe, it } from 'mocha'
import { isBroad } from '#policy/broad'
import { parsePolicy } from '#policy/document'
import { allow, deny, here, policy, secret, variable } from './matrix.js'

type Fields = Readonly<Record<string, unknown>>

const org = 'o-a1b2c3d4e5'
const everybody = { Principal: '*' }
const read = (Condition: unknown, more = {}) =>
  policy(allow('GetSecretValue', { ...everybody, Condition, ...more }))
const all = allow('GetSecretValue', everybody)
const denyUnless = (Condition: unknown, more = {}) =>
  policy(all, deny('*', { ...everybody, Condition, ...more }))
const unlessOrg = { StringNotEquals: { 'aws:PrincipalOrgID': org } }

const broad: readonly (readonly [title: string, text: string])[] = [
  ['everybody', policy(all)],
  ['everybody by {"AWS":"*"}', policy(allow('GetSecretValue', { Principal: { AWS: '*' } }))],
  [
    'everybody beside a user',
    policy(allow('*', { Principal: { AWS: [`arn:aws:iam::${here}:user/a`, '*'] } })),
  ],
  ['everybody but a user', policy({ ...allow('*'), NotPrincipal: { AWS: `arn:aws:iam::${here}:user/a` } })],
  ['everybody, in the second statement', policy(allow('*', { Principal: { AWS: here } }), all)],
  ['everybody with TLS', read({ Bool: { 'aws:SecureTransport': 'true' } })],
  ['everybody by a tag that everybody may have', read({ StringEquals: { 'aws:PrincipalTag/team': 'red' } })],
  ['everybody of a user name', read({ StringEquals: { 'aws:username': 'andrew' } })],
  ['everybody in whose organization the secret is', read({ StringEquals: { 'aws:ResourceOrgID': org } })],
  ['everybody, as the secret is of its account', read({ StringEquals: { 'aws:ResourceAccount': here } })],
  ['any account', read({ StringLike: { 'aws:PrincipalAccount': '*' } })],
  ['any account but one', read({ StringNotEquals: { 'aws:PrincipalAccount': here } })],
  ['an account, if there is one', read({ StringEqualsIfExists: { 'aws:PrincipalAccount': here } })],
  ['accounts, none being all of them', read({ 'ForAllValues:StringEquals': { 'aws:SourceAccount': here } })],
  ['an account or any that begins so', read({ StringLike: { 'aws:PrincipalAccount': [here, '4444*'] } })],
  ['an organization or any', read({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } })],
  [
    'a path below any organization',
    read({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-ab12/' } }),
  ],
  ['a role of any account', read({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } })],
  [
    'whoever the variable says',
    read({ StringEquals: { 'aws:SourceVpc': variable('aws:PrincipalTag/vpc') } }),
  ],
  ['any address', read({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
  ['half of all addresses', read({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '128.0.0.0/1'] } })],
  ['half of all addresses of IPv6', read({ IpAddress: { 'aws:SourceIp': '8000::/1' } })],
  ['whoever is not at an address', read({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
  ['an address of a VPC that anybody may have', read({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/24' } })],
  ['what has an organization at all', read({ Null: { 'aws:PrincipalOrgID': 'false' } })],
  ['a Deny that leaves actions', policy(all, deny('DeleteSecret', { ...everybody, Condition: unlessOrg }))],
  ['a Deny for one account', policy(all, deny('*', { Principal: { AWS: here } }))],
  ['a Deny of one resource', denyUnless(unlessOrg, { Resource: secret('x-AbCdEf') })],
  ['a Deny for what has an organization', denyUnless({ StringEquals: { 'aws:PrincipalOrgID': org } })],
  ['a Deny without TLS', denyUnless({ Bool: { 'aws:SecureTransport': 'false' } })],
  ['a Deny that needs two things', denyUnless({ ...unlessOrg, Bool: { 'aws:SecureTransport': 'false' } })],
]

const leaving: readonly (readonly [title: string, allowed: Fields, denied: Fields])[] = [
  [
    'organizations, if any is another',
    all,
    { ...everybody, Condition: { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': org } } },
  ],
  [
    'actions with one letter more',
    allow('GetSecretValu*', everybody),
    { ...everybody, Action: 'secretsmanager:GetSecretValu?' },
  ],
  [
    'the only action that is not allowed',
    { ...allow('', { NotAction: 'secretsmanager:GetSecretValue' }), ...everybody },
    everybody,
  ],
  ['nobody', all, { Principal: undefined, NotPrincipal: '*' }],
  ['no resource', all, { ...everybody, Resource: undefined, NotResource: '*' }],
  ['no action', all, { ...everybody, Action: undefined, NotAction: '*' }],
]

const narrow: readonly (readonly [title: string, text: string])[] = [
  ['a user', policy(allow('*', { Principal: { AWS: `arn:aws:iam::${here}:user/a` } }))],
  ['an account', policy(allow('*', { Principal: { AWS: here } }))],
  ['a service', policy(allow('*', { Principal: { Service: 'lambda.amazonaws.com' } }))],
  ['nobody', policy(deny('*', everybody))],
  ['nobody but a user', policy({ ...deny('*'), NotPrincipal: { AWS: `arn:aws:iam::${here}:user/a` } })],
  ['an account by a condition', read({ StringEquals: { 'aws:PrincipalAccount': here } })],
  ['accounts by a condition', read({ StringEquals: { 'AWS:SourceAccount': [here, '444455556666'] } })],
  ['an organization', read({ StringEquals: { 'aws:PrincipalOrgID': org } })],
  [
    'an organization with TLS',
    read({ StringEquals: { 'aws:PrincipalOrgID': org }, Bool: { 'aws:SecureTransport': 'true' } }),
  ],
  [
    'a path of an organization',
    read({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${org}/r-ab12/ou-*/` } }),
  ],
  ['a role by a condition', read({ ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${here}:role/app` } })],
  ['roles of an account', read({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${here}:role/*` } })],
  ['a bucket', read({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } })],
  ['a VPC', read({ StringEquals: { 'aws:SourceVpc': 'vpc-1a2b' } })],
  ['a VPC endpoint', read({ StringEqualsIgnoreCase: { 'aws:SourceVpce': ['vpce-1a2b', 'vpce-3c4d'] } })],
  ['a user id', read({ StringEquals: { 'aws:userid': 'AIDACKCEVSQ6C2EXAMPLE' } })],
  ['a network', read({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8', '2001:db8::/32'] } })],
  ['an address', read({ IpAddress: { 'aws:SourceIp': '203.0.113.7' } })],
  ['a Deny for other organizations', denyUnless(unlessOrg)],
  [
    'a Deny for other organizations, of some actions',
    policy(all, deny('Get*', { ...everybody, Condition: unlessOrg })),
  ],
  [
    'a Deny for who is neither there nor here',
    denyUnless({ ...unlessOrg, NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
  ],
  ['nobody, as no account is named', read({ StringEquals: { 'aws:PrincipalAccount': [] } })],
  ['a Deny for everybody', policy(all, deny('secretsmanager:*', everybody))],
]

describe('isBroad', () => {
  for (const [title, allowed, denied] of leaving) {
    it(`finds broad access where a Deny is for ${title}`, () => {
      const text = policy(allowed, { ...deny('GetSecretValue'), ...denied })
      expect(isBroad(parsePolicy(text, 'resource'))).to.equal(true)
    })
  }
  for (const [title, text] of broad) {
    it(`finds broad access for ${title}`, () => {
      expect(isBroad(parsePolicy(text, 'resource'))).to.equal(true)
    })
  }
  for (const [title, text] of narrow) {
    it(`finds no broad access for ${title}`, () => {
      expect(isBroad(parsePolicy(text, 'resource'))).to.equal(false)
    })
  }
})
