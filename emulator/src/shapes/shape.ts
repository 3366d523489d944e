/**
 * What an input must look like, as data: one description from which the types are read, the constraints are checked,
 * and TypeScript knows the outcome. Numbers come from `limits`; AWS's own type of a number decides its fault's text.
 */
export type Shape = Text | Whole | Flag | Blob | List | Structure

export interface Bounds {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** A string; lengths count UTF-16 units, as Java does. */
export interface Text<V extends string = string> extends Bounds {
  readonly kind: 'text'
  /** As AWS writes it, and as violations quote it; a value has to match from end to end. */
  readonly pattern?: Pattern | undefined
  /** The values there are, in the order in which violations name them. */
  readonly oneOf?: readonly V[] | undefined
  /** Whether the value is kept out of every violation. */
  readonly sensitive: boolean
}

interface Pattern {
  readonly source: string
  readonly whole: RegExp
}

/** A whole number: an Integer or a Long of Java. */
export interface Whole extends Bounds {
  readonly kind: 'integer' | 'long'
}

export interface Flag {
  readonly kind: 'boolean'
}

/** Bytes, which are base64 on the wire; lengths count bytes. No violation ever shows them. */
export interface Blob extends Bounds {
  readonly kind: 'blob'
}

export interface List<S extends Shape = Shape> extends Bounds {
  readonly kind: 'list'
  readonly member: S
}

export interface Structure<M extends Members = Members> {
  readonly kind: 'structure'
  readonly members: M
  /** The same, as readers go through them. */
  readonly named: readonly NamedMember[]
}

interface NamedMember {
  /** As it is in JSON: `SecretId`. */
  readonly name: string
  /** As violations call it: `secretId`. */
  readonly called: string
  readonly shape: Shape
  readonly mandatory: boolean
}

/** In the order in which violations are told. */
export interface Members {
  readonly [name: string]: Member
}

export type Member = Shape | Mandatory

/** A member that must be there. */
export interface Mandatory<S extends Shape = Shape> {
  readonly kind: 'required'
  readonly shape: S
}

/** What a value of the shape is in TypeScript, once types and constraints have been found in order. */
export type InputOf<S extends Shape> =
  S extends Text<infer V>
    ? V
    : S extends Whole
      ? number
      : S extends Flag
        ? boolean
        : S extends Blob
          ? Uint8Array
          : S extends List<infer E>
            ? readonly InputOf<E>[]
            : S extends Structure<infer M>
              ? Flat<MandatoryOf<M> & OptionalOf<M>>
              : never

type MandatoryOf<M extends Members> = {
  readonly [N in keyof M as M[N] extends Mandatory ? N : never]: M[N] extends Mandatory<infer S>
    ? InputOf<S>
    : never
}

type OptionalOf<M extends Members> = {
  readonly [N in keyof M as M[N] extends Mandatory ? never : N]?:
    | (M[N] extends Shape ? InputOf<M[N]> : never)
    | undefined
}

type Flat<T> = { [K in keyof T]: T[K] }

export interface TextRules<V extends string> extends Bounds {
  readonly pattern?: string | undefined
  readonly oneOf?: readonly V[] | undefined
  readonly sensitive?: boolean | undefined
}

export function text<const V extends string = string>({
  pattern,
  sensitive = false,
  ...rules
}: TextRules<V> = {}): Text<V> {
  const compiled =
    pattern === undefined ? undefined : { source: pattern, whole: new RegExp(`^(?:${pattern})$`) }
  return { kind: 'text', ...rules, pattern: compiled, sensitive }
}

export function integer(bounds: Bounds = {}): Whole {
  return { kind: 'integer', ...bounds }
}

export function long(bounds: Bounds = {}): Whole {
  return { kind: 'long', ...bounds }
}

export function boolean(): Flag {
  return { kind: 'boolean' }
}

export function blob(bounds: Bounds = {}): Blob {
  return { kind: 'blob', ...bounds }
}

export function list<S extends Shape>(member: S, bounds: Bounds = {}): List<S> {
  return { kind: 'list', member, ...bounds }
}

export function structure<M extends Members>(members: M): Structure<M> {
  const named = Object.entries(members).map(([name, member]) => ({
    name,
    called: lowerFirst(name),
    shape: shapeOf(member),
    mandatory: member.kind === 'required',
  }))
  return { kind: 'structure', members, named }
}

/** `secretId` for SecretId. */
export function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

export function required<S extends Shape>(shape: S): Mandatory<S> {
  return { kind: 'required', shape }
}

/** The shape of a member, whether or not it must be there. */
export function shapeOf(member: Member): Shape {
  return member.kind === 'required' ? member.shape : member
}
