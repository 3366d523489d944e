import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { description, stages, statusOf } from './rendering.js'

export const describeSecret = operation({
  name: 'DescribeSecret',
  changes: false,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    const secret = await vault.describe(realm, SecretId)
    const replicas = await vault.replicas(secret)
    return {
      ...description(secret),
      VersionIdsToStages: stages(secret),
      ReplicationStatus: secret.replicas && replicas.map(statusOf),
    }
  },
})
