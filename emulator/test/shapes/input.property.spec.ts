import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { operations } from '#operations/index'
import { violations } from '#shapes/constraints'
import { ConstraintFault, readInput } from '#shapes/input'
import { type Shape, type Structure, shapeOf } from '#shapes/shape'
import { TypeFault } from '#shapes/type-fault'
import { readTypes } from '#shapes/types'
import { expectNoTrace, newCanary } from './canary.js'
import { thrownBy } from './thrown.js'

const anyJson = fc.jsonValue({ maxDepth: 3 })

/** A member's value that is often of the right type, seldom within bounds, and sometimes anything. */
function tryFor(shape: Shape): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: typed(shape) }, { weight: 1, arbitrary: anyJson })
}

function typed(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text': {
      const known = shape.oneOf ?? []
      const within = fc.string({ unit: 'binary', maxLength: 80 })
      const matching = shape.pattern ? [fc.stringMatching(shape.pattern.whole)] : []
      return fc.oneof(within, fc.constantFrom('', 'x'.repeat(40), ...known), ...matching)
    }
    case 'integer':
    case 'long':
      return fc.oneof(fc.integer({ min: -1, max: 200 }), fc.double())
    case 'boolean':
      return fc.boolean()
    case 'blob':
      return fc.oneof(fc.base64String({ maxLength: 40 }), fc.string())
    case 'list':
      return fc.array(tryFor(shape.member), { maxLength: 25 })
    case 'structure':
      return structured(shape)
  }
}

/** A body as JSON.parse would give it, with the names that tempt a careless reader. */
function structured(shape: Structure): fc.Arbitrary<unknown> {
  const known = Object.entries(shape.members).map(([name, member]) =>
    fc.tuple(fc.constant(name), tryFor(shapeOf(member))),
  )
  const other = fc.tuple(fc.constantFrom('__proto__', 'constructor', 'toString', 'secretid', ''), anyJson)
  const entry = fc.oneof(...known.map((arbitrary) => ({ weight: 3, arbitrary })), {
    weight: 1,
    arbitrary: other,
  })
  return fc.array(entry, { maxLength: 8 }).map((entries) => {
    const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    return JSON.parse(`{${members.join()}}`)
  })
}

/** How many values of a shape must stay unseen: none of them may ever be told. */
const unseen = ['SecretString', 'SecretBinary', 'RotationToken']

describe('the inputs of all operations', () => {
  for (const { name, input } of operations) {
    it(`${name} reads every JSON there is, or throws one of the two faults`, () => {
      const reads = fc.property(fc.oneof(structured(input), anyJson), (body) => {
        const fault = thrownBy(() => readInput(input, body))
        if (fault === undefined || fault instanceof TypeFault) return
        expect(fault).to.be.instanceOf(ConstraintFault)
        const found = violations(input, readTypes(input, body))
        expect(found).to.not.have.lengthOf(0)
        for (const said of found) expect(said).to.match(/^Value .*at '[a-zA-Z0-9.]+' failed to satisfy/s)
      })
      fc.assert(reads, { numRuns: 200 })
    })

    const secret = unseen.filter((member) => member in input.members)
    if (secret.length === 0) continue

    it(`${name} never tells ${secret.join(', ')}`, () => {
      const silent = fc.property(
        structured(input),
        fc.constantFrom(...secret),
        fc.nat(8),
        (body, member, way) => {
          const canary = newCanary()
          const wrong = [
            canary.repeat(2000),
            `${canary}\ud800`,
            `${canary}?`,
            { [canary]: canary },
            [canary],
            Buffer.from(canary.repeat(2000), 'latin1').toString('base64'),
            canary,
            canary.slice(0, 39),
            [[canary]],
          ][way]
          const fault = thrownBy(() => readInput(input, { ...Object(body), [member]: wrong }))
          if (fault !== undefined) expectNoTrace(canary, fault)
        },
      )
      fc.assert(silent, { numRuns: 200 })
    })
  }
})
