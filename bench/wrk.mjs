import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { headersOf, secrets, value } from './wire.mjs'

const run = promisify(execFile)

/** What each request to an operation says, in Lua; %04d is a secret. */
const bodies = {
  GetSecretValue: `string.format('{"SecretId":"bench/secret-%04d"}', math.random(0, ${secrets - 1}))`,
  PutSecretValue: `string.format('{"SecretId":"bench/secret-%04d","ClientRequestToken":"%s","SecretString":%s}', math.random(0, ${secrets - 1}), token(), value)`,
}

function scriptFor(operation) {
  const headers = Object.entries(headersOf(operation)).map(([name, text]) => `["${name}"]="${text}"`)
  return `
local headers = { ${headers.join(', ')} }
local value = [==[${JSON.stringify(value)}]==]
-- Tokens that no other run has, made at no cost to speak of: what the client takes is not the server's.
local run, count = "${randomUUID()}", 0
function token()
  count = count + 1
  return string.format("%s-%d", run, count)
end
math.randomseed(os.time())
function request() return wrk.format("POST", "/", headers, ${bodies[operation]}) end
`
}

/** Loads a server for some seconds: requests in a second, and how many were answered. Rejects if one was refused. */
export async function load(url, operation, connections, seconds = 3) {
  const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-wrk-'))
  const script = path.join(folder, 'script.lua')
  writeFileSync(script, scriptFor(operation))
  try {
    const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url])
    if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${operation} was refused:\n${stdout}`)
    return {
      perSecond: numberIn(stdout, /Requests\/sec:\s*([\d.]+)/),
      count: numberIn(stdout, /(\d+) requests in/),
    }
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('wrk is not installed: on Debian, apt-get install wrk')
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function numberIn(text, pattern) {
  const [, digits] = pattern.exec(text) ?? []
  if (digits === undefined) throw new Error(`wrk did not say ${pattern}:\n${text}`)
  return Number(digits)
}
