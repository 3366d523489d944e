import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'mocha'

/** A folder of its own for each test of the suite that calls this, gone when the test is over; answers paths in it. */
export function useFolder(): (file?: string) => string {
  let folder = ''
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'strongroom-sqlite-')))
  })
  afterEach(() => rm(folder, { recursive: true }))
  return (file = '.') => path.join(folder, file)
}
