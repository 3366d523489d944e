import { writeSync } from 'node:fs'

/** Says where it is, and lets nothing else happen in its process: for a minute, so that no test leaves it behind for ever. */
export function handler(): void {
  writeSync(1, `spins in ${process.pid}.\n`)
  const end = Date.now() + 60_000
  while (Date.now() < end);
}
