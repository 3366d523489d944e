import { expect } from 'chai'
import { describe, it } from 'mocha'
import { ConstraintFault, readInput } from '#shapes/input'
import { blob, boolean, type InputOf, integer, list, required, structure, text } from '#shapes/shape'
import { TypeFault } from '#shapes/type-fault'
import { thrownBy } from './thrown.js'

const shape = structure({
  Id: required(text({ min: 1 })),
  Order: text({ oneOf: ['asc', 'desc'] }),
  Count: integer({ max: 3 }),
  Flag: boolean(),
  Bytes: blob(),
  Parts: list(structure({ Key: text() })),
})

describe('readInput', () => {
  it('gives the input, in the type that its shape says', () => {
    const input = readInput(shape, { Id: 'a', Order: 'asc', Bytes: 'Zm9v', Parts: [{ Key: 'k' }] })
    const id: string = input.Id
    const order: 'asc' | 'desc' | undefined = input.Order
    const count: number | undefined = input.Count
    const keys: readonly (string | undefined)[] | undefined = input.Parts?.map(({ Key }) => Key)
    expect({ id, order, count, keys }).to.deep.equal({ id: 'a', order: 'asc', count: undefined, keys: ['k'] })
  })

  it('has a type without room for other things', () => {
    const least: InputOf<typeof shape> = { Id: 'a' }
    // @ts-expect-error: a required member
    const none: InputOf<typeof shape> = {}
    // @ts-expect-error: a value that is not in the set
    const up: InputOf<typeof shape> = { Id: 'a', Order: 'up' }
    // @ts-expect-error: a member that the shape does not have
    const more: InputOf<typeof shape> = { Id: 'a', Other: 1 }
    expect([least, none, up, more]).to.have.lengthOf(4)
  })

  it('tells of a wrong type before any constraint', () => {
    const fault = thrownBy(() => readInput(shape, { Count: 'four' }))
    expect(fault).to.be.instanceOf(TypeFault)
  })

  it('tells of all constraints at once', () => {
    const fault = thrownBy(() => readInput(shape, { Count: 4 }))
    expect(fault).to.be.instanceOf(ConstraintFault)
    expect(fault).to.have.property(
      'message',
      "2 validation errors detected: Value null at 'id' failed to satisfy constraint: Member must not be null; " +
        "Value '4' at 'count' failed to satisfy constraint: Member must have value less than or equal to 3",
    )
  })
})
