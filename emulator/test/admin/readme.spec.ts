import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { filesIn } from 'strongroom-scripts/readme-examples'
import { skip } from 'strongroom-scripts/skip'
import { served } from '../served.js'
import { withFiles } from '../temporary-folder.js'
import { adminOf } from './ask.js'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
  .map(([, code = '']) => code)
  .filter((code) => code.includes('/_strongroom/'))

/** Runs a shell, and rejects if one of its commands fails. */
const shell = async (code: string, cwd: string) =>
  (await promisify(execFile)('sh', ['-ec', code], { cwd })).stdout

describe('the requests to the admin API in the README', function () {
  this.timeout(10_000)
  it('work as they stand, one after the other, in a shell', async function () {
    if (spawnSync('curl', ['--version']).status !== 0) skip(this, 'no curl')
    const files = Object.fromEntries(filesIn(readme).map(({ name, content }) => [name, content]))
    expect(examples.join('').match(/curl/g)).to.have.lengthOf.at.least(8)
    await withFiles(files, async (folder) => {
      await using own = await served()
      const { ask } = adminOf(own)
      const { host } = new URL(own.emulator.endpoint)
      for (const example of examples) {
        const code = example.replaceAll('127.0.0.1:4566', host).replaceAll(/\bcurl /g, 'curl -sS --fail ')
        expect(await shell(code, folder), example).not.to.contain('"error"')
      }
      // What had been exported came back after the reset.
      expect((await ask('GET', '/health')).json.secrets).to.equal(3)
      const sealed = readFileSync(path.join(folder, 'secrets.export.json'), 'utf8')
      expect(JSON.parse(sealed)).to.have.property('sealed')
    })
  })
})
