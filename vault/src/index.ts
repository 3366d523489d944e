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
