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

describe('ValidateResourcePolicy', () => {
  const target = useTarget()
  const { post, make } = target

  describe('types', () => {
    keepsTypes(target, 'ValidateResourcePolicy', { SecretId: 'text', ResourcePolicy: 'text' })
  })

  describe('constraints', () => {
    keepsLimits(
      target,
      'ValidateResourcePolicy',
      { SecretId: { min: 1, max: 2048 }, ResourcePolicy: { min: 1, max: 20_480 } },
      { SecretId: noName, ResourcePolicy: '{}' },
    )
    refuses(target, 'ValidateResourcePolicy', [
      ['an input without a ResourcePolicy, and misses no SecretId', {}, [absent('resourcePolicy')]],
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
    findsSecrets(target, 'ValidateResourcePolicy', {
      input: () => ({ ResourcePolicy: forOrganization }),
      answersIdentity: false,
    })

    const validate = (ResourcePolicy: string, SecretId?: string) =>
      post('ValidateResourcePolicy', { SecretId, ResourcePolicy })
    const failed = (CheckName: string, ErrorMessage: string) => ({
      PolicyValidationPassed: false,
      ValidationErrors: [{ CheckName, ErrorMessage }],
    })

    for (const [title, text] of [
      ['an Allow for an organization', forOrganization],
      ['a Deny of reading to all but one role', forOneRole],
    ] as const) {
      it(`passes ${title}, with an empty list of errors`, async () => {
        const { Name } = await make()
        for (const SecretId of [Name, undefined]) {
          const { status, json } = await validate(text, SecretId)
          expect({ status, json }).to.deep.equal({
            status: 200,
            json: { PolicyValidationPassed: true, ValidationErrors: [] },
          })
        }
      })
    }

    it('answers with HTTP 200 that a policy for everybody fails', async function () {
      const { status, json } = await validate(forEverybody, (await make()).Name)
      expect({ status, passed: json.PolicyValidationPassed }).to.deep.equal({ status: 200, passed: false })
      localOnly(this, 'the check may have another name')
      expect(json).to.deep.equal(failed('PUBLIC_POLICY_CHECK', broadAccess))
      expect((await validate(forEverybody)).json).to.deep.equal(json)
    })

    it('answers with HTTP 200 that a policy fails which locks out who asks', async function () {
      const { status, json } = await validate(forNobody, (await make()).Name)
      expect({ status, passed: json.PolicyValidationPassed }).to.deep.equal({ status: 200, passed: false })
      localOnly(this, 'the sentence may be another')
      expect(json).to.deep.equal(failed('REFLEXIVE_PRINCIPAL_CHECK', lockOut))
    })

    it('attaches nothing', async () => {
      const { Name, ARN } = await make()
      const before = (await post('DescribeSecret', { SecretId: Name })).json
      await validate(forOrganization, Name)
      expect((await post('GetResourcePolicy', { SecretId: Name })).json).to.deep.equal({ ARN, Name })
      expect((await post('DescribeSecret', { SecretId: Name })).json).to.deep.equal(before)
    })

    for (const [title, text] of malformed) {
      it(`refuses ${title} with MalformedPolicyDocumentException`, async () => {
        await expectRefusal(validate(text), 'MalformedPolicyDocumentException', invalidSyntax)
      })
    }

    for (const AWS of nobodies) {
      it(`refuses the principal ${AWS}, which there cannot be`, async () => {
        const text = policyOf({ Effect: 'Allow', Principal: { AWS }, Action: 'secretsmanager:*' })
        await expectRefusal(validate(text), 'MalformedPolicyDocumentException', unsupportedPrincipal)
      })
    }
  })
})
