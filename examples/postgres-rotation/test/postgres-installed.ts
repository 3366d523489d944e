import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The folder with the programs of the newest PostgreSQL, or undefined: Debian has each version in one that is not in PATH. */
export function installedPostgres(): string | undefined {
  const versions = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a))
  const folders = [...versions, ...(process.env.PATH ?? '').split(path.delimiter)]
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))))
}

function versionOf(folder: string): number {
  return Number(path.basename(path.dirname(folder)))
}

/** Whom PostgreSQL runs as where this process is root's, which it refuses to run as. */
export function insteadOfRoot(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('there is neither a user "postgres" nor "nobody" to run PostgreSQL as')
}
