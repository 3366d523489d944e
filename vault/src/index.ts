export { type RewrapOptions, rewrap } from './data-keys.js'
export { type Ids, randomIds } from './ids.js'
export { limits } from './limits.js'
export { memoryStore } from './memory-store.js'
export type {
  Content,
  Deletion,
  Instant,
  Labels,
  Realm,
  Replica,
  Rotation,
  SecretKey,
  SecretRecord,
  Tag,
  VersionRecord,
} from './model.js'
export { openedWith, sealedWith } from './passphrase.js'
export { type AccessRequest, decide, type Policies, type Principal, type Verdict } from './policy/access.js'
export { type Policy, parsePolicy } from './policy/document.js'
export { PolicyFault } from './policy/fault.js'
export { type RefusalType, VaultError } from './refusals.js'
export type {
  Batch,
  BatchRequest,
  CreateRequest,
  Deleted,
  Listed,
  ListRequest,
  MoveRequest,
  PageRequest,
  PolicyRequest,
  PutRequest,
  Read,
  ReadRequest,
  ReplicaListing,
  ReplicationRequest,
  UpdateRequest,
  VersionListing,
  VersionsRequest,
  Written,
} from './requests.js'
export type { Attempt, AttemptEnd, Rotating, Usable } from './rotating.js'
export type { ValueGiven } from './rules/contents.js'
export type { DeletionRequest } from './rules/deletion.js'
export { type Filter, type FilterKey, filterKeys } from './rules/filters.js'
export { labelsByVersion, labelsOf } from './rules/labels.js'
export { arnOf, partitionOf } from './rules/names.js'
export type { PasswordRequest, Random } from './rules/password.js'
export type { PolicyProblem } from './rules/policies.js'
export { primaryRegionOf } from './rules/replication.js'
export { type RotationRequest, shownRules } from './rules/rotation.js'
export type { RotationRules } from './rules/schedule.js'
export { sealedStore } from './sealed-store.js'
export { type ContentPlace, openSealer, type Sealer } from './sealer.js'
export type {
  Change,
  Keyring,
  KeyringStore,
  Order,
  Position,
  Scan,
  Scanned,
  Store,
  StoreStats,
  VersionScan,
  WrappedKey,
} from './store.js'
export { type UserKey, userKey } from './user-key.js'
export { Vault, type VaultOptions } from './vault.js'
export type { WholeSecret } from './whole-secrets.js'
