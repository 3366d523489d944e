import { memoryProvider, observed, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf } from './refusal.js'

describe('forwarded, at its edges', () => {
  it('rejects with an error that a provider answers instead of throwing it', async () => {
    const inner = memoryProvider()
    inner.get = async () => new SecretsError('ACCESS_DENIED', 'no') as never
    expect(await codeOf(observed(inner).get('db'))).to.equal('ACCESS_DENIED')
  })

  it('hands on what a caller says of waiting, to every member', async () => {
    const inner = recordingProvider()
    const { signal } = new AbortController()
    const op = { signal }
    const outer = observed(inner)
    await outer.get('db', op)
    await outer.getMany(['db'], op)
    await outer.describe('db', op)
    await outer.list({}, op)
    await outer.versions('db', {}, op)
    await outer.create('db', 'x', {}, op)
    await outer.put('db', 'x', {}, op)
    await outer.moveLabel('db', 'l', {}, op)
    await outer.delete('db', {}, op)
    await outer.restore('db', op)
    await outer.tag('db', {}, op)
    await outer.untag('db', [], op)
    expect(inner.calls).to.have.lengthOf(callsAboutOne.length + 2)
    for (const [member, ...args] of inner.calls) expect(args.at(-1), member).to.equal(op)
  })
})
