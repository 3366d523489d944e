import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const scriptsFolder = fileURLToPath(new URL('..', import.meta.url))

/** This process's environment without what `npm test` put there for its own run. */
export function plainEnvironment(added = {}) {
  const foreign = (name) => name.startsWith('STRONGROOM_') || name.startsWith('npm_')
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign(name))), ...added }
}

/** Runs a script on this Node until it ends: its exit code and everything it said. */
export function run(script, args = [], { cwd, env } = {}) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    env: plainEnvironment(env),
    encoding: 'utf8',
  })
  if (error) throw error
  return { status, stdout, stderr, lines: stdout.trim().split('\n') }
}
