/** Every number that AWS imposes, named once. */
export const limits = {
  secretId: { min: 1, max: 2048 },
  /** Of a secret that is being made. */
  name: { min: 1, max: 512 },
  clientRequestToken: { min: 32, max: 64 },
  versionId: { min: 32, max: 64 },
  description: { min: 0, max: 2048 },
  kmsKeyId: { min: 0, max: 2048 },
  /** Characters by the model; the quota counts bytes. */
  secretString: { min: 1, max: 65_536 },
  secretBinary: { min: 1, max: 65_536 },
  versionStage: { min: 1, max: 256 },
  versionStages: { min: 1, max: 20 },
  /** Over all versions of a secret. */
  labelsOfSecret: 20,
  tagKey: { min: 1, max: 128 },
  tagValue: { min: 0, max: 256 },
  tagsOfSecret: 50,
  automaticallyAfterDays: { min: 1, max: 1000 },
  duration: { min: 2, max: 3 },
  scheduleExpression: { min: 1, max: 256 },
  rotationLambdaArn: { min: 0, max: 2048 },
  rotationToken: { min: 36, max: 256 },
  resourcePolicy: { min: 1, max: 20_480 },
  /** Of a page of ListSecrets and ListSecretVersionIds. */
  maxResults: { min: 1, max: 100 },
  maxResultsBatch: { min: 1, max: 20 },
  nextToken: { min: 1, max: 4096 },
  filters: { min: 0, max: 10 },
  filterValues: { min: 1, max: 10 },
  filterValue: { min: 0, max: 512 },
  secretIdList: { min: 1, max: 20 },
  region: { min: 1, max: 128 },
  replicaRegions: { min: 1 },
  passwordLength: { min: 1, max: 4096 },
  excludeCharacters: { min: 0, max: 4096 },
  /** Of managed external secrets. */
  type: { min: 0, max: 256 },
  externalMetadataKey: { min: 1, max: 256 },
  externalMetadataValue: { min: 1, max: 2048 },
  externalRoleArn: { min: 20, max: 2048 },
  /** Checked by the service, in its own words. */
  recoveryWindowInDays: { min: 7, max: 30, default: 30 },
  /** Between two rotations; the least holds for a cron() as well as for a rate(). */
  rotationHours: { min: 4, max: 999 * 24 },
  rotationDays: { min: 1, max: 999 },
  /** Of a rotation window. */
  windowHours: { min: 1, max: 24 },
  /** Not recorded: between two attempts of a rotation that fails, twice as long each time. */
  rotationPauseMs: { min: 5 * 60 * 1000, max: 60 * 60 * 1000 },
  /** Unlabelled versions go beyond so many, the oldest first, but never while they are younger than a day. */
  versionsOfSecret: 100,
  youngestPrunedMs: 24 * 60 * 60 * 1000,
} as const
