import { SecretsError } from '@strongroom/core/parts'
import { openSealer, type Sealer, type UserKey } from '@strongroom/vault'
import { keyFile as keyIn, readKeyFile } from './key-file.js'
import { type SqliteStore, type SqliteStoreOptions, sqliteStore } from './sqlite-store.js'

export interface OpenSqliteOptions extends SqliteStoreOptions {
  /** The file with the key that everything is sealed under, made together with the database. */
  readonly keyFile: string
}

export interface OpenedSqlite {
  readonly store: SqliteStore
  readonly sealer: Sealer
}

/**
 * Opens a database and the key to it; where there is no database yet, makes both. Who calls closes the store.
 *
 * Rejects with DECRYPTION_FAILED if the database has data keys and the key file is gone, or holds another key: a new
 * one could not open anything that is there. Otherwise as the store and `keyFile` do.
 */
export async function openSqlite({ keyFile, ...options }: OpenSqliteOptions): Promise<OpenedSqlite> {
  const store = sqliteStore(options)
  try {
    const isNew = (await store.keyring.read()) === undefined
    const key = isNew ? await keyIn(keyFile, { create: true }) : await readKeyFile(keyFile)
    if (key === undefined) {
      throw new SecretsError(
        'DECRYPTION_FAILED',
        `the database is sealed, and its key file ${keyFile} is gone`,
        {
          hint: 'Put the key file back: without it nobody can read these secrets.',
        },
      )
    }
    return { store, sealer: await sealerFor(store, key, keyFile) }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function sealerFor({ keyring }: SqliteStore, key: UserKey, keyFile: string): Promise<Sealer> {
  try {
    return await openSealer(keyring, [key])
  } catch (cause) {
    if (!SecretsError.is(cause, 'DECRYPTION_FAILED')) throw cause
    // The vault knows keys by their ids; whoever has to find the right one knows files.
    throw new SecretsError(
      'DECRYPTION_FAILED',
      `the database is sealed with another key than the one in ${keyFile}`,
      { cause, hint: 'Give the key file that was made together with this database.' },
    )
  }
}
