import { createSecrets, manualClock, memoryProvider } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fakeProvider, gate, type Said, settle } from './fake-provider.js'
import { all } from './recording-provider.js'
import { refusalOf } from './refusal.js'

describe('Secrets, at its edges', () => {
  it('ends a watch at close also where it has a signal of its own', async () => {
    const secrets = createSecrets({ providers: [memoryProvider({ db: 'x' })], clock: manualClock() })
    const events = all(secrets.watch('db', { signal: new AbortController().signal }))
    await settle()
    await secrets.close()
    expect(await events).to.deep.equal([])
  })

  it('rejects with ABORTED where a bundle is given up, whatever else was wrong', async () => {
    const stop = new AbortController()
    const provider = fakeProvider(() => gate<Said>().promise)
    const secrets = createSecrets({ providers: [provider] })
    const entries = { wrong: 'no name', slow: 'db' }
    const bundle = refusalOf(secrets.bundle(entries, { signal: stop.signal }))
    await settle()
    stop.abort()
    expect(await bundle).to.have.property('code', 'ABORTED')
  })
})
