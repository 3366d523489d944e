import { fork } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { escapeIdentifier } from 'pg'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { createApplication, superuserSecret } from './application.js'
import { type Postgres, sharedPostgres } from './postgres.js'
import type { Task } from './programs/rotating.js'
import { invokers } from './stage.js'

const program = fileURLToPath(new URL('./programs/rotating.js', import.meta.url))

describe('a password that is rotated', function () {
  this.timeout('20s')
  let postgres: Postgres
  before(async function () {
    postgres = await sharedPostgres(this)
  })

  for (const invoker of invokers) {
    it(`is in no log, no output and no command line, by a function that is a ${invoker}`, async () => {
      const applications = [await createApplication(postgres), await createApplication(postgres)]
      const noConnection = newCanary()
      const { passwords, output, commands } = await rotated({
        ...{ invoker, noConnection },
        superuser: superuserSecret(postgres),
        applications: applications.map((application) => application.secret()),
      })

      // Of each application the first one, and those of two rotations.
      expect(new Set(passwords).size).to.equal(6)
      for (const event of ['RotationFailed', 'RotationSucceeded']) expect(output).to.contain(event)
      if (process.platform === 'linux') expect(commands).to.contain(program)
      const logged = await postgres.log()
      for (const { username } of applications) {
        expect(logged).to.contain(`ALTER ROLE ${escapeIdentifier(username)}`)
      }
      for (const value of [...passwords, postgres.superuser.password, noConnection]) {
        expectNoTraceIn(value, output, 'what the emulator and the function said')
        expectNoTraceIn(value, commands, 'a command line')
        expectNoTraceIn(value, logged, 'what PostgreSQL logged')
      }
    })
  }
})

interface Rotated {
  readonly passwords: readonly string[]
  readonly output: string
  /** The command lines of all processes, looked at whenever the program said something. */
  readonly commands: string
}

async function rotated(task: Task): Promise<Rotated> {
  const child = fork(program, { silent: true })
  const commands = new Set<string>()
  let passwords: readonly string[] = []
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const line of commandLines()) commands.add(line)
    })
  }
  child.on('message', (told: readonly string[]) => {
    passwords = told
  })
  const closed = once(child, 'close')
  child.send(task)
  await closed
  return { passwords, output, commands: [...commands].join('\n') }
}

function commandLines(): readonly string[] {
  return globSync('/proc/[0-9]*/cmdline').map((file) => {
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ')
    } catch {
      // It has ended meanwhile.
      return ''
    }
  })
}
