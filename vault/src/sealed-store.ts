import { SecretsError } from '@strongroom/core/parts'
import type { Content } from './model.js'
import type { ContentPlace, Sealer } from './sealer.js'
import type { Change, Store } from './store.js'

/**
 * A store that never sees what it keeps: contents are sealed on the way in and opened on the way out. What the store
 * still holds on to, and hands out again, is opened once.
 */
export function sealedStore(store: Store, sealer: Sealer): Store {
  const openedBefore = new WeakMap<Content, Content>()

  return {
    kind: store.kind,
    find: (key) => store.find(key),
    version: (secretId, versionId) => store.version(secretId, versionId),
    async content(secretId, versionId) {
      const sealed = await store.content(secretId, versionId)
      if (sealed === undefined) return undefined
      const before = openedBefore.get(sealed)
      if (before !== undefined) return before
      const content = await opened(sealed, { secretId, versionId })
      openedBefore.set(sealed, content)
      return content
    },
    versions: (secretId, scan) => store.versions(secretId, scan),
    scan: (realm, scan) => store.scan(realm, scan),
    realmsWith: (name) => store.realmsWith(name),
    realms: () => store.realms(),
    due: (now, limit) => store.due(now, limit),
    count: () => store.count(),
    commit: async (changes) => store.commit(changes.map((change) => withSealed(change, sealer))),
    ...(store.stats === undefined ? {} : { stats: store.stats.bind(store) }),
    clear: (realm) => store.clear(realm),
    close: () => store.close(),
  }

  async function opened(sealed: Content, at: ContentPlace): Promise<Content> {
    try {
      return sealer.open(sealed, at)
    } catch (error) {
      // Another process may have sealed it, with a data key that it has made since.
      if (!SecretsError.is(error, 'DECRYPTION_FAILED') || !(await sealer.refresh())) throw error
      return sealer.open(sealed, at)
    }
  }
}

function withSealed(change: Change, sealer: Sealer): Change {
  const { record, contents } = change
  if (record === undefined || contents.size === 0) return change
  const seal = ([versionId, content]: readonly [string, Content]) =>
    [versionId, sealer.seal(content, { secretId: record.id, versionId })] as const
  return { ...change, contents: new Map([...contents].map(seal)) }
}
