import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectRefusal } from '../refusals.js'
import { localOnly, useTarget } from '../target.js'
import { absent, keepsLimits, noName, refuses, violation } from './constraints-table.js'
import {
  broadAccess,
  forEverybody,
  forNobody,
  forOneRole,
  forOrganization,
  invalidSyntax,
  lockOut,
  malformed,
  nobodies,
  policyOf,
  unsupportedPrincipal,
} from './resource-policies.js'
import { findsSecrets } from './secret-ids.js'
import { keepsTypes } from './types-table.js'

describe('PutResourcePolicy', () => {
  const target = useTarget()
  const { api, post, make } = target

  describe('types', () => {
    keepsTypes(target, 'PutResourcePolicy', {
      SecretId: 'text',
      ResourcePolicy: 'text',
      BlockPublicPolicy: 'boolean',
    })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'PutResourcePolicy',
      { SecretId: { min: 1, max: 2048 }, ResourcePolicy: { min: 1, max: 20_480 } },
      { SecretId: noName, ResourcePolicy: '{}' },
    )
    refuses(target, 'PutResourcePolicy', [
      ['an input without SecretId and ResourcePolicy', {}, [absent('secretId'), absent('resourcePolicy')]],
      [
        'all that is wrong at once',
        { SecretId: '', ResourcePolicy: '' },
        [
          violation('', 'secretId', 'have length greater than or equal to 1'),
          violation('', 'resourcePolicy', 'have length greater than or equal to 1'),
        ],
      ],
    ])
  })

  describe('behaviour', () => {
    findsSecrets(target, 'PutResourcePolicy', { input: () => ({ ResourcePolicy: forEverybody }) })

    const put = (SecretId: string, ResourcePolicy: string, BlockPublicPolicy?: boolean) =>
      post('PutResourcePolicy', { SecretId, ResourcePolicy, BlockPublicPolicy })
    const policyOn = async (SecretId: string) =>
      (await post('GetResourcePolicy', { SecretId })).json.ResourcePolicy

    it('answers the ARN and the name, and nothing else', async () => {
      const { Name, ARN } = await make()
      expect((await put(Name, forEverybody)).json).to.deep.equal({ ARN, Name })
    })

    it('keeps the text as it is given, blanks included', async function () {
      localOnly(this, 'nobody knows whether the blanks stay')
      const { Name: SecretId } = await make()
      const text = `\n${JSON.stringify({ Id: 'ü 🔑', ...JSON.parse(forEverybody) }, undefined, '\t')}\n `
      await api.putResourcePolicy({ SecretId, ResourcePolicy: text })
      expect((await api.getResourcePolicy({ SecretId })).ResourcePolicy).to.equal(text)
    })

    it('takes the place of the policy that was there', async () => {
      const { Name } = await make()
      await put(Name, forEverybody)
      await put(Name, forOrganization)
      expect(JSON.parse(String(await policyOn(Name)))).to.deep.equal(JSON.parse(forOrganization))
    })

    it('moves LastChangedDate, and makes no version', async () => {
      const { Name: SecretId, VersionId } = await make()
      const before = await api.describeSecret({ SecretId })
      await put(SecretId, forEverybody)
      const after = await api.describeSecret({ SecretId })
      expect(after.VersionIdsToStages).to.deep.equal({ [VersionId]: ['AWSCURRENT'] })
      expect(after.LastChangedDate?.getTime()).to.be.above(before.LastChangedDate?.getTime() ?? 0)
    })

    it('is not told by DescribeSecret and ListSecrets', async () => {
      const { Name } = await make()
      await put(Name, forEverybody)
      const { text } = await post('DescribeSecret', { SecretId: Name })
      const list = await post('ListSecrets', { Filters: [{ Key: 'name', Values: [Name] }] })
      expect(text + list.text)
        .to.not.contain('Policy')
        .and.not.contain('Principal')
    })

    it('stays with a secret that is deleted and restored, and not with its name', async () => {
      const { Name: SecretId } = await make()
      await put(SecretId, forEverybody)
      await api.deleteSecret({ SecretId })
      await api.restoreSecret({ SecretId })
      expect(await policyOn(SecretId)).to.be.a('string')
      await api.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true })
      await make({ Name: SecretId, SecretString: 'another value' })
      expect(await policyOn(SecretId)).to.equal(undefined)
    })

    for (const [title, text] of malformed) {
      it(`refuses ${title} with MalformedPolicyDocumentException, and keeps what is there`, async () => {
        const { Name } = await make()
        await put(Name, forOrganization)
        await expectRefusal(put(Name, text), 'MalformedPolicyDocumentException', invalidSyntax)
        expect(JSON.parse(String(await policyOn(Name)))).to.deep.equal(JSON.parse(forOrganization))
      })
    }

    for (const AWS of nobodies) {
      it(`refuses the principal ${AWS}, which there cannot be`, async () => {
        const { Name } = await make()
        const text = policyOf({ Effect: 'Allow', Principal: { AWS }, Action: 'secretsmanager:*' })
        await expectRefusal(put(Name, text), 'MalformedPolicyDocumentException', unsupportedPrincipal)
        expect(await policyOn(Name)).to.equal(undefined)
      })
    }

    it('looks for the secret before it reads the policy', async () => {
      const { json } = await put(`${(await make()).Name}x`, '{}')
      expect(json).to.include({ __type: 'ResourceNotFoundException' })
    })

    it('lets everybody in by default, and with BlockPublicPolicy false', async () => {
      const { Name } = await make()
      expect((await put(Name, forEverybody)).status).to.equal(200)
      expect((await put(Name, forEverybody, false)).status).to.equal(200)
    })

    it('refuses to let everybody in with BlockPublicPolicy, by PublicPolicyException', async function () {
      const { Name } = await make()
      const answer = await put(Name, forEverybody, true)
      expect(answer.json).to.include({ __type: 'PublicPolicyException' })
      expect(await policyOn(Name)).to.equal(undefined)
      localOnly(this, 'the sentence may be another')
      await expectRefusal(Promise.resolve(answer), 'PublicPolicyException', broadAccess)
    })

    it('lets an organization in with BlockPublicPolicy', async () => {
      const { Name } = await make()
      expect((await put(Name, forOrganization, true)).status).to.equal(200)
    })

    it('refuses what locks out who puts it, with InvalidParameterException', async function () {
      localOnly(this, 'it may be refused in other words, and a secret that is locked stays')
      const { Name } = await make()
      await expectRefusal(put(Name, forNobody), 'InvalidParameterException', lockOut)
      expect(await policyOn(Name)).to.equal(undefined)
    })

    it('takes a Deny of reading to all but one role, which can be taken away again', async function () {
      localOnly(this, 'the role has to be there')
      const { Name } = await make()
      expect((await put(Name, forOneRole)).status).to.equal(200)
      expect((await post('DeleteResourcePolicy', { SecretId: Name })).status).to.equal(200)
    })
  })
})
