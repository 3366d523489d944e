import type { SecretInput } from './provider.js'
import type { SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

/** One member of a bundle: required, with a default, or optional. */
export type BundleEntry =
  | SecretRef
  | { readonly ref: SecretRef; readonly default: SecretInput }
  | { readonly ref: SecretRef; readonly optional: true }

/** What `bundle` gives for these entries. */
export type Bundle<Entries extends Readonly<Record<string, BundleEntry>>> = {
  readonly [Key in keyof Entries]: Entries[Key] extends { readonly optional: true }
    ? SecretValue | undefined
    : SecretValue
}

/** An entry with everything said. */
export interface FullEntry {
  readonly ref: SecretRef
  readonly default?: SecretInput
  readonly optional?: true
}

export function fullEntry(entry: BundleEntry): FullEntry {
  return typeof entry === 'object' && entry !== null && 'ref' in entry ? entry : { ref: entry }
}
