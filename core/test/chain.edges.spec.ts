import { chain, memoryProvider, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider } from './fake-provider.js'
import { recordingProvider } from './recording-provider.js'
import { refusalOf } from './refusal.js'

describe('chain, at its edges', () => {
  it('tells who was asked where a describe ends with a refusal', async () => {
    const denied = fakeProvider(() => 'x', { id: 'b' })
    denied.describe = () => Promise.reject(new SecretsError('ACCESS_DENIED', 'no'))
    const { tried } = await refusalOf(chain([memoryProvider({}, { id: 'a' }), denied]).describe('db'))
    expect(tried).to.deep.equal([
      { provider: 'a', outcome: 'NOT_FOUND' },
      { provider: 'b', outcome: 'ACCESS_DENIED' },
    ])
  })

  it('hands the signal of a caller on to the member that lists the versions', async () => {
    const member = recordingProvider()
    const stop = new AbortController()
    await chain([member]).versions('db', {}, { signal: stop.signal })
    const [, , , op] = member.calls.at(-1) ?? []
    expect(op).to.have.property('signal').that.is.instanceOf(AbortSignal)
  })

  it('listens to the members that watch alone', async () => {
    const watches = recordingProvider()
    watches.changes.push({ kind: 'changed', name: 'db', versionId: 'v1' })
    const { signal } = new AbortController()
    const changes = chain([memoryProvider(), watches]).watch(['db'], { signal })[Symbol.asyncIterator]()
    expect((await changes.next()).value).to.deep.equal({ kind: 'changed', name: 'db', versionId: 'v1' })
    await changes.return?.()
  })
})
