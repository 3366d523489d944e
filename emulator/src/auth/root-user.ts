import { type Principal, partitionOf, type Realm } from '@strongroom/vault'

/** The root user of the account that a request speaks to. */
export function rootUser({ account, region }: Realm): Principal {
  return { arn: `arn:${partitionOf(region)}:iam::${account}:root`, account }
}
