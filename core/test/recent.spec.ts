import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Recent } from '#recent'

describe('Recent', () => {
  it('lets the one leave that was not used for the longest time, when there are few', () => {
    const recent = new Recent<number>(3)
    for (const [i, key] of ['a', 'b', 'c'].entries()) recent.keep(key, i)
    recent.use('a')
    recent.keep('d', 3)
    expect(recent.values()).to.deep.equal([2, 0, 3])
  })

  it('lets an eighth leave at once, when there are many', () => {
    const recent = new Recent<number>(80)
    for (let i = 0; i <= 80; i++) recent.keep(`${i}`, i)
    expect(recent.values()).to.deep.equal(Array.from({ length: 70 }, (_, i) => i + 11))
  })
})
