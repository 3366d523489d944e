import { spawnSync } from 'node:child_process'
import type { Context } from 'mocha'
import { skip } from 'strongroom-scripts/skip'

/**
 * The first of these commands that can be run with these arguments; where none can, skips and says that `what` is not
 * installed.
 */
export function installed(
  context: Context,
  what: string,
  commands: readonly string[],
  args: readonly string[],
): string {
  const found = commands.find((command) => spawnSync(command, args, { stdio: 'ignore' }).status === 0)
  return found ?? skip(context, `${what} is not installed`)
}
