import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, type Context } from 'mocha'
import { newCanary } from 'strongroom-scripts/canary'
import { skip } from 'strongroom-scripts/skip'
import { loggedIn } from '#database'
import { installedPostgres, insteadOfRoot } from './postgres-installed.js'

/** A PostgreSQL that logs every statement. */
export interface Postgres {
  readonly host: string
  readonly port: number
  readonly superuser: { readonly username: string; readonly password: string }
  /** Everything that it has logged by now. */
  log(): Promise<string>
}

interface Running extends Postgres {
  stop(): Promise<void>
}

const host = '127.0.0.1'

let running: Promise<Running> | undefined

after(async () => {
  await (await running)?.stop()
})

/** The one that all specs share, from the first that asks for it; skips where there is none to start. */
export async function sharedPostgres(context: Context): Promise<Postgres> {
  const programs = installedPostgres() ?? skip(context, 'PostgreSQL is not installed')
  running ??= start(programs)
  return running
}

async function start(programs: string): Promise<Running> {
  const folder = await mkdtemp(path.join(tmpdir(), 'strongroom-postgres-'))
  const user = insteadOfRoot()
  // The user may not be allowed to be where this process is.
  const options = { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] } satisfies SpawnOptions
  const program = (name: string, flags: readonly string[]) => spawn(path.join(programs, name), flags, options)
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    if (user !== undefined) await chown(folder, user.uid, user.gid)
    const data = path.join(folder, 'data')
    const superuser = { username: 'superuser', password: newCanary() }
    const passwordFile = path.join(folder, 'password')
    await writeFile(passwordFile, superuser.password, { mode: 0o600 })
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
    const login = [`--username=${superuser.username}`, `--pwfile=${passwordFile}`]
    const auth = ['--auth-host=scram-sha-256', '--auth-local=reject']
    const flags = [`--pgdata=${data}`, ...login, ...auth, '--encoding=UTF8', '--locale=C', '--no-sync']
    await finished(program('initdb', flags))
    await rm(passwordFile)

    const port = await freePort()
    const place = { listen_addresses: host, port, unix_socket_directories: folder }
    const speed = { fsync: 'off', full_page_writes: 'off', shared_buffers: '16MB' }
    const settings = Object.entries({ ...place, ...speed, log_statement: 'all' })
    const server = program('postgres', ['-D', data, ...settings.map(([name, value]) => `--${name}=${value}`)])
    // Where the tests end without having come to stop it.
    process.once('exit', () => server.kill('SIGQUIT'))
    const log = logOf(server)
    await log.until('database system is ready to accept connections')
    return {
      ...{ host, port, superuser },
      async log() {
        // What was logged before this is here when this is.
        const mark = randomUUID()
        const login = { host, port, ...superuser, dbname: 'postgres' }
        await loggedIn(login, (client) => client.query(`SELECT '${mark}'`))
        return log.until(mark)
      },
      async stop() {
        await quit(server)
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function finished(initdb: ChildProcess): Promise<void> {
  let said = ''
  initdb.stdout?.resume()
  initdb.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(initdb, 'close')
  if (code !== 0) throw new Error(`initdb failed: ${said}`)
}

/** What a server logs: `until` settles with all of it once a text is in it. */
function logOf(server: ChildProcess): { until(text: string): Promise<string> } {
  let said = ''
  let more = Promise.withResolvers<void>()
  server.stdout?.resume()
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    more.resolve()
    more = Promise.withResolvers()
  })
  server.once('error', (error) => more.reject(error))
  server.once('exit', () => more.reject(new Error(`PostgreSQL ended: ${said}`)))
  return {
    async until(text) {
      while (!said.includes(text)) await more.promise
      return said
    },
  }
}

/** SIGQUIT is what `pg_ctl stop -m immediate` sends. */
async function quit(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  if (server.kill('SIGQUIT')) await ended
}

/** Below those that the system itself hands out, so that nobody gets it between here and the start. */
async function freePort(): Promise<number> {
  for (let port = 20_000 + Math.floor(Math.random() * 10_000); port < 32_768; port++) {
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, host, () => resolve(true))
    })
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
  throw new Error('there is no port that is free')
}
