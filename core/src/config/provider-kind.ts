import path from 'node:path'

/** The kinds that need no package name: `memory` is part of this package, the others are packages of ours. */
export const builtInKinds = ['aws', 'env', 'file', 'sqlite', 'memory'] as const

export type BuiltInKind = (typeof builtInKinds)[number]

export function isBuiltIn(kind: string): kind is BuiltInKind {
  return builtInKinds.some((each) => each === kind)
}

/** Whether a kind is the path of a module: `./vault.mjs`. */
export function isPath(kind: string): boolean {
  return /^\.{1,2}\//.test(kind) || path.isAbsolute(kind)
}

/** What to import for a kind that is no path. */
export function packageOf(kind: string): string {
  return isBuiltIn(kind) ? `@strongroom/provider-${kind}` : kind
}

export function isAws(kind: string): boolean {
  return packageOf(kind) === packageOf('aws')
}

/** What a provider is called that was given no id: a module as its file, anything else as its kind. */
export function defaultId(kind: string): string {
  return isPath(kind) ? path.parse(kind).name : kind
}
