import { readFileSync } from 'node:fs'
import { sanitised } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'

class QuotingError extends Error {}

describe('sanitised', () => {
  const quoting: [string, (canary: string) => unknown][] = [
    ['a message', (canary) => new Error(`cannot parse ${canary}`)],
    [
      'a message of several lines',
      (canary) => new Error(`bad:\n    at ${canary}\n${canary}\n    at the end`),
    ],
    ['a message that only quotes', (canary) => new Error(canary)],
    ['a message changed later', (canary) => retold(new Error(canary), 'changed')],
    ['a message emptied later', (canary) => retold(new Error(`x\n    at ${canary}`), '')],
    ['a message cut later', (canary) => retold(new Error(`x\n    at ${canary}`), 'x')],
    [
      'a stack alone',
      (canary) => Object.assign(new Error('no'), { stack: `Error: ${canary}\n  at ${canary}` }),
    ],
    ['a cause', (canary) => new Error('no', { cause: new Error(canary) })],
    ['a property', (canary) => Object.assign(new Error('no'), { input: canary })],
    ['a name', (canary) => Object.assign(new Error('no'), { name: canary })],
    ['a code', (canary) => Object.assign(new Error('no'), { code: `cannot parse ${canary}` })],
    ['errors within', (canary) => new AggregateError([new Error(canary)], canary)],
    ['what JSON.parse says', jsonError],
    ['a thrown string', (canary) => canary],
    ['a thrown object', (canary) => ({ canary })],
  ]
  for (const [what, make] of quoting) {
    it(`leaves behind what quotes a value: ${what}`, () => {
      const canary = newCanary()
      expectNoTrace(canary, sanitised(make(canary)))
    })
  }

  it('keeps the class, the code and the place', () => {
    const error = Object.assign(new QuotingError('text'), { code: 'ERR_QUOTED' })
    const safe = sanitised(error)
    expect(safe).to.include({ name: 'QuotingError', code: 'ERR_QUOTED' })
    expect(safe.stack).to.match(/^QuotingError: message withheld.*\n\s+at .*errors\.sanitised\.spec/)
    expect(safe.message).not.to.include('text')
  })

  it('keeps what the operating system called it, and not what it was asked for', () => {
    const canary = newCanary()
    let error: unknown
    try {
      readFileSync(canary)
    } catch (caught) {
      error = caught
    }
    const safe = sanitised(error)
    expect(safe).to.include({ message: 'ENOENT in open', code: 'ENOENT' })
    expectNoTrace(canary, safe)
  })

  it('says the place of an error without a message', () => {
    expect(sanitised(new Error()).stack).to.match(/\n\s+at .*errors\.sanitised\.spec/)
  })

  it('says no place for an error without a stack', () => {
    const error = new Error('text')
    delete error.stack
    expect(sanitised(error).stack).to.match(/^Error: message withheld[^\n]*$/)
  })

  const thrown: [unknown, string][] = [
    ['text', 'string'],
    [7, 'number'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, 'object'],
  ]
  for (const [thing, kind] of thrown) {
    it(`says only that something was thrown, for ${kind}`, () => {
      expect(sanitised(thing).message).to.equal(`a thrown ${kind}, withheld`)
    })
  }
})

function jsonError(canary: string): unknown {
  try {
    return JSON.parse(canary)
  } catch (error) {
    return error
  }
}

/** An error whose message was changed after its stack was written. */
function retold(error: Error, message: string): Error {
  const { stack } = error
  return Object.defineProperty(Object.assign(error, { message }), 'stack', { value: stack })
}
