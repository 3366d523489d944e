import {
  arnOf,
  type Content,
  type Filter,
  type Instant,
  labelsByVersion,
  primaryRegionOf,
  type Read,
  type ReplicaListing,
  type ReplicationRequest,
  type Rotation,
  type SecretRecord,
  shownRules,
  type Tag,
} from '@strongroom/vault'
import type * as members from '../shapes/members.js'
import type { InputOf } from '../shapes/shape.js'
import type { Output } from './operation.js'

/** A time on the wire: seconds, with up to three decimals. */
export function seconds(instant: Instant): number
export function seconds(instant: Instant | undefined): number | undefined
export function seconds(instant: Instant | undefined): number | undefined {
  return instant === undefined ? undefined : instant / 1000
}

/** Which secret an answer is about, however it was asked for. */
export function identity(secret: Pick<SecretRecord, 'realm' | 'name' | 'suffix'>): Output {
  return { ARN: arnOf(secret), Name: secret.name }
}

/** What DescribeSecret and ListSecrets tell of a secret. */
export function description(secret: SecretRecord): Output {
  return {
    ...identity(secret),
    Type: secret.type,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    ...rotation(secret.rotation),
    LastChangedDate: seconds(secret.changedAt),
    LastAccessedDate: seconds(secret.accessedOn),
    DeletedDate: seconds(secret.deletion?.requestedAt),
    Tags: secret.tags?.map(({ key, value }) => ({ Key: key, Value: value })),
    OwningService: secret.owningService,
    CreatedDate: seconds(secret.createdAt),
    PrimaryRegion: primaryRegionOf(secret),
  }
}

/** What is told of a replica. */
export function statusOf({ replica, accessedOn }: ReplicaListing): Output {
  return {
    Region: replica.region,
    KmsKeyId: replica.kmsKeyId ?? 'alias/aws/secretsmanager',
    Status: replica.status,
    StatusMessage: replica.message,
    LastAccessedDate: seconds(accessedOn),
  }
}

function rotation(rotation: Rotation | undefined): Output | undefined {
  if (rotation === undefined) return undefined
  const rules = shownRules(rotation)
  return {
    RotationEnabled: rotation.enabled,
    RotationLambdaARN: rotation.functionArn,
    RotationRules: rules && {
      AutomaticallyAfterDays: rules.afterDays,
      Duration: rules.duration,
      ScheduleExpression: rules.expression,
    },
    ExternalSecretRotationMetadata: rotation.externalMetadata?.map(({ key, value }) => ({
      Key: key,
      Value: value,
    })),
    ExternalSecretRotationRoleArn: rotation.externalRoleArn,
    LastRotatedDate: seconds(rotation.lastRotatedAt),
    NextRotationDate: seconds(rotation.window?.endsAt),
  }
}

/** Which labels are on which versions; absent where no version has one. */
export function stages({ labels }: SecretRecord): Output | undefined {
  return labels.size === 0 ? undefined : Object.fromEntries(labelsByVersion(labels))
}

/** A list of labels; absent where there is none. */
export function present(labels: readonly string[]): readonly string[] | undefined {
  return labels.length === 0 ? undefined : labels
}

/** What GetSecretValue and BatchGetSecretValue tell of a version. */
export function value({ secret, version, labels, content }: Read): Output {
  return {
    ...identity(secret),
    VersionId: version.id,
    ...contentOf(content),
    VersionStages: present(labels),
    CreatedDate: seconds(version.createdAt),
  }
}

function contentOf({ kind, bytes }: Content): Output {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return kind === 'text'
    ? { SecretString: buffer.toString('utf8') }
    : { SecretBinary: buffer.toString('base64') }
}

/** The tags of a request. One without a value has an empty one; one without a key is for the vault to refuse. */
export function tagsOf(tags: InputOf<typeof members.tags>): readonly Tag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }))
}

/** The Regions of a request. One without a name is for the vault to refuse. */
export function replicationOf(
  regions: InputOf<typeof members.addReplicaRegions>,
  force: boolean | undefined,
): ReplicationRequest {
  return {
    regions: regions.map(({ Region = '', KmsKeyId }) => ({ region: Region, kmsKeyId: KmsKeyId })),
    force,
  }
}

/** The filters of a request. */
export function filtersOf(
  filters: InputOf<typeof members.filters> | undefined,
): readonly Filter[] | undefined {
  return filters?.map(({ Key, Values }) => ({ key: Key, values: Values }))
}
