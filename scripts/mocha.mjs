// node ../scripts/mocha.mjs [MOCHA OPTION…]     in a package's folder
//
// Runs the package's built specs. The list is made from the sources, so what an older build left behind does not run.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const near = (file) => fileURLToPath(new URL(file, import.meta.url))

const typescript = globSync('test/**/*.spec.ts').map((spec) =>
  spec.replace(/^test/, 'test/dist').replace(/\.ts$/, '.js'),
)
const specs = [...typescript, ...globSync('test/**/*.spec.mjs')].sort()
const forwarded = JSON.parse(process.env.STRONGROOM_MOCHA_OPTIONS ?? '[]')

const { status, error } = spawnSync(
  process.env.STRONGROOM_NODE ?? process.execPath,
  [
    '--enable-source-maps',
    near('../node_modules/mocha/bin/mocha.js'),
    ...['--reporter', near('reporter.mjs')],
    '--forbid-only',
    ...forwarded,
    ...process.argv.slice(2),
    ...specs,
  ],
  { stdio: 'inherit' },
)
if (error) throw error
process.exit(status ?? 1)
