import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'

const run = (program: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])

describe('the package', () => {
  for (const entry of ['@strongroom/core', '@strongroom/core/inversify']) {
    for (const lacks of ['delete Promise.withResolvers', 'delete JSON.rawJSON']) {
      it(`says in one sentence, as ${entry}, that a Node.js is too old: ${lacks}`, async () => {
        const program = `${lacks}; import('${entry}').catch(({ message }) => console.log(message))`
        const { stdout } = await run(program)
        const wanted = `@strongroom/core needs Node.js 22.22.2 or later, and this is ${process.versions.node}\n`
        expect(stdout).to.equal(wanted)
      })
    }
  }
})
