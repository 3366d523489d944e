// npm run coverage [-- MOCHA OPTION…]
//
// Runs the tests of the packages below and prints how much of their sources they reach. V8 counts in dist; the source
// maps lead back to src.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './packages.mjs'

/**
 * The least share, in percent, of the branches that a package's own tests must reach; and of the functions, because V8
 * counts no branches inside a function that was never called.
 */
const least = { core: 95, vault: 95, 'providers/sqlite': 94, emulator: 94 }

/** Sources that hold types only: nothing loads them, and c8 would count them as never run. */
function typesOnly(folder) {
  return globSync('**/*.js', { cwd: path.join(folder, 'dist') })
    .filter((file) => {
      const compiled = readFileSync(path.join(folder, 'dist', file), 'utf8')
      return compiled.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').trim() === 'export {};'
    })
    .map((file) => file.replace(/\.js$/, ''))
}

for (const [name, share] of Object.entries(least)) {
  const folder = path.join(root, name)
  console.log(`${name}: at least ${share} % of the branches and of the functions`)
  const { status, error } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules', 'c8', 'bin', 'c8.js'),
      // dist is where --all looks for what no test loaded; src is what remains after the source maps.
      ...['--all', '--include=dist/**', '--include=src/**', '--exclude-after-remap', '--reporter=text'],
      ...typesOnly(folder).flatMap((file) => [`--exclude=dist/${file}.js`, `--exclude=src/${file}.ts`]),
      ...['--check-coverage', `--branches=${share}`, `--functions=${share}`, '--lines=0', '--statements=0'],
      ...[
        process.execPath,
        path.join(root, 'scripts', 'mocha.mjs'),
        '--reporter=dot',
        ...process.argv.slice(2),
      ],
    ],
    { cwd: folder, stdio: 'inherit' },
  )
  if (error) throw error
  if (status !== 0) process.exitCode = 1
}
