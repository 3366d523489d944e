import { inspect } from 'node:util'
import { AssertionError, expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, expectNoTraceIn, newBinaryCanary, newCanary } from '../canary.mjs'

describe('the canary', () => {
  const leaks = [
    ['in a message', (canary) => new Error(`cannot parse ${canary}`)],
    ['in a part of it', (canary) => new Error(`near ${Buffer.from(canary).toString('latin1').slice(3, 11)}`)],
    ['in a stack', (canary) => Object.assign(new Error('no'), { stack: `Error\n at ${canary}` })],
    ['in the cause of a cause', (canary) => new Error('a', { cause: new Error('b', { cause: { canary } }) })],
    ['among several errors', (canary) => new AggregateError([new Error(`${canary}`)])],
    ['in a property', (canary) => Object.assign(new Error('no'), { input: { canary } })],
    ['in a hidden property', (canary) => Object.defineProperty(new Error('no'), 'x', { value: canary })],
    ['under a symbol', (canary) => Object.assign(new Error('no'), { [Symbol('x')]: canary })],
    ['in a key', (canary) => Object.assign(new Error('no'), { [String(canary)]: 1 })],
    ['in a Map', (canary) => Object.assign(new Error('no'), { x: new Map([[1, canary]]) })],
    ['only in its JSON', (canary) => Object.assign(new Error('no'), { toJSON: () => String(canary) })],
    ['as inspected bytes', (canary) => new Error(inspect(Buffer.from(canary)))],
    ['as a list of numbers', (canary) => new Error(inspect(new Uint8Array(Buffer.from(canary))))],
    ['as JSON bytes', (canary) => new Error(JSON.stringify(new Uint8Array(Buffer.from(canary))))],
    [
      'as base64 of more',
      (canary) => new Error(Buffer.concat([Buffer.from('ab'), Buffer.from(canary)]).toString('base64')),
    ],
    ['as upper-case hex', (canary) => new Error(Buffer.from(canary).toString('hex').toUpperCase())],
  ]
  for (const [where, leak] of leaks) {
    for (const make of [newCanary, newBinaryCanary]) {
      it(`is found ${where}, from ${make.name}`, () => {
        const canary = make()
        expect(() => expectNoTrace(canary, leak(canary))).to.throw(AssertionError)
      })
    }
  }

  it('is found in written bytes', () => {
    const canary = newCanary()
    expect(() => expectNoTraceIn(canary, Buffer.from(`x${canary}`))).to.throw(AssertionError)
    expect(() => expectNoTraceIn(canary, Buffer.from(`x${canary}`, 'utf16le'))).to.throw(AssertionError)
  })

  it('is not found where it is not, nor told by the assertion that finds it', () => {
    const canary = newCanary()
    expectNoTrace(canary, new Error('nothing', { cause: new Error(newCanary()) }))
    let found
    try {
      expectNoTrace(canary, new Error(canary))
    } catch (error) {
      found = error
    }
    expect(found).to.be.instanceOf(AssertionError)
    expectNoTrace(canary, found)
  })
})
