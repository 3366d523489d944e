import { limits } from '@strongroom/vault'
import { region, secretId } from '../shapes/members.js'
import { list, required, structure } from '../shapes/shape.js'
import { notYet } from './not-yet-served.js'
import { operation } from './operation.js'

export const removeRegionsFromReplication = operation({
  name: 'RemoveRegionsFromReplication',
  changes: true,
  input: structure({
    SecretId: required(secretId),
    RemoveReplicaRegions: required(list(region, limits.replicaRegions)),
  }),
  run: notYet('RemoveRegionsFromReplication'),
})
