import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { type RequestEntry, type RequestLog, requestLog } from '#request-log'
import type { LogLevel } from '#settings'

const entry: RequestEntry = {
  operation: 'GetSecretValue',
  secretName: 'app/db',
  outcome: 'OK',
  status: 200,
  durationMs: 0.123456,
  account: '000000000000',
  region: 'us-east-1',
  caller: 'test',
  requestId: 'some-id',
}

/** What a log writes at a level. */
async function logged(level: LogLevel, use: (log: RequestLog) => void): Promise<readonly string[]> {
  const lines: string[] = []
  const log = requestLog(level, { write: (line) => void lines.push(line) })
  use(log)
  await log.close()
  return lines
}

const parsed = async (level: LogLevel, use: (log: RequestLog) => void) =>
  (await logged(level, use)).map((line): Record<string, unknown> => JSON.parse(line))

describe('the request log', () => {
  it('writes one line of JSON for a request, with the duration to the microsecond', async () => {
    const [line, ...others] = await parsed('info', (log) => log.request(entry))
    expect(others).to.deep.equal([])
    const { time, ...rest } = line ?? {}
    expect(rest).to.deep.equal({ level: 'info', ...entry, durationMs: 0.123 })
    expect(new Date(String(time)).toISOString()).to.equal(time)
  })

  it('writes what happened to a rotation at info, and at warn where it failed', async () => {
    const rotation = { secretName: 'db', versionId: 'v', account: '1', region: 'us-east-1' }
    const use = (log: RequestLog) => {
      log.rotation({ event: 'RotationStarted', ...rotation })
      log.rotation({ event: 'RotationFailed', ...rotation, step: 'setSecret', failure: 'time-out' })
    }
    const [started, failed] = await parsed('info', use)
    expect(started).to.include({ level: 'info', event: 'RotationStarted', ...rotation })
    const failure = {
      level: 'warn',
      event: 'RotationFailed',
      step: 'setSecret',
      failure: 'time-out',
      ...rotation,
    }
    expect(failed).to.include(failure)
    expect((await parsed('warn', use)).map(({ event }) => event)).to.deep.equal(['RotationFailed'])
    expect(await parsed('error', use)).to.deep.equal([])
  })

  it('keeps the order of lines, those before it is open and those after', async () => {
    const lines: string[] = []
    const log = requestLog('info', { write: (line) => void lines.push(line) })
    log.warn('first')
    log.warn('second')
    await log.close()
    log.warn('third')
    expect(lines.map((line) => JSON.parse(line).msg)).to.deep.equal(['first', 'second', 'third'])
  })

  it('leaves out what is not known', async () => {
    const [line] = await parsed('info', (log) =>
      log.request({ ...entry, secretName: undefined, caller: undefined }),
    )
    expect(line).not.to.have.any.keys('secretName', 'caller')
  })

  it('says in which other realms a secret is', async () => {
    const there = { account: '000000000000', region: 'eu-west-3' }
    const { secretName, account, region } = { secretName: 'app/db', account: '1', region: 'us-east-1' }
    const [line] = await parsed('warn', (log) =>
      log.elsewhere({ secretName, account, region, realms: [there] }),
    )
    expect(line).to.deep.include({ level: 'warn', secretName, account, region, realms: [there] })
    expect(line?.msg).to.equal('the secret is not here, but in account 000000000000, Region eu-west-3')
  })

  const everything = (log: RequestLog) => {
    log.debug('d')
    log.request(entry)
    log.admin({ admin: 'POST /reset', status: 200 })
    log.warn('w')
    log.elsewhere({ secretName: 'a', account: '1', region: 'us-east-1', realms: [] })
    log.error('e')
  }
  for (const [level, wanted] of [
    ['silent', []],
    ['error', ['error']],
    ['warn', ['warn', 'warn', 'error']],
    ['info', ['info', 'info', 'warn', 'warn', 'error']],
    ['debug', ['debug', 'info', 'info', 'warn', 'warn', 'error']],
  ] as const) {
    it(`writes at ${level} ${wanted.length === 0 ? 'nothing' : `only ${wanted.join(', ')}`}`, async () => {
      expect((await parsed(level, everything)).map((line) => line.level)).to.deep.equal(wanted)
    })
  }

  it('tells of an error its code, its stack and what lies beneath', async () => {
    const cause = new SecretsError('CORRUPT', 'the record is torn', { cause: new TypeError('x') })
    const [line] = await parsed('error', (log) =>
      log.error('reading failed', cause, { requestId: 'some-id' }),
    )
    expect(line).to.deep.include({ level: 'error', msg: 'reading failed', requestId: 'some-id' })
    const { error } = line ?? {}
    expect(error).to.deep.include({ name: 'SecretsError', code: 'CORRUPT', message: 'the record is torn' })
    expect(error).to.have.nested.property('cause.name', 'TypeError')
    expect(error).to.have.property('stack').that.contains('request-log.spec')
  })

  it('quotes no error that is not of our own making, and nothing that was thrown', async () => {
    const canary = newCanary()
    const causes = [
      new Error(`near ${canary}`),
      Object.assign(new Error('x'), { input: canary }),
      new SecretsError('INTERNAL', 'ours', { cause: new Error(canary) }),
      canary,
      { canary },
    ]
    const lines = await logged('debug', (log) => {
      for (const cause of causes) log.error('failed', cause)
    })
    expect(lines).to.have.lengthOf(causes.length)
    expectNoTraceIn(canary, lines.join(''))
  })

  const program = (level: LogLevel, use: string) => `
    import { requestLog } from '#request-log'
    const log = requestLog('${level}')
    ${use}
    await log.close()
    process.exit(0)`
  const run = (source: string, env: NodeJS.ProcessEnv = {}) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], {
      env: { ...process.env, ...env },
    })

  /** A program whose stderr nobody reads unless the spec does, and which ends with it. */
  const unread = (source: string) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    return { child, [Symbol.dispose]: () => void child.kill('SIGKILL') }
  }

  it('has every line on stderr, and none on stdout, once it is closed', async () => {
    const { stdout, stderr } = await run(
      program('info', "for (let i = 0; i < 2000; i++) log.warn('line ' + i)"),
    )
    expect(stdout).to.equal('')
    const lines = stderr.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).msg)).to.deep.equal(
      Array.from({ length: 2000 }, (_, i) => `line ${i}`),
    )
  })

  it('does not wait at its end for somebody who does not read', async () => {
    const source = program('info', "for (let i = 0; i < 5000; i++) log.warn('line '.repeat(20) + i)")
    using started = unread(source)
    const { child } = started
    // Nothing reads from stderr.
    expect(await once(child, 'exit')).to.deep.equal([0, null])
  })

  it('drops and counts the lines that nobody has room for, and says so as soon as there is', async () => {
    const lines = 800
    const source = program(
      'error',
      `for (let i = 0; i < ${lines}; i++) log.error('line '.repeat(2000) + i)
      await new Promise((resolve) => process.stdin.once('data', resolve))`,
    )
    using started = unread(source)
    const { child } = started
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.stdin.write('read\n')
    expect(await once(child, 'close')).to.deep.equal([0, null])
    const told = said.trim().split('\n')
    const last: { readonly dropped: number } = JSON.parse(told.at(-1) ?? '')
    expect(last.dropped).to.be.greaterThan(0)
    expect(told.length - 1 + last.dropped).to.equal(lines)
  })

  it('does not load pino at silent, nor before the first line', async () => {
    const loaded = `
      import { createRequire } from 'node:module'
      const has = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('pino'))`
    const use = (call: string) =>
      `${loaded}\nconsole.log(String(has())); ${call}; await log.close(); console.log(String(has()))`
    expect((await run(program('silent', use("log.error('x')")))).stdout).to.equal('false\nfalse\n')
    expect((await run(program('info', use("log.error('x')")))).stdout).to.equal('false\ntrue\n')
  })
})
