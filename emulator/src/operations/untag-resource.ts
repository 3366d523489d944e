import { secretId, tagKeys } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'

export const untagResource = operation({
  name: 'UntagResource',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    TagKeys: required(tagKeys),
  }),
  async run({ vault, realm }, { SecretId, TagKeys }) {
    await vault.untag(realm, SecretId, TagKeys)
    return undefined
  },
})
