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

/**
 * What an issue says without its message, which in most libraries quotes the value that did not fit: where, and what
 * kind of thing the schema wanted there, if the library tells that apart.
 */
export function describeIssue(issue: SchemaIssue): string {
  const path = issue.path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
  const where = path ? `at "${path}"` : 'at the top'
  const { expected } = issue as { expected?: unknown }
  return typeof expected === 'string' ? `${where} (expected ${expected})` : where
}

/** Schemas are objects in some libraries, and functions in others. */
export function isSchema(thing: unknown): thing is StandardSchema {
  return (
    ((typeof thing === 'object' && thing !== null) || typeof thing === 'function') && '~standard' in thing
  )
}
