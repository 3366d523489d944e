export { type Ids, randomIds } from './ids.js'
export { limits } from './limits.js'
export type {
  Content,
  Deletion,
  Instant,
  Labels,
  Realm,
  SecretKey,
  SecretRecord,
  Tag,
  VersionRecord,
} from './model.js'
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
  PutRequest,
  Read,
  ReadRequest,
  UpdateRequest,
  VersionListing,
  VersionsRequest,
  Written,
} from './requests.js'
export type { ValueGiven } from './rules/contents.js'
export type { DeletionRequest } from './rules/deletion.js'
export { type Filter, type FilterKey, filterKeys } from './rules/filters.js'
export { labelsByVersion, labelsOf } from './rules/labels.js'
export { arnOf, partitionOf } from './rules/names.js'
export type { PasswordRequest, Random } from './rules/password.js'
export type {
  Change,
  Change,
  Keyring,
  Keyring,
  KeyringStore,
  KeyringStore,
  Order,
  Order,
  Position,
  Position,
  Scan,
  Scan,
  Scanned,
  Scanned,
  Store,
  Store,
  VersionScan,
  VersionScan,
  WrappedKey,
  WrappedKey,
} from './store.js'
export { Vault, type VaultOptions } from './vault.js'
