import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const manifestIn = (folder) => JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))

/** Every workspace: its folder, relative to the root, and its package.json. */
export function packages() {
  const manifests = manifestIn('.').workspaces.flatMap((glob) =>
    globSync(`${glob}/package.json`, { cwd: root }),
  )
  return manifests
    .map((file) => path.dirname(file))
    .sort()
    .map((folder) => ({ folder, manifest: manifestIn(folder) }))
}
