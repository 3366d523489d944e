import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { isRecord } from './shape.js'

/** What an `import` in Node goes by; `default` holds for everyone. */
const conditions = ['import', 'module-sync', 'node', 'node-addons', 'default']

/**
 * The file that `import(specifier)` would load for a module in `folder`; undefined if no such package is installed there.
 * Throws where there is one that cannot be imported so.
 *
 * Node itself tells this for the importing module alone (`import.meta.resolve`), or for other folders with an
 * experimental warning; `require.resolve` does it for any folder, but overlooks what is exported to `import` only.
 */
export function importTarget(specifier: string, folder: string): string | undefined {
  const { resolve } = createRequire(path.join(folder, 'any.js'))
  const parts = specifier.split('/')
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const home = resolve
    .paths(name)
    ?.map((modules) => path.join(modules, name))
    .find(existsSync)
  const exported = home === undefined ? undefined : exportedBy(home, `.${specifier.slice(name.length)}`)
  if (home !== undefined && exported !== undefined) return path.join(home, exported)
  try {
    const found = resolve(specifier)
    // Modules of Node itself have no path, and are no providers.
    return path.isAbsolute(found) ? found : undefined
  } catch (error) {
    if (home === undefined) return undefined
    throw error
  }
}

function exportedBy(home: string, subpath: string): string | undefined {
  const manifest = path.join(home, 'package.json')
  const content: unknown = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : undefined
  const exports = isRecord(content) ? content.exports : undefined
  if (isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.')))
    return chosen(exports[subpath])
  return subpath === '.' ? chosen(exports) : undefined
}

/** The first target whose conditions all hold. */
function chosen(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  const choices = Array.isArray(target) ? target : isRecord(target) ? holding(target) : []
  for (const choice of choices) {
    const file = chosen(choice)
    if (file !== undefined) return file
  }
  return undefined
}

function holding(byCondition: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Object.entries(byCondition).flatMap(([condition, target]) =>
    conditions.includes(condition) ? [target] : [],
  )
}
