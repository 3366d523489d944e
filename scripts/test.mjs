// npm test [-- [--no-skips] [MOCHA OPTION…]]
//
// Runs every package's tests through lerna and ends with one plain line that adds them up.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packages, root } from './packages.mjs'
import { tally } from './tally.mjs'

const options = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-test-'))

const { status, error } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules', 'lerna', 'dist', 'cli.js'),
    ...['run', 'test', '--stream', '--concurrency=1', '--no-bail', '--loglevel=warn'],
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      STRONGROOM_NODE: process.execPath,
      STRONGROOM_TEST_RESULTS: folder,
      STRONGROOM_MOCHA_OPTIONS: JSON.stringify(options.filter((option) => option !== '--no-skips')),
    },
  },
)
if (error) throw error

const results = packages()
  .filter(({ manifest }) => manifest.scripts?.test !== undefined)
  .map(({ manifest: { name } }) => {
    const file = path.join(folder, `${encodeURIComponent(name)}.json`)
    return [name, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined]
  })
rmSync(folder, { recursive: true })

const { ok, remarks, line } = tally(results, { skipsAllowed: !options.includes('--no-skips') })
for (const remark of remarks) console.log(remark)
if (ok && status !== 0) console.log('Every test passed, and yet a test process failed: see above.')
console.log(`Node.js ${process.version}`)
console.log(line)
process.exitCode = ok && status === 0 ? 0 : 1
