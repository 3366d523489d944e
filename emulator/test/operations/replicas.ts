import type { ReplicationStatusType } from '@aws-sdk/client-secrets-manager'
import { before, type Context } from 'mocha'
import { localOnly, type Target } from '../target.js'
import { one } from './stages.js'

/** Where replicas stand in the specs. Primaries are where the target is. */
export const here = 'us-east-1'
export const there = 'eu-west-3'
export const far = 'ap-south-1'

/** For suites in which secrets are replicated. */
export function onlyHere(): void {
  before(function (this: Context) {
    localOnly(this, 'replicas would be left behind, and everything takes half a minute')
  })
}

/** What DescribeSecret tells of the replicas of a secret as soon as none is in progress. */
export async function settled({ api }: Target, SecretId: string): Promise<readonly ReplicationStatusType[]> {
  for (;;) {
    const { ReplicationStatus = [] } = await api.describeSecret({ SecretId })
    if (ReplicationStatus.every(({ Status }) => Status !== 'InProgress')) return ReplicationStatus
  }
}

/** Makes a secret with replicas that are in sync. */
export async function makeReplicated(
  target: Target,
  regions: readonly string[] = [there],
  input: object = {},
) {
  const made = await target.make({
    ...{ ClientRequestToken: one, SecretString: 'a value' },
    AddReplicaRegions: regions.map((Region) => ({ Region })),
    ...input,
  })
  await settled(target, made.Name)
  return { ...made, arnIn: (region: string) => made.ARN.replace(/(secretsmanager:)[^:]+/, `$1${region}`) }
}
