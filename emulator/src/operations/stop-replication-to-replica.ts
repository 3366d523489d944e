import { secretId } from '../shapes/members.js'
import { required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const stopReplicationToReplica = operation({
  name: 'StopReplicationToReplica',
  changes: true,
  input: structure({
    SecretId: required(secretId),
  }),
  run: notYet('StopReplicationToReplica'),
})
