import { routed } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { recordingProvider } from './recording-provider.js'

describe('routed, at its edges', () => {
  it('ends the watching of its members when its own is left', async () => {
    const member = recordingProvider()
    const watched = routed({ '': member }).watch(['db'])[Symbol.asyncIterator]()
    await watched.return?.()
    const [, , options] = member.calls.at(-1) ?? []
    expect(options).to.have.nested.property('signal.aborted', true)
  })
})
