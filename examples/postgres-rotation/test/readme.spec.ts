import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { examplesIn } from 'strongroom-scripts/readme-examples'
import { createApplication } from './application.js'
import { type Postgres, sharedPostgres } from './postgres.js'

const folder = fileURLToPath(new URL('../..', import.meta.url))

describe('the README', function () {
  this.timeout('20s')
  let postgres: Postgres
  before(async function () {
    postgres = await sharedPostgres(this)
  })

  it('has an example that prints what it says', async () => {
    const examples = examplesIn(await readFile(path.join(folder, 'README.md'), 'utf8'))
    expect(examples).to.have.lengthOf(1)
    for (const { code, prints } of examples) {
      const APP_DB = (await createApplication(postgres)).secret()
      // Without the colours that lerna asks for.
      expect(await printed(code, { ...process.env, APP_DB, FORCE_COLOR: '0' })).to.deep.equal(prints)
    }
  })
})

/** The lines that a program prints which stands where it finds what this package imports. */
async function printed(code: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const place = await mkdtemp(path.join(folder, 'test/dist/readme-'))
  try {
    const file = path.join(place, 'example.mts')
    await writeFile(file, code)
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, env })
    return stdout.trimEnd().split('\n')
  } finally {
    await rm(place, { recursive: true })
  }
}
