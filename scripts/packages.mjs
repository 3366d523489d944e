import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

export function manifestIn(folder, at = root) {
  return JSON.parse(readFileSync(path.join(at, folder, 'package.json'), 'utf8'))
}

/** Every workspace of the repository `at`: its folder, relative to the root, and its package.json. */
export function packages(at = root) {
  return manifestIn('.', at)
    .workspaces.flatMap((glob) => globSync(`${glob}/package.json`, { cwd: at }))
    .map((file) => path.dirname(file))
    .sort()
    .map((folder) => ({ folder, manifest: manifestIn(folder, at) }))
}
