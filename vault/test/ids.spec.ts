import { expect } from 'chai'
import { describe, it } from 'mocha'
import { randomIds } from '#ids'
import { limits } from '#limits'

describe('randomIds', () => {
  it('ends ARNs in six letters or digits', () => {
    for (let i = 0; i < 100; i += 1) expect(randomIds.suffix()).to.match(/^[A-Za-z0-9]{6}$/)
  })

  it('makes ids that are all different, and version ids as long as AWS wants them', () => {
    for (const make of [randomIds.secret, randomIds.version]) {
      expect(new Set(Array.from({ length: 1000 }, make)).size).to.equal(1000)
    }
    expect(randomIds.version().length).to.be.within(limits.versionId.min, limits.versionId.max)
  })
})
