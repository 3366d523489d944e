import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { headersOf } from './wire.mjs'

// Below the ports that a system gives out by itself.
const emulatorPort = 15_461
const barePort = 15_462

/** The emulator's own bin over an encrypted database in a folder of its own, with its log going nowhere. */
export function emulator() {
  const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-bench-'))
  const bin = fileURLToPath(import.meta.resolve('@strongroom/emulator/package.json')).replace(
    'package.json',
    'bin/strongroom-emulator.js',
  )
  const args = [bin, '--port', String(emulatorPort), '--data', path.join(folder, 'data')]
  return server(emulatorPort, args, folder, () => rmSync(folder, { recursive: true }))
}

/** A bare node:http server that parses the JSON it gets, and answers JSON of the size of an answer to GetSecretValue. */
export function bare() {
  const program = fileURLToPath(new URL('bare-server.mjs', import.meta.url))
  return server(barePort, [program, String(barePort)], tmpdir(), () => {})
}

function server(port, args, cwd, clean) {
  let child
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    /** Starts it, and settles with its first answer. */
    async start() {
      child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'ignore'] })
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`${args[0]} ended with ${code}`)
      })
      ended.catch(() => {})
      await Promise.race([firstAnswer(url), ended])
    },
    async stop() {
      if (child === undefined) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      child = undefined
    },
    clean,
  }
}

async function firstAnswer(url) {
  for (;;) {
    try {
      const response = await fetch(url, { method: 'POST', headers: headersOf('ListSecrets'), body: '{}' })
      await response.arrayBuffer()
      return
    } catch {
      // It does not listen yet.
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
}
