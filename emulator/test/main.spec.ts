import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { type MainOptions, main, type Running } from '#main'
import type { Settings } from '#settings'

/** A screen, with what is on it. */
function screen(isTTY = false) {
  let text = ''
  const written = Promise.withResolvers<void>()
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk
      written.resolve()
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY }), text: () => text, written: written.promise }
}

interface Run extends Partial<Pick<MainOptions, 'argv' | 'env' | 'start'>> {
  readonly isTTY?: boolean
}

const endpoint = 'http://127.0.0.1:4566'

function run({
  argv = ['--memory'],
  env = {},
  isTTY = false,
  start = async () => fakeEmulator().emulator,
}: Run = {}) {
  const [stdout, stderr, signals] = [screen(isTTY), screen(), new EventEmitter()]
  let time = 0
  const code = main({
    argv,
    env,
    cwd: '/nowhere',
    stdout: stdout.stream,
    stderr: stderr.stream,
    signals,
    version: async () => '1.2.3',
    start,
    now: () => time,
  })
  const pass = (ms: number) => {
    time += ms
  }
  return { code, out: stdout.text, err: stderr.text, signals, printed: stdout.written, pass }
}

/** An emulator that closes when it is let. */
function fakeEmulator() {
  const [closing, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const emulator: Running = {
    endpoint,
    close() {
      closing.resolve()
      return closed.promise
    },
  }
  return { emulator, closing: closing.promise, close: () => closed.resolve(), fail: closed.reject }
}

/** A failure as the system tells it. */
const failure = (code: string, syscall: string, more: object = {}) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall, ...more })

describe('main', () => {
  it('shows the help and the version, and starts nothing', async () => {
    const start = () => Promise.reject(new Error('started'))
    const help = run({ argv: ['--help'], start })
    expect(await help.code).to.equal(0)
    expect(help.out()).to.contain('--port PORT')
    const version = run({ argv: ['--version'], start })
    expect(await version.code).to.equal(0)
    expect(version.out()).to.equal('1.2.3\n')
  })

  it('says on stderr what is wrong with the settings, and exits with 2', async () => {
    const { code, out, err } = run({ argv: ['--prot', '1'] })
    expect(await code).to.equal(2)
    expect(out()).to.equal('')
    expect(err()).to.equal(
      'strongroom-emulator: there is no flag --prot; did you mean --port?\n--help shows what there is.\n',
    )
  })

  it('starts with the settings, and prints the banner once it listens', async () => {
    const started = Promise.withResolvers<Settings>()
    const { emulator, close } = fakeEmulator()
    const start = async (settings: Settings) => {
      started.resolve(settings)
      return emulator
    }
    const { code, out, signals, printed } = run({ argv: ['--port', '5000', '--memory'], start })
    expect(await started.promise).to.include({ port: 5000, memory: true })
    expect(out()).to.equal('')
    await printed
    expect(out()).to.contain(`export AWS_ENDPOINT_URL_SECRETS_MANAGER=${endpoint}\n`)
    signals.emit('SIGINT')
    close()
    await code
  })

  for (const [isTTY, env, coloured] of [
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [false, {}, false],
  ] as const) {
    it(`prints ${coloured ? 'in' : 'without'} colours ${isTTY ? 'to a screen' : 'to a pipe'} for ${JSON.stringify(env)}`, async () => {
      const { emulator, close } = fakeEmulator()
      const { code, out, signals, printed } = run({ isTTY, env, start: async () => emulator })
      await printed
      signals.emit('SIGTERM')
      close()
      await code
      expect(out().includes('\u001b')).to.equal(coloured)
    })
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`drains on ${signal} and exits with 0`, async () => {
      const { emulator, closing, close } = fakeEmulator()
      const { code, err, signals, printed } = run({ start: async () => emulator })
      await printed
      signals.emit(signal)
      await closing
      close()
      expect(await code).to.equal(0)
      expect(err()).to.equal('')
    })
  }

  it('takes SIGHUP for no second signal: who is gone has no more to say', async () => {
    const { emulator, closing, close } = fakeEmulator()
    const { code, signals, printed, pass } = run({ start: async () => emulator })
    await printed
    signals.emit('SIGINT')
    await closing
    pass(1000)
    signals.emit('SIGHUP')
    close()
    expect(await code).to.equal(0)
  })

  it('ends as soon as it has started, if the signal came before', async () => {
    const [asked, starting] = [Promise.withResolvers<void>(), Promise.withResolvers<Running>()]
    const { emulator, close } = fakeEmulator()
    const start = () => {
      asked.resolve()
      return starting.promise
    }
    const { code, signals } = run({ start })
    await asked.promise
    signals.emit('SIGINT')
    close()
    starting.resolve(emulator)
    expect(await code).to.equal(0)
  })

  for (const [second, wanted] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`exits with ${wanted} at once on ${second} after another signal`, async () => {
      const { emulator, closing } = fakeEmulator()
      const { code, signals, printed, pass } = run({ start: async () => emulator })
      await printed
      signals.emit('SIGINT')
      await closing
      pass(100)
      signals.emit(second)
      expect(await code).to.equal(wanted)
    })
  }

  it('takes signals that come at the same time for one, as npm passes on what the terminal has sent already', async () => {
    const { emulator, closing, close } = fakeEmulator()
    const { code, signals, printed, pass } = run({ start: async () => emulator })
    await printed
    signals.emit('SIGINT')
    signals.emit('SIGINT')
    await closing
    pass(99)
    signals.emit('SIGTERM')
    close()
    expect(await code).to.equal(0)
  })

  describe('when it cannot start', () => {
    const port = ['--port', '80', '--memory']
    const cases: readonly [argv: readonly string[], error: unknown, told: string][] = [
      [
        port,
        failure('EADDRINUSE', 'listen'),
        'port 80 of 127.0.0.1 is in use: end what listens there, or choose another port with --port (0 takes any that is free)',
      ],
      [
        port,
        failure('EACCES', 'listen'),
        'port 80 of 127.0.0.1 is not open to this user: choose one from 1024 on with --port',
      ],
      [
        ['--host', 'nowhere.example'],
        failure('ENOTFOUND', 'getaddrinfo'),
        'the name nowhere.example does not resolve: choose an address of this machine with --host, such as 127.0.0.1',
      ],
      [
        ['--host', '203.0.113.1'],
        failure('EADDRNOTAVAIL', 'listen'),
        '203.0.113.1 is no address of this machine: choose one with --host, such as 127.0.0.1',
      ],
      [port, failure('EINVAL', 'listen'), 'cannot listen at port 80 of 127.0.0.1: EINVAL'],
      [[], failure('EACCES', 'mkdir', { path: '/d' }), 'cannot start: EACCES in mkdir of /d'],
      [[], new SecretsError('CORRUPT', 'the store is torn'), 'the store is torn'],
      [
        [],
        new SecretsError('DECRYPTION_FAILED', 'the key does not fit', {
          hint: 'Use the key it was made with.',
        }),
        'the key does not fit\nUse the key it was made with.',
      ],
      [
        [],
        new TypeError('x is not a function'),
        'cannot start: nobody expected this (TypeError); --log-level debug shows where it happened',
      ],
      [
        [],
        'thrown',
        'cannot start: nobody expected this (string); --log-level debug shows where it happened',
      ],
    ]
    for (const [argv, error, told] of cases) {
      it(`says so and exits with 1: ${told}`, async () => {
        const { code, out, err } = run({ argv, start: () => Promise.reject(error) })
        expect(await code).to.equal(1)
        expect(out()).to.equal('')
        expect(err()).to.equal(`strongroom-emulator: ${told}\n`)
      })
    }

    it('shows where it happened at log level debug, and quotes no value even there', async () => {
      const canary = newCanary()
      const error = new TypeError(`cannot read ${canary}`)
      const { code, err } = run({ argv: ['--log-level', 'debug'], start: () => Promise.reject(error) })
      expect(await code).to.equal(1)
      expect(err()).to.contain('main.spec')
      expectNoTraceIn(canary, err())
    })
  })

  it('exits with 1 if it cannot end in peace', async () => {
    const { emulator, closing, fail } = fakeEmulator()
    const { code, err, signals, printed } = run({ start: async () => emulator })
    await printed
    signals.emit('SIGINT')
    await closing
    fail(new SecretsError('UNAVAILABLE', 'the disk is full'))
    expect(await code).to.equal(1)
    expect(err()).to.equal('strongroom-emulator: the disk is full\n')
  })
})
