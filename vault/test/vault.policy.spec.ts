import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Vault } from '#vault'
import { outcome } from './outcome.js'
import { allow, deny, policy, root, user } from './policy/matrix.js'
import { arn, noon, realm, stranger, withSecret } from './set-up.js'

const caller = root(realm.account)
const reading = policy(allow('GetSecretValue', { Principal: { AWS: user('alice', realm.account).arn } }))
const forAll = policy(allow('GetSecretValue', { Principal: '*' }))
const lockedOut = policy(deny('*', { Principal: '*' }))

const malformed = 'MalformedPolicyDocumentException: This policy has invalid syntax.'
const locks =
  "InvalidParameterException: This resource policy doesn't allow you to change or delete it in the future."

describe('putPolicy', () => {
  it('keeps the text as it was given, and another in its place', async () => {
    const { vault } = await withSecret()
    const spaced = ` ${reading}\n`
    expect(await vault.putPolicy(realm, 'a', spaced, { caller })).to.include({ policy: spaced })
    expect(await vault.policy(realm, 'a')).to.include({ policy: spaced })
    await vault.putPolicy(realm, 'a', forAll, { caller })
    expect(await vault.policy(realm, 'a')).to.include({ policy: forAll })
  })

  for (const [title, text, said] of [
    ['what is no policy', '{}', malformed],
    ['a policy for an identity', policy(allow('*')), malformed],
    [
      'a principal that there cannot be',
      policy(allow('*', { Principal: { AWS: '1' } })),
      'MalformedPolicyDocumentException: This resource policy contains an unsupported principal.',
    ],
    ['what locks its author out', lockedOut, locks],
  ] as const) {
    it(`refuses ${title}, and keeps the policy that is there`, async () => {
      const { vault, store } = await withSecret()
      await vault.putPolicy(realm, 'a', reading, { caller })
      const commits = store.commits.length
      expect(await outcome(vault.putPolicy(realm, 'a', text, { caller }))).to.equal(said)
      expect(await vault.policy(realm, 'a')).to.include({ policy: reading })
      expect(store.commits).to.have.lengthOf(commits)
    })
  }

  it('lets everybody in unless that is to be refused', async () => {
    const { vault } = await withSecret()
    const put = (blockPublic?: boolean) => vault.putPolicy(realm, 'a', forAll, { caller, blockPublic })
    expect(await outcome(put())).to.equal('ok')
    expect(await outcome(put(false))).to.equal('ok')
    expect(await outcome(put(true))).to.equal(
      'PublicPolicyException: This resource policy allows broad access to the secret.',
    )
  })

  it('sees a lock-out for the ARN of the secret, and by whoever asks', async () => {
    const { vault } = await withSecret()
    const own = policy(deny('*', { Principal: '*', Resource: arn }))
    const other = policy(deny('*', { Principal: '*', Resource: `${arn}x` }))
    const alice = policy(deny('*', { Principal: { AWS: user('alice', realm.account).arn } }))
    expect(await outcome(vault.putPolicy(realm, 'a', own, { caller }))).to.equal(locks)
    expect(await outcome(vault.putPolicy(realm, 'a', other, { caller }))).to.equal('ok')
    expect(await outcome(vault.putPolicy(realm, 'a', alice, { caller }))).to.equal('ok')
    const asAlice = vault.putPolicy(realm, 'a', alice, { caller: user('alice', realm.account) })
    expect(await outcome(asAlice)).to.equal(locks)
  })

  it('takes the ARN from another account', async () => {
    const { vault } = await withSecret()
    await vault.putPolicy(stranger, arn, reading, { caller: root(stranger.account) })
    expect(await vault.policy(realm, 'a')).to.include({ policy: reading })
  })
})

describe('deletePolicy', () => {
  it('takes the policy away, and moves the date of change', async () => {
    const { vault, clock } = await withSecret()
    await vault.putPolicy(realm, 'a', reading, { caller })
    await clock.advance(1000)
    expect(await vault.deletePolicy(realm, 'a')).to.include({ policy: undefined, changedAt: noon + 1000 })
    expect((await vault.policy(realm, 'a')).policy).to.equal(undefined)
  })

  it('changes nothing where there is none', async () => {
    const { vault, clock, store } = await withSecret()
    const before = await vault.policy(realm, 'a')
    const commits = store.commits.length
    await clock.advance(1000)
    expect(await vault.deletePolicy(realm, 'a')).to.deep.equal(before)
    expect(store.commits).to.have.lengthOf(commits)
  })
})

describe('validatePolicy', () => {
  const broad = {
    check: 'PUBLIC_POLICY_CHECK',
    message: 'This resource policy allows broad access to the secret.',
  }
  const locked = {
    check: 'REFLEXIVE_PRINCIPAL_CHECK',
    message: "This resource policy doesn't allow you to change or delete it in the future.",
  }

  for (const [title, text, problems] of [
    ['nothing wrong with one user', reading, []],
    ['broad access', forAll, [broad]],
    ['a lock-out', lockedOut, [locked]],
    [
      'both at once',
      policy(allow('GetSecretValue', { Principal: '*' }), deny('Put* Delete*', { Principal: '*' })),
      [broad, locked],
    ],
  ] as const) {
    it(`finds ${title}, with a secret and without one, and attaches nothing`, async () => {
      const { vault } = await withSecret()
      for (const secretId of ['a', undefined]) {
        expect(await vault.validatePolicy(realm, secretId, text, caller)).to.deep.equal(problems)
      }
      expect((await vault.policy(realm, 'a')).policy).to.equal(undefined)
    })
  }

  it('refuses what is no policy, but not before it has looked for the secret', async () => {
    const { vault } = await withSecret()
    expect(await outcome(vault.validatePolicy(realm, 'a', '{}', caller))).to.equal(malformed)
    expect(await outcome(vault.validatePolicy(realm, undefined, '{}', caller))).to.equal(malformed)
    expect(await outcome(vault.validatePolicy(realm, 'b', '{}', caller))).to.match(
      /^ResourceNotFoundException/,
    )
  })
})

describe('policy, deletePolicy and validatePolicy', () => {
  const verbs: Readonly<Record<string, (vault: Vault, secretId: string) => Promise<unknown>>> = {
    policy: (vault, id) => vault.policy(realm, id),
    deletePolicy: (vault, id) => vault.deletePolicy(realm, id),
    validatePolicy: (vault, id) => vault.validatePolicy(realm, id, reading, caller),
  }

  for (const [what, verb] of Object.entries(verbs)) {
    it(`${what}: refuses what is not there, a bad name, and what is scheduled for deletion`, async () => {
      const { vault } = await withSecret()
      expect(await outcome(verb(vault, 'b'))).to.match(/^ResourceNotFoundException/)
      expect(await outcome(verb(vault, 'a b'))).to.match(/^ValidationException: Invalid name/)
      for (const secretId of ['a', arn, arn.slice(0, -7)]) {
        expect(await outcome(verb(vault, secretId))).to.equal('ok')
      }
      await vault.delete(realm, 'a')
      expect(await outcome(verb(vault, 'a'))).to.match(/^InvalidRequestException: .* marked for deletion/)
    })
  }
})
