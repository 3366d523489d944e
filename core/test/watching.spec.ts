import {
  chain,
  type ManualClock,
  manualClock,
  memoryProvider,
  type SecretChange,
  SecretsError,
  type SecretsErrorCode,
  type SecretsProvider,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { stream } from '#stream'
import { currentVersion, watching } from '#watching'
import { settle } from './fake-provider.js'
import { all } from './recording-provider.js'
import { codeOf } from './refusal.js'

type State = string | SecretsErrorCode

/** Names whose state is turned by hand, looked at every 10 ms, or when they are said to have changed. */
function setUp(state: Record<string, State>, baseline: Record<string, string> = {}) {
  const clock: ManualClock = manualClock()
  const stop = new AbortController()
  let announce: (name: string) => void = () => {}
  const source: SecretsProvider = {
    ...memoryProvider(),
    watch: (_names, { signal } = {}) =>
      stream(signal, (feed) => {
        announce = (name) => feed.push({ kind: 'changed', name, versionId: 'whatever' })
      }),
  }
  const changes = watching(Object.keys(state), stop.signal, {
    current: async (name) => {
      const now = state[name] as string
      if (/^v\d/.test(now)) return now
      throw new SecretsError(now as SecretsErrorCode, 'told to')
    },
    baseline: (name) => baseline[name],
    sources: [source],
    tick: (signal) => clock.sleep(10, signal),
  })
  const seen: string[] = []
  const ended = (async () => {
    for await (const change of changes) seen.push(shown(change))
  })()
  return { clock, stop, seen, ended, announce: (name: string) => announce(name) }
}

function shown(change: SecretChange): string {
  if (change.kind === 'changed') return `${change.name} ${change.versionId}`
  return change.kind === 'failed' ? `${change.name} ${change.code}` : `${change.name} deleted`
}

describe('watching', () => {
  it('tells nothing while nothing changes', async () => {
    const { clock, seen } = setUp({ a: 'v1', b: 'NOT_FOUND' })
    await clock.advance(100)
    expect(seen).to.deep.equal([])
  })

  it('tells each change once, in the order it was seen', async () => {
    const state = { a: 'v1' }
    const { clock, seen } = setUp(state)
    await clock.advance(10)
    for (const next of ['v2', 'v2', 'NOT_FOUND', 'INVALID_STATE', 'v3', 'v3']) {
      state.a = next
      await clock.advance(10)
    }
    expect(seen).to.deep.equal(['a v2', 'a deleted', 'a v3'])
  })

  it('tells a failure once for each code, and a recovery only where something changed', async () => {
    const state = { a: 'v1' }
    const { clock, seen } = setUp(state)
    await clock.advance(10)
    for (const next of ['UNAVAILABLE', 'UNAVAILABLE', 'ACCESS_DENIED', 'v1', 'UNAVAILABLE', 'v2']) {
      state.a = next
      await clock.advance(10)
    }
    expect(seen).to.deep.equal(['a UNAVAILABLE', 'a ACCESS_DENIED', 'a UNAVAILABLE', 'a v2'])
  })

  it('learns without telling when it can read for the first time after a failure', async () => {
    const state = { a: 'UNAVAILABLE' }
    const { clock, seen } = setUp(state)
    await clock.advance(10)
    state.a = 'v1'
    await clock.advance(10)
    state.a = 'v2'
    await clock.advance(10)
    expect(seen).to.deep.equal(['a UNAVAILABLE', 'a v2'])
  })

  it('tells at once what a source announces, if it is so', async () => {
    const state = { a: 'v1' }
    const { seen, announce } = setUp(state)
    await settle()
    announce('a')
    await settle()
    expect(seen).to.deep.equal([])
    state.a = 'v2'
    announce('a')
    await settle()
    expect(seen).to.deep.equal(['a v2'])
  })

  it('loses nothing that is announced before the first look has ended', async () => {
    const state = { a: 'v1' }
    const { seen, announce } = setUp(state)
    state.a = 'v2'
    announce('a')
    await settle()
    expect(seen.at(-1)).to.be.oneOf(['a v2', undefined])
    state.a = 'v3'
    announce('a')
    await settle()
    expect(seen.at(-1)).to.equal('a v3')
  })

  it('tells what differs from what the watcher has seen before', async () => {
    const { clock, seen } = setUp({ a: 'v2', b: 'v1', c: 'NOT_FOUND' }, { a: 'v1', b: 'v1', c: 'v1' })
    await clock.advance(10)
    expect(seen).to.deep.equal(['a v2', 'c deleted'])
  })

  it('ends when its signal aborts, and looks no more', async () => {
    const state = { a: 'v1' }
    const { clock, seen, stop, ended } = setUp(state)
    await clock.advance(10)
    stop.abort()
    state.a = 'v2'
    await clock.advance(100)
    await ended
    expect(seen).to.deep.equal([])
  })

  it('fails where what it watches is closed', async () => {
    const state = { a: 'v1' }
    const { clock, ended } = setUp(state)
    const end = codeOf(ended)
    await settle()
    state.a = 'CLOSED'
    await clock.advance(10)
    expect(await end).to.equal('CLOSED')
  })

  it('fails as a source fails', async () => {
    const source = { ...memoryProvider(), watch: memoryProvider().watch }
    const changes = watching(['a'], undefined, { current: async () => 'v1', sources: [source] })
    expect(await codeOf(all(changes))).to.equal('UNSUPPORTED')
  })
})

describe('watching a chain', () => {
  /** A memory that announces every write. */
  function announcing(id: string, values: Record<string, string>) {
    const memory = memoryProvider(values, { id })
    let push: (change: SecretChange) => void = () => {}
    const provider: SecretsProvider = {
      ...memory,
      capabilities: { ...memory.capabilities, watch: true },
      put: async (name, ...rest) => {
        const version = await memory.put(name, ...rest)
        push({ kind: 'changed', name, versionId: version.versionId })
        return version
      },
      watch: (_names, { signal } = {}) =>
        stream<SecretChange>(signal, (feed) => {
          push = feed.push
        }),
    }
    return provider
  }

  it('tells what the chain answers with, not what an earlier member hides', async () => {
    const front = announcing('front', { shown: '1' })
    const back = announcing('back', { shown: '1', hidden: '1' })
    const stop = new AbortController()
    const both = chain([front, back])
    const seen: string[] = []
    const watched = (async () => {
      for await (const change of both.watch(['shown', 'hidden'], { signal: stop.signal }))
        seen.push(change.name)
    })()
    await settle()
    await back.put('shown', '2')
    await back.put('hidden', '2')
    await settle()
    await front.put('shown', '2')
    await settle()
    stop.abort()
    await watched
    expect(seen).to.deep.equal(['hidden', 'shown'])
  })

  it('tells what changed right after it began, once', async () => {
    const source = announcing('source', { a: '1' })
    const stop = new AbortController()
    const seen: SecretChange[] = []
    const changes = chain([source]).watch(['a'], { signal: stop.signal })
    const { versionId } = await source.put('a', '2')
    const watched = (async () => {
      for await (const change of changes) seen.push(change)
    })()
    await settle()
    stop.abort()
    await watched
    expect(seen).to.deep.equal([{ kind: 'changed', name: 'a', versionId }])
  })

  it('is UNSUPPORTED where no member watches', async () => {
    const changes = chain([memoryProvider()]).watch(['a'])
    expect(await codeOf(all(changes))).to.equal('UNSUPPORTED')
  })
})

describe('currentVersion', () => {
  const version = { versionId: 'v1', labels: ['AWSCURRENT'], createdAt: new Date(0) }
  const info = {
    name: 'a',
    createdAt: new Date(0),
    versions: [{ ...version, versionId: 'v0', labels: ['x'] }, version],
  }

  it('is the version that carries AWSCURRENT', () => {
    expect(currentVersion(info)).to.equal('v1')
  })

  it('is refused as a read is, where there is none or the secret is on its way out', () => {
    expect(() => currentVersion({ ...info, versions: [] })).to.throw(SecretsError, 'no current version')
    expect(() => currentVersion({ ...info, deletesAt: new Date(1) })).to.throw(
      SecretsError,
      'scheduled for deletion',
    )
  })
})
