import type { Decision } from '../settings.js'

/** A setting's value, and who said so: a file, a variable, `option` or `default`. */
export type Sourced<T> = Pick<Decision, 'from'> & { readonly value: T }

/** What to tell of it; nothing said is null. */
export function decided(setting: string, { value, from }: Sourced<unknown>): Decision {
  return { setting, value: value ?? null, from }
}
