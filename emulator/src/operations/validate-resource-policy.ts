import { resourcePolicy, secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'

export const validateResourcePolicy = operation({
  name: 'ValidateResourcePolicy',
  changes: false,
  input: structure({
    SecretId: secretId,
    ResourcePolicy: required(resourcePolicy),
  }),
  async run({ vault, realm, principal }, { SecretId, ResourcePolicy }) {
    const problems = await vault.validatePolicy(realm, SecretId, ResourcePolicy, principal)
    return {
      PolicyValidationPassed: problems.length === 0,
      ValidationErrors: problems.map(({ check, message }) => ({ CheckName: check, ErrorMessage: message })),
    }
  },
})
