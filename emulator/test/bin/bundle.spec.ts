import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { withFiles } from '../temporary-folder.js'

const emulator = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs in the process of the bin, and writes down which files it loads. */
const witness = `
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) appendFileSync(process.env.LOADED, url + '\\n')
    return nextLoad(url, context)
  },
})`

/** Starts the bin, asks it for the secrets that it seeded, ends it: what it answered, and which files it loaded. */
function used(args: readonly string[], seed: string, seedText: string) {
  return withFiles({ [seed]: seedText, 'witness.mjs': witness }, async (cwd) => {
    const at = (name: string) => path.join(cwd, name)
    const bin = path.join(emulator, 'bin/strongroom-emulator.js')
    const options = [bin, '--port', '0', '--data', 'data', '--seed', seed, ...args]
    const child = execFile(process.execPath, ['--import', at('witness.mjs'), ...options], {
      cwd,
      env: { ...process.env, LOADED: at('loaded') },
    })
    const ended = once(child, 'exit')
    try {
      const [said] = await Promise.race([
        once(child.stdout ?? expect.fail('it has no stdout'), 'data'),
        ended,
      ])
      const endpoint = /http:\S+/.exec(String(said))?.[0] ?? expect.fail(`it said ${said}`)
      const headers = { 'Content-Type': 'application/x-amz-json-1.1', ...signature }
      const response = await fetch(endpoint, { method: 'POST', headers, body: '{}' })
      const answer = await response.text()
      const described = await fetch(`${endpoint}/_strongroom/openapi.json`)
      const description = await described.text()
      child.kill('SIGTERM')
      expect(await ended).to.deep.equal([0, null])
      const loaded = (await readFile(at('loaded'), 'utf8')).trim().split('\n')
      return { answer, description, loaded: loaded.map((url) => fileURLToPath(url)) }
    } finally {
      child.kill('SIGKILL')
    }
  })
}

const signature = {
  'X-Amz-Target': 'secretsmanager.ListSecrets',
  'X-Amz-Date': '20270101T000000Z',
  Authorization: `AWS4-HMAC-SHA256 Credential=test/20270101/us-east-1/secretsmanager/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
}

/** What a file belongs to: the package it was installed with, or its folder in the emulator. */
function homeOf(file: string): string {
  const [, installed] = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file) ?? []
  return installed ?? (file.startsWith(emulator) ? path.dirname(path.relative(emulator, file)) : file)
}

describe('the bundle', function () {
  this.timeout('20s')

  for (const [seed, text] of [
    ['seed.yaml', 'secrets:\n  - name: db\n    value: not-a-secret\n'],
    ['.env', 'db=not-a-secret\n'],
  ] as const) {
    it(`is all that the bin loads besides the database's driver, with a ${seed} to seed from`, async () => {
      const { answer, description, loaded } = await used(['--log-level', 'silent'], seed, text)
      expect(answer).to.contain('"Name":"db"')
      expect(description).to.contain('Strongroom emulator, admin API')
      const homes = new Set(loaded.map(homeOf))
      expect([...homes].sort()).to.deep.equal(['better-sqlite3', 'bin', 'bundle'])
    })
  }

  it('finds pino in node_modules when there is something to log', async () => {
    const { loaded } = await used([], '.env', 'db=not-a-secret\n')
    const homes = new Set(loaded.map(homeOf))
    expect(homes).to.include('pino')
    expect([...homes].filter((home) => home === 'dist' || home.startsWith('@strongroom/'))).to.deep.equal([])
  })

  it('imports the driver in the version of provider-sqlite', async () => {
    const dependencies = async (folder: string) => {
      const text = await readFile(path.join(emulator, folder, 'package.json'), 'utf8')
      return JSON.parse(text).dependencies['better-sqlite3']
    }
    expect(await dependencies('.')).to.equal(await dependencies('../providers/sqlite'))
  })

  it('comes with the licences of what is in it', async () => {
    const licences = await readFile(path.join(emulator, 'bundle/THIRD-PARTY-LICENSES'), 'utf8')
    for (const name of ['express', 'inversify', 'reflect-metadata', 'yaml', 'dotenv']) {
      expect(licences).to.match(new RegExp(`^${name} \\d`, 'm'))
    }
  })
})
