export { type KeyFileOptions, keyFile } from './key-file.js'
export { type OpenedSqlite, type OpenSqliteOptions, openSqlite } from './open-sqlite.js'
export { type SqliteStore, type SqliteStoreOptions, sqliteStore } from './sqlite-store.js'
