import fc from 'fast-check'
import { type Shape, type Structure, shapeOf } from '#shapes/shape'

export const anyJson = fc.jsonValue({ maxDepth: 3 })

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
export function structured(shape: Structure): fc.Arbitrary<unknown> {
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
