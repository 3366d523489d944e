import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'

const manifest = createRequire(import.meta.url).resolve('@strongroom/emulator/package.json')
const bin = path.join(path.dirname(manifest), 'bin/strongroom-emulator.js')

/** Runs the bin; `versions` is what the process takes itself for. */
async function run(args: readonly string[], versions: object = {}) {
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, ...${JSON.stringify(versions)} } })`
  const options = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`]
  const attempt = promisify(execFile)(process.execPath, [...options, bin, ...args])
  return attempt.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )
}

describe('strongroom-emulator', () => {
  for (const versions of [
    { node: '20.20.2', napi: '9' },
    { node: '22.22.1', napi: '10' },
    { node: '22.21.9', napi: '10' },
    { node: '24.1.0', napi: '9' },
  ]) {
    it(`says in one sentence that Node.js ${versions.node} with Node-API ${versions.napi} is too old`, async () => {
      const stderr = `strongroom-emulator needs Node.js 22.22.2 or later, and this is ${versions.node}.\n`
      expect(await run(['--version'], versions)).to.deep.equal({ code: 1, stdout: '', stderr })
    })
  }

  for (const versions of [{}, { node: '22.22.2', napi: '10' }, { node: '23.0.0', napi: '10' }]) {
    it(`prints its version ${JSON.stringify(versions)}`, async () => {
      const { version } = JSON.parse(await readFile(manifest, 'utf8'))
      expect(await run(['--version'], versions)).to.deep.equal({
        code: 0,
        stdout: `${version}\n`,
        stderr: '',
      })
    })
  }

  it('exits with 2 for settings that are wrong', async () => {
    const { code, stdout, stderr } = await run(['--prot', '80'])
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
    expect(stderr).to.contain('did you mean --port?')
  })
})
