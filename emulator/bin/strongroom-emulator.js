#!/usr/bin/env node
import { existsSync } from 'node:fs'

const [major, minor, patch] = process.versions.node.split('.').map(Number)
const isOld = major < 22 || (major === 22 && (minor < 22 || (minor === 22 && patch < 2)))

// better-sqlite3 needs Node-API 10, and ends the process without a word where it is older.
if (isOld || Number(process.versions.napi) < 10) {
  console.error(`strongroom-emulator needs Node.js 22.22.2 or later, and this is ${process.versions.node}.`)
  process.exit(1)
}

// The bundle is what dist holds, with all it needs, in a few files that load faster. It is absent where only tsc has run.
const bundled = existsSync(new URL('../bundle/main.js', import.meta.url))
const server = () => (bundled ? import('../bundle/server.js') : import('../dist/server.js'))
const { main } = await (bundled ? import('../bundle/main.js') : import('../dist/main.js'))

const code = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  version: async () => (await import('../package.json', { with: { type: 'json' } })).default.version,
  start: async (settings) => (await server()).serve(settings),
})
process.exit(code)
