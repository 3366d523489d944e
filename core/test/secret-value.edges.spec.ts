import { SecretValue } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { sealed } from './fake-provider.js'

describe('SecretValue, at its edges', () => {
  it('has a date of its own, which its maker cannot change', () => {
    const createdAt = new Date(5)
    const value = new SecretValue('x', { ...sealed('db', 'x'), createdAt })
    createdAt.setTime(0)
    expect(Number(value.createdAt)).to.equal(5)
  })
})
