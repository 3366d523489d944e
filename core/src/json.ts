export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What the engine has and this TypeScript's library does not yet know: the text that a JSON number was written in. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): Json }

/** Parses JSON so that `JSON.stringify` gives every number back as it was written: 1.10, or thirty digits. */
export function exactJson(text: string): Json {
  const keep = (_key: string, value: Json, context?: { source: string }) =>
    typeof value === 'number' && context !== undefined ? rawJSON(context.source) : value
  return JSON.parse(text, keep)
}

/** The value at an own key, or at a JSON pointer (RFC 6901) if `path` starts with `/`; undefined where there is none. */
export function keyOf(json: Json, path: string): Json | undefined {
  const steps = path.startsWith('/') ? path.slice(1).split('/').map(unescaped) : [path]
  return steps.reduce<Json | undefined>(step, json)
}

function step(at: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(at)) return /^(0|[1-9]\d*)$/.test(key) ? at[Number(key)] : undefined
  if (typeof at !== 'object' || at === null || isRaw(at)) return undefined
  return Object.hasOwn(at, key) ? (at as { readonly [key: string]: Json })[key] : undefined
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}

const { isRawJSON: isRaw } = JSON as unknown as { isRawJSON(thing: unknown): boolean }
