import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { operations } from '#operations/index'
import { violations } from '#shapes/constraints'
import { ConstraintFault, readInput } from '#shapes/input'
import { TypeFault } from '#shapes/type-fault'
import { readTypes } from '#shapes/types'
import { anyJson, structured } from './any-input.js'
import { thrownBy } from './thrown.js'

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
    }).timeout('20s')

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
    }).timeout('20s')
  }
})
