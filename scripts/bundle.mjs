// node scripts/bundle.mjs
//
// Makes emulator/bundle of what tsc built: all that the bin loads, in a few files, for it takes longer to find and open
// hundreds of small files than to run them. ready.mjs runs it where something is newer than the bundle.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { licences } from './licences.mjs'
import { oneCopy, packageFile } from './one-copy.mjs'
import { root } from './packages.mjs'

const emulator = path.join(root, 'emulator')
const target = path.join(emulator, 'bundle')

/** What stays a package of its own: one is native, the other starts threads from its files. */
const apart = ['better-sqlite3', 'pino']

const { dependencies } = JSON.parse(readFileSync(path.join(emulator, 'package.json'), 'utf8'))
for (const name of apart.filter((name) => dependencies[name] === undefined)) {
  throw new Error(`the emulator's bundle imports ${name}: it must be in its dependencies`)
}

const bundle = await rolldown({
  cwd: emulator,
  // The last is a program of its own, which rotation functions run in.
  input: {
    main: 'dist/main.js',
    server: 'dist/server.js',
    'function-host': 'dist/rotation/function-host.js',
  },
  platform: 'node',
  external: apart,
  // debug colours its lines with it where it happens to be installed.
  resolve: { alias: { 'supports-color': false } },
  plugins: [oneCopy()],
  onLog(_level, { message }) {
    throw new Error(message)
  },
})
// All in one folder beside dist: `new URL('../package.json', import.meta.url)` means the same in both.
const { output } = await bundle.generate({ format: 'esm', chunkFileNames: '[name]-[hash].js' })
await bundle.close()

const foreign = output.flatMap(({ moduleIds }) => moduleIds).flatMap((id) => packageFile.exec(id)?.[1] ?? [])

rmSync(target, { recursive: true, force: true })
mkdirSync(target)
writeFileSync(path.join(target, 'THIRD-PARTY-LICENSES'), licences([...new Set(foreign)]))
// The bin looks for main.js: once that is there, all is there.
const isMain = ({ fileName }) => fileName === 'main.js'
for (const { fileName, code } of output.toSorted((one, other) => isMain(one) - isMain(other))) {
  writeFileSync(path.join(target, fileName), code)
}
