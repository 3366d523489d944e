// npm run check:packages
//
// Packs every published package, and finds out what a user would get: checks the tarballs with publint and attw, looks
// through their files, installs them all into an empty project, and there compiles and runs each package's program in
// consumers/ and the examples of its README, which must print what they say they do.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packages, root } from './packages.mjs'
import { examplesIn, filesIn } from './readme-examples.mjs'
import { tarballProblems } from './tarball.mjs'

const work = mkdtempSync(path.join(tmpdir(), 'strongroom-packages-'))
const inWork = (...parts) => path.join(work, ...parts)
const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const published = packages().filter(({ manifest }) => manifest.private !== true)
const failures = []

/** Runs a command and answers its output; where it fails, prints that and notes `what`. */
function run(what, command, args, { cwd = root } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (error) throw error
  if (status === 0) return stdout
  console.log(`${stdout}${stderr}`)
  fail(what)
  return undefined
}

function fail(what) {
  console.log(`FAILED: ${what}`)
  failures.push(what)
}

/** Packs a package and answers the path of its tarball; undefined where that fails. */
function packed({ folder, manifest }) {
  const answer = run(
    `npm pack ${manifest.name}`,
    'npm',
    ['pack', '--json', '--loglevel=error', '--pack-destination', work],
    { cwd: path.join(root, folder) },
  )
  return answer === undefined ? undefined : inWork(JSON.parse(answer)[0].filename)
}

function check({ folder, manifest: { name } }, tarball) {
  run(`publint ${name}`, bin('publint'), ['run', '--strict', tarball])
  run(`attw ${name}`, bin('attw'), ['--profile', 'esm-only', '--no-emoji', '--no-color', tarball])
  const unpacked = inWork('unpacked', folder)
  mkdirSync(unpacked, { recursive: true })
  run(`unpack ${name}`, 'tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'])
  for (const problem of tarballProblems(unpacked, root)) fail(`${name}: ${problem}`)
}

/** What examples use besides, and users have anyway. */
const inExamples = ['reflect-metadata', 'typescript', '@types/node', '@aws-sdk/client-secrets-manager']

/** The packages that a user adds to ours, in the versions that are installed here. */
function besides() {
  const ours = new Set(published.map(({ manifest }) => manifest.name))
  const peers = published.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
  const wanted = new Set([...peers, ...inExamples])
  return [...wanted.difference(ours)].map((name) => {
    const { version } = JSON.parse(
      readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
    )
    return `${name}@${version}`
  })
}

function use(tarballs) {
  const app = inWork('app')
  mkdirSync(app)
  writeFileSync(
    path.join(app, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type: 'module' }),
  )
  writeFileSync(
    path.join(app, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ target: 'es2024', lib: ['es2024', 'esnext.disposable'], module: 'nodenext', types: ['node'] },
        ...{ strict: true, skipLibCheck: false, rootDir: 'consumers', outDir: 'built' },
      },
      include: ['consumers'],
    }),
  )
  cpSync(path.join(root, 'scripts', 'consumers'), path.join(app, 'consumers'), { recursive: true })
  const examples = published.flatMap(({ folder, manifest }) => examplesOf(folder, manifest.name, app))
  const npm = ['install', '--loglevel=error', '--no-audit', '--no-fund']
  if (run('npm install the tarballs', 'npm', [...npm, ...tarballs, ...besides()], { cwd: app }) === undefined)
    return
  const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc')
  if (run('compile the consumers', process.execPath, [tsc], { cwd: app }) === undefined) return
  for (const { folder, manifest } of published) {
    const consumer = path.join('built', `${folder}.mjs`)
    if (!existsSync(path.join(app, consumer))) fail(`${manifest.name} has no scripts/consumers/${folder}.mts`)
    else run(`run the consumer of ${manifest.name}`, process.execPath, [consumer], { cwd: app })
  }
  for (const { file, cwd, of, prints } of examples) {
    const what = `example ${path.basename(file)} in the README of ${of}`
    const printed = run(what, process.execPath, [path.join(app, 'built', `${file}.mjs`)], { cwd })
    if (printed === undefined || printed === prints.map((line) => `${line}\n`).join('')) continue
    console.log(printed)
    fail(`${what}: it prints something else than it says`)
  }
}

/** Writes the examples of a package's README among the programs of `app`, and the files they find where they run. */
function examplesOf(folder, name, app) {
  const markdown = readFileSync(path.join(root, folder, 'README.md'), 'utf8')
  const place = path.join('readme', folder)
  const cwd = path.join(app, place)
  mkdirSync(cwd, { recursive: true })
  mkdirSync(path.join(app, 'consumers', place), { recursive: true })
  for (const file of filesIn(markdown)) writeFileSync(path.join(cwd, file.name), file.content)
  return examplesIn(markdown).map(({ code, prints }, i) => {
    const file = path.join(place, `${i + 1}`)
    writeFileSync(path.join(app, 'consumers', `${file}.mts`), code)
    return { file, cwd, of: name, prints }
  })
}

try {
  const tarballs = []
  for (const each of published) {
    const tarball = packed(each)
    if (tarball === undefined) continue
    tarballs.push(tarball)
    check(each, tarball)
  }
  if (failures.length === 0) use(tarballs)
} finally {
  rmSync(work, { recursive: true })
}
console.log(
  failures.length === 0
    ? `Can be installed, compiled against and used: ${published.map(({ manifest }) => manifest.name).join(', ')}.`
    : `What failed: ${failures.join('; ')}.`,
)
process.exitCode = failures.length === 0 ? 0 : 1
