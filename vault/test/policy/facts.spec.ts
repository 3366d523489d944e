import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Principal } from '#policy/access'
import { factsOf, isRoot } from '#policy/facts'
import { here, root, session, there, user } from './matrix.js'

const federated: Principal = { arn: `arn:aws:sts::${here}:federated-user/bob`, account: here }

function factsAbout(principal: Principal, context: Readonly<Record<string, readonly string[]>> = {}) {
  return factsOf({
    ...{ principal, action: 'a:B', resource: '*', resourceAccount: there },
    context: new Map(Object.entries(context)),
  })
}

describe('factsOf', () => {
  for (const [who, principal, arn, type, name] of [
    ['a user', user('staff/alice'), `arn:aws:iam::${here}:user/staff/alice`, 'User', 'alice'],
    ['a session', session('eu/app'), `arn:aws:iam::${here}:role/eu/app`, 'AssumedRole', undefined],
    ['a federated user', federated, federated.arn, 'FederatedUser', undefined],
    ['the root user', root(), `arn:aws:iam::${here}:root`, 'Account', undefined],
  ] as const) {
    it(`knows of ${who} what follows from who that is`, () => {
      const facts = factsAbout(principal)
      expect(facts('aws:principalarn')).to.deep.equal([arn])
      expect(facts('aws:principaltype')).to.deep.equal([type])
      expect(facts('aws:username')).to.deep.equal(name && [name])
      expect(facts('aws:principalaccount')).to.deep.equal([here])
      expect(facts('aws:resourceaccount')).to.deep.equal([there])
    })
  }

  it('believes the context rather than what follows', () => {
    expect(factsAbout(root(), { 'aws:principaltype': ['Other'] })('aws:principaltype')).to.deep.equal([
      'Other',
    ])
  })

  it('takes a key without values for one that is not there', () => {
    expect(factsAbout(root(), { 'a:b': [] })('a:b')).to.equal(undefined)
  })
})

describe('isRoot', () => {
  for (const [principal, is] of [
    [root(), true],
    [{ arn: `arn:aws-cn:iam::${here}:root`, account: here }, true],
    [user('root'), false],
    [session('root', 'root'), false],
  ] as const) {
    it(`is ${is} of ${principal.arn}`, () => {
      expect(isRoot(principal)).to.equal(is)
    })
  }
})
