// node scripts/ready.mjs [SCRIPT ARGUMENT…]
//
// Makes this tree ready, then runs SCRIPT on the Node that the tree pins: installs when node_modules is not what
// package-lock.json says, builds when a source is newer than its output, bundles when what was built is newer than the
// bundle. It has no dependencies and runs on any Node that npm runs on, for a fresh clone has nothing else.
//
// STRONGROOM_NODE=/path/to/node runs SCRIPT on that Node instead.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { whyNot } from './node-version.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const inRoot = (...parts) => path.join(root, ...parts)

const pinnedPackage = `node_modules/node-${process.platform}-${process.arch}`
const pinned = inRoot(pinnedPackage, 'bin', 'node')
const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc')
const bundlers = ['bundle', 'licences', 'one-copy'].map((name) => inRoot('scripts', `${name}.mjs`))

function give(up) {
  console.error(up)
  process.exit(1)
}

/** What a JSON file holds; undefined where there is none, or only a part of one. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether node_modules holds what the lock file says. npm leaves out optional packages of other platforms. */
function installed() {
  const wanted = readJson(inRoot('package-lock.json')).packages
  const here = readJson(inRoot('node_modules', '.package-lock.json'))?.packages
  if (here === undefined || !existsSync(compiler)) return false
  if (pinnedPackage in wanted && !existsSync(pinned)) return false
  return Object.entries(wanted).every(([where, { version, link, optional }]) => {
    if (!where.startsWith('node_modules/')) return true
    const found = here[where]
    if (found === undefined) return optional === true
    return found.version === version && found.link === link
  })
}

function install() {
  const lock = readJson(inRoot('package-lock.json')).packages
  const brings = pinnedPackage in lock
  const reason = whyNot(process.versions)
  if (reason !== undefined && !brings) give(reason)
  console.error('Installing dependencies (npm ci) …')
  const all = ['--include=dev', '--include=optional']
  run(...npm(), 'ci', ...all, '--loglevel=error', '--no-audit', '--no-fund')
}

/** The npm that started this script, or the one in the PATH. */
function npm() {
  const own = process.env.npm_execpath
  return own?.endsWith('npm-cli.js') ? [process.execPath, own] : ['npm']
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (error) give(`cannot run ${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

function theNode() {
  if (existsSync(pinned)) return pinned
  const reason = whyNot(process.versions)
  if (reason !== undefined) give(reason)
  return process.execPath
}

/**
 * Takes away what an older build left of sources that are gone, and makes the compiler build anew what somebody deleted:
 * it does neither by itself.
 */
function forgetStale(project) {
  const sources = existsSync(path.join(project, 'src')) ? path.join(project, 'src') : project
  const dist = path.join(project, 'dist')
  if (!existsSync(dist)) return
  const built = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.js'))
  const gone = built.filter((file) => !existsSync(path.join(sources, file.replace(/\.js$/, '.ts'))))
  for (const file of gone) {
    const stem = path.join(dist, file.replace(/\.js$/, ''))
    for (const ending of ['.js', '.js.map', '.d.ts', '.d.ts.map']) rmSync(stem + ending, { force: true })
  }
  const wanted = readdirSync(sources, { recursive: true }).filter((file) => {
    return file.endsWith('.ts') && !file.endsWith('.d.ts') && !/(^|[\\/])(dist|node_modules)[\\/]/.test(file)
  })
  const lost = wanted.some((file) => !built.includes(file.replace(/\.ts$/, '.js')))
  if (lost || gone.length > 0) rmSync(path.join(dist, '.tsbuildinfo'), { force: true })
}

/** Bundles what the emulator's bin loads, where something that goes into the bundle is newer. */
function bundle() {
  const project = readJson(inRoot('emulator', 'tsconfig.json'))
  if (project === undefined) return
  const parts = ['.', ...project.references.map((reference) => reference.path)]
  const sources = [
    ...parts.map((part) => inRoot('emulator', part, 'dist', '.tsbuildinfo')),
    inRoot('node_modules', '.package-lock.json'),
    ...bundlers,
  ]
  const made = changed(inRoot('emulator', 'bundle', 'main.js'))
  if (sources.some((file) => changed(file) >= made)) run(node, bundlers[0])
}

/** When a file was changed last; long ago where there is none. */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

if (!installed()) install()
const node = theNode()
for (const { path: project } of readJson(inRoot('tsconfig.json')).references) forgetStale(inRoot(project))
run(node, compiler, '-b', root)
bundle()

/**
 * Hangs up once the npm that started this is gone. Whoever ends npm ends the shell that it runs scripts in, and that one
 * does not pass it on: a server would stay, with its port. An orphan has another parent.
 */
function hangUpWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGHUP')
  }, 200)
  watch.unref()
}

const [script, ...args] = process.argv.slice(2)
if (script !== undefined) {
  if (process.env.npm_lifecycle_event !== undefined) hangUpWithParent()
  const file = path.resolve(root, script)
  const on = process.env.STRONGROOM_NODE ?? node
  if (on === process.execPath) {
    process.argv.splice(1, 2, file)
    await import(pathToFileURL(file).href)
  } else {
    const child = spawn(on, [file, ...args], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => give(`cannot run ${on}: ${error.message}`))
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
  }
}
