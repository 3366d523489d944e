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
  SecretKey,
  SecretRecord,
  Tag,
  VersionRecord,
} from './model.js'
export { openedWith, sealedWith } from './passphrase.js'
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
