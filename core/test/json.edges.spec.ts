import { expect } from 'chai'
import { describe, it } from 'mocha'
import { keyOf } from '#json'

describe('keyOf, at its edges', () => {
  it('reads ~01 as the key ~1, as RFC 6901 says', () => {
    expect(keyOf({ '~1': 'tilde', '/': 'slash' }, '/~01')).to.equal('tilde')
  })
})
