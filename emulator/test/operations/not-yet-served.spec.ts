import { expect } from 'chai'
import { describe, it } from 'mocha'
import { NotYetServed, notYet } from '#operations/not-yet-served'

describe('notYet', () => {
  it('refuses by name', async () => {
    const refusal = await notYet('RotateSecret')().catch((error: unknown) => error)
    expect(refusal).to.be.instanceOf(NotYetServed)
    expect(refusal).to.have.property('message', 'RotateSecret is not served by this emulator yet.')
  })
})
