export { type RewrapOptions, rewrap } from './data-keys.js'
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
  VersionScan,
  WrappedKey,
} from './store.js'
export { type UserKey, userKey } from './user-key.js'
