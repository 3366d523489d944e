import { expect } from 'chai'
import { describe, it } from 'mocha'
import { requireKeyOf } from '#rules/across-accounts'
import { aSecret } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'
import { elsewhere, realm, stranger } from '../set-up.js'

describe('requireKeyOf', () => {
  for (const [whose, caller, kmsKeyId, said] of [
    ['its own account, the default key', realm, undefined, 'ok'],
    ['its own account in another Region, the default key', elsewhere, undefined, 'ok'],
    ['another account, a key of its own', stranger, 'alias/mine', 'ok'],
    [
      'another account, the default key',
      stranger,
      undefined,
      "InvalidRequestException: You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    ],
  ] as const) {
    it(`answers ${said.split(':')[0]} for ${whose}`, () => {
      expect(outcomeOf(() => requireKeyOf(caller, aSecret('a', { realm, kmsKeyId })))).to.equal(said)
    })
  }
})
