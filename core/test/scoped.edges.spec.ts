import { memoryProvider, SecretsError, scoped } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider } from './fake-provider.js'
import { codeOf, refusalOf } from './refusal.js'

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf'

describe('scoped, at its edges', () => {
  it('takes no ARNs, and declares none, whatever its provider does', async () => {
    const inner = fakeProvider(() => 'x', {
      capabilities: { limits: { name: { arn: true }, value: { maxBytes: 65_536 } } },
    })
    const scope = scoped(inner, 'app/')
    expect(scope.capabilities.limits.name.arn).to.equal(false)
    expect(await codeOf(scope.get(arn))).to.equal('INVALID_NAME')
    expect(inner.calls).to.deep.equal([])
  })

  it('leaves a name in an error alone that is not under its prefix', async () => {
    const inner = memoryProvider()
    inner.get = () => Promise.reject(new SecretsError('CORRUPT', 'no', { secretName: 'keyring/main' }))
    expect(await refusalOf(scoped(inner, 'app/').get('db'))).to.have.property('secretName', 'keyring/main')
  })
})
