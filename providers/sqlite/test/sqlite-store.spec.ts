import { randomUUID } from 'node:crypto'
import { describeStore } from '@strongroom/vault/testing'
import { describe, it } from 'mocha'
import { type SqliteStore, sqliteStore } from '#sqlite-store'
import { useFolder } from './folder.js'

describe('sqliteStore', () => {
  const at = useFolder()
  const files = new WeakMap<object, string>()
  const open = async (file: string): Promise<SqliteStore> => {
    const store = sqliteStore({ file })
    files.set(store, file)
    return store
  }
  const again = (store: object) => open(files.get(store) ?? '')

  describeStore(
    'in a file',
    { open: () => open(at(randomUUID())), reopen: again, second: again },
    { describe, it },
  )
  describeStore('in memory', { open: async () => sqliteStore({ file: ':memory:' }) }, { describe, it })
})
