import { arnOf } from '@strongroom/vault'
import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'

export const stopReplicationToReplica = operation({
  name: 'StopReplicationToReplica',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  async run({ vault, realm }, { SecretId }) {
    return { ARN: arnOf(await vault.detach(realm, SecretId)) }
  },
})
