import { expect } from 'chai'
import { describe, it } from 'mocha'
import { watching } from '#watching'
import { gate, settle } from './fake-provider.js'
import { recordingProvider } from './recording-provider.js'

describe('watching, at its edges', () => {
  it('looks once at a time, so that an older answer is not told after a newer one', async () => {
    const source = recordingProvider()
    source.changes.push({ kind: 'changed', name: 'db', versionId: 'v2' })
    const first = gate<string>()
    let looks = 0
    const stop = new AbortController()
    const watched = watching(['db'], stop.signal, {
      current: () => (looks++ === 0 ? first.promise : Promise.resolve('v2')),
      sources: [source],
    })[Symbol.asyncIterator]()
    await settle()
    first.resolve('v1')
    expect((await watched.next()).value).to.deep.equal({ kind: 'changed', name: 'db', versionId: 'v2' })
    const more = watched.next()
    await settle()
    stop.abort()
    expect(await more).to.have.property('done', true)
  })
})
