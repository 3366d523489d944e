import { type Member, type Shape, shapeOf } from '#shapes/shape'
import type { ModelShape, ServiceModel } from './botocore.js'

/** Every place of an input, `Tags[].Key`, with all that must hold there, in one line. */
export type FlatShape = ReadonlyMap<string, string>

interface Rules {
  readonly type: string
  readonly required: boolean
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly pattern?: string | undefined
  readonly values?: readonly string[] | undefined
  readonly sensitive?: boolean | undefined
}

/** A length without a lower bound has the bound 0; the order of an enumeration is not compared. */
function line({ type, required, min, max, pattern, values, sensitive }: Rules): string {
  const measured = ['text', 'blob', 'list'].includes(type)
  const bounds = [min ?? (measured ? 0 : undefined), max]
  return [
    required ? 'required' : undefined,
    sensitive ? 'sensitive' : undefined,
    type,
    type === 'boolean' || type === 'structure' ? undefined : bounds.map((each) => each ?? '').join('–'),
    pattern,
    values && [...values].sort().join('|'),
  ]
    .filter((each) => each !== undefined)
    .join(' ')
}

export function flatShape(shape: Shape): FlatShape {
  const lines = new Map<string, string>()
  const add = (place: string, member: Member) => {
    const inner = shapeOf(member)
    lines.set(place, line({ ...rulesOf(inner), required: member.kind === 'required' }))
    descend(place, inner)
  }
  const descend = (place: string, inner: Shape) => {
    if (inner.kind === 'list') add(`${place}[]`, inner.member)
    if (inner.kind !== 'structure') return
    for (const [name, member] of Object.entries(inner.members))
      add(place === '' ? name : `${place}.${name}`, member)
  }
  descend('', shape)
  return lines
}

function rulesOf(shape: Shape): Omit<Rules, 'required'> {
  const { kind: type } = shape
  if (shape.kind === 'boolean' || shape.kind === 'structure') return { type }
  const { min, max } = shape
  if (shape.kind === 'blob') return { type, min, max, sensitive: true }
  if (shape.kind !== 'text') return { type, min, max }
  return { type, min, max, pattern: shape.pattern?.source, values: shape.oneOf, sensitive: shape.sensitive }
}

/** The same from botocore's model. */
export function flatModel({ shapes }: ServiceModel, name: string): FlatShape {
  const lines = new Map<string, string>()
  const shapeNamed = (each: string): ModelShape => shapes[each] ?? { type: `unknown shape ${each}` }
  const add = (place: string, each: string, required: boolean) => {
    const { type, min, max, pattern, enum: values, sensitive } = shapeNamed(each)
    const kind = type === 'string' ? 'text' : type
    lines.set(place, line({ type: kind, required, min, max, pattern, values, sensitive }))
    descend(place, each)
  }
  const descend = (place: string, each: string) => {
    const { members = {}, member, required = [] } = shapeNamed(each)
    if (member) add(`${place}[]`, member.shape, false)
    for (const [inner, { shape }] of Object.entries(members)) {
      add(place === '' ? inner : `${place}.${inner}`, shape, required.includes(inner))
    }
  }
  descend('', name)
  return lines
}
