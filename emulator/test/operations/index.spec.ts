import { expect } from 'chai'
import { describe, it } from 'mocha'
import { operationNamed, operations } from '#operations/index'

const named = (matches: (operation: (typeof operations)[number]) => boolean) =>
  operations.filter(matches).map(({ name }) => name)

describe('the operations', () => {
  it('are found by their name, in its own letter case', () => {
    for (const operation of operations) expect(operationNamed(operation.name)).to.equal(operation)
    for (const name of ['', 'getSecretValue', 'GetSecretValue ', '__proto__', 'constructor']) {
      expect(operationNamed(name)).to.equal(undefined)
    }
  })

  it('change nothing only where AWS reads', () => {
    expect(named(({ changes }) => !changes)).to.deep.equal([
      'BatchGetSecretValue',
      'DescribeSecret',
      'GetRandomPassword',
      'GetResourcePolicy',
      'GetSecretValue',
      'ListSecretVersionIds',
      'ListSecrets',
      'ValidateResourcePolicy',
    ])
  })

  it('ask for a ClientRequestToken in the exception of AWS where they have one', () => {
    const { InvalidRequestException, InvalidParameterException } = {
      InvalidRequestException: ['CreateSecret', 'PutSecretValue', 'UpdateSecret'],
      InvalidParameterException: ['RotateSecret'],
    }
    expect(named(({ token }) => token === 'InvalidRequestException')).to.deep.equal(InvalidRequestException)
    expect(named(({ token }) => token === 'InvalidParameterException')).to.deep.equal(
      InvalidParameterException,
    )
    expect(named(({ input }) => 'ClientRequestToken' in input.members)).to.have.members([
      ...InvalidRequestException,
      ...InvalidParameterException,
    ])
  })
})
