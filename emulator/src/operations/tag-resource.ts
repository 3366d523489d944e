import { secretId, tags } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { tagsOf } from './rendering.js'

export const tagResource = operation({
  name: 'TagResource',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    Tags: required(tags),
  }),
  async run({ vault, realm }, { SecretId, Tags }) {
    await vault.tag(realm, SecretId, tagsOf(Tags))
    return undefined
  },
})
