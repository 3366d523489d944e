import { sanitised } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'

describe('sanitised, at its edges', () => {
  it('tells no line of a message of which only the start is left', () => {
    const error = new Error('bad input\n    at hunter2:1:1')
    // The stack is written when it is first read.
    expect(error.stack).to.include('hunter2')
    error.message = 'bad'
    expect(sanitised(error).stack).to.not.include('hunter2')
  })
})
