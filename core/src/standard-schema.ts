/** The part of the Standard Schema interface (version 1) that validating needs: zod, valibot, arktype and others have it. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What `json(schema)` gives for a schema. */
export type OutputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output']

/** Kinds of things, as libraries call them. Whatever else a library says it expected may quote the value. */
const kinds =
  'string number boolean bigint null undefined object array tuple record map set date int integer never nan'.split(
    ' ',
  )

/** How many places are told. */
const mostTold = 20

/** As much of an issue as says nothing of the value: where, and what kind of thing was wanted there. */
export async function describeIssues(
  schema: StandardSchema,
  issues: readonly SchemaIssue[],
  value: unknown,
): Promise<string[]> {
  const places = new Set<string>()
  for (const issue of issues.slice(0, mostTold)) {
    const path = await tellable(schema, keysOf(issue), value)
    const where = path.length === 0 ? 'at the top' : `at "${path.join('.')}"`
    const { expected } = issue as { readonly expected?: unknown }
    const words = typeof expected === 'string' ? expected.toLowerCase().replace(/^an? /, '') : ''
    const kind = kinds.find((each) => each === words)
    places.add(kind === undefined ? where : `${where} (expected ${kind})`)
  }
  const more = issues.length - mostTold
  return more > 0 ? [...places, `and ${more} more`] : [...places]
}

function keysOf({ path = [] }: SchemaIssue): readonly (string | number)[] {
  return path
    .map((step) => (typeof step === 'object' ? step.key : step))
    .map((key) => (typeof key === 'number' ? key : String(key)))
}

/** A key that stands in for one that is not told. */
const untold = '*'

/**
 * A path with `*` for every key that might be the value's own: a secret can be a map whose keys are the secrets. What
 * the schema itself calls a key is what it misses where there is nothing at all; a number is told where there is a list.
 */
async function tellable(
  schema: StandardSchema,
  path: readonly (string | number)[],
  value: unknown,
): Promise<readonly (string | number)[]> {
  const told: (string | number)[] = []
  let at = value
  for (const key of path) {
    const isTellable =
      typeof key === 'number'
        ? Array.isArray(at) && key < at.length
        : (await missing(schema, told)).includes(key)
    told.push(isTellable ? key : untold)
    at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined
  }
  return told
}

/** The keys that a schema misses at a path where there is an empty object. */
async function missing(
  schema: StandardSchema,
  path: readonly (string | number)[],
): Promise<readonly (string | number)[]> {
  const nothing = path.reduceRight<unknown>(
    (inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }),
    {},
  )
  try {
    const { issues = [] } = await schema['~standard'].validate(nothing)
    const within = issues
      .map(keysOf)
      .filter((keys) => path.every((key, i) => typeof key === 'number' || keys[i] === key))
    return within.map((keys) => keys[path.length]).filter((key) => key !== undefined)
  } catch {
    // A schema that trips over nothing at all has nothing to tell.
    return []
  }
}

/** Schemas are objects in some libraries, and functions in others. */
export function isSchema(thing: unknown): thing is StandardSchema {
  return (
    ((typeof thing === 'object' && thing !== null) || typeof thing === 'function') && '~standard' in thing
  )
}
