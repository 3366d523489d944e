import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { SecretsError, type SecretsErrorOptions, sanitised } from '../errors.js'
import type { Surroundings } from './environment.js'
import { importTarget } from './import-target.js'
import type { ProviderEntry } from './parse-config.js'
import { builtInKinds, isBuiltIn, isPath, packageOf } from './provider-kind.js'
import { didYouMean } from './shape.js'
import { showsWhy } from './shows-why.js'

/**
 * What a package must export to be a kind of provider. Its options are those in the configuration, with the id, and
 * with a KeySource for each KeyReference. Options that will not do are best refused with a SecretsError of code CONFIG:
 * of any other error only the class is told, since its message could quote an option.
 */
export type CreateProvider = (
  options: { readonly id: string; readonly [option: string]: unknown },
  surroundings: Surroundings,
) => unknown

/**
 * The `createProvider` of the module that a kind stands for, looked for from the configuration's folder. CONFIG if there
 * is none.
 */
export async function createProviderOf(
  { kind, id, place }: ProviderEntry,
  folder: string,
): Promise<CreateProvider> {
  const refusal = (problem: string, more: Pick<SecretsErrorOptions, 'hint' | 'cause'> = {}) =>
    new SecretsError('CONFIG', `${place}: provider kind "${kind}" ${problem}`, { provider: id, ...more })

  let module: unknown
  try {
    const file = fileOf(kind, folder)
    module = file === undefined ? undefined : await import(pathToFileURL(file).href)
  } catch (error) {
    const hint = showsWhy(isPath(kind) ? path.resolve(folder, kind) : packageOf(kind))
    throw refusal('could not be loaded', { hint, cause: sanitised(error) })
  }
  if (module === undefined) throw refusal(...missing(kind))
  if (!isProviderModule(module)) throw refusal('is a module without a function "createProvider"')
  return module.createProvider
}

function fileOf(kind: string, folder: string): string | undefined {
  if (!isPath(kind)) return importTarget(packageOf(kind), folder)
  const file = path.resolve(folder, kind)
  return existsSync(file) ? file : undefined
}

function missing(kind: string): [problem: string, more?: { hint: string }] {
  if (isPath(kind)) return ['is a path from the configuration, and there is no such file']
  const suggestion = isBuiltIn(kind) ? '' : didYouMean(kind, builtInKinds)
  const problem = `needs the package ${packageOf(kind)}, which is not installed${suggestion}`
  // What is only misspelt is not to be installed.
  return suggestion === '' ? [problem, { hint: `npm install ${packageOf(kind)}` }] : [problem]
}

function isProviderModule(module: unknown): module is { readonly createProvider: CreateProvider } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'createProvider' in module &&
    typeof module.createProvider === 'function'
  )
}
