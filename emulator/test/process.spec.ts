import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import path from 'node:path'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newBinaryCanary, newCanary } from 'strongroom-scripts/canary'
import { type EmulatorProcess, runBin, type StartOptions, startBin } from './bin-process.js'
import { temporaryFolder } from './temporary-folder.js'

describe('the emulator as a process', function () {
  this.timeout('20s')

  describe('on start', () => {
    it('prints on stdout where it is, where secrets are, and the lines to paste', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
      const { endpoint } = emulator
      expect(endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(emulator.said().stdout.split('\n').slice(0, 3)).to.deep.equal([
        `Strongroom emulates AWS Secrets Manager at ${endpoint}`,
        'Secrets are kept in memory, and gone when this ends.',
        'Account 000000000000, Region us-east-1.',
      ])
      expect(emulator.exports).to.deep.equal({
        AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
        AWS_ENDPOINT_URL_STS: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      })
      expect(emulator.command).to.equal(`aws --endpoint-url ${endpoint} secretsmanager list-secrets`)
    })

    it('goes on when nobody reads what it says any more', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
      emulator.child.stdout?.destroy()
      emulator.child.stderr?.destroy()
      for (let i = 0; i < 3; i++) await clientOf(emulator).listSecrets({})
      emulator.child.kill('SIGINT')
      expect(await once(emulator.child, 'exit')).to.deep.equal([0, null])
    })

    it('takes variables and a settings file, and flags before both', async () => {
      await using cwd = await temporaryFolder()
      await writeFile(
        path.join(cwd.folder, 'strongroom-emulator.yaml'),
        'region: eu-west-1\naccount: 000000000012\nmemory: true\n',
      )
      const env = { STRONGROOM_ACCOUNT: '123456789012' }
      await using emulator = await startBin(['--log-level', 'error'], { cwd: cwd.folder, env })
      expect(emulator.said().stdout).to.contain('\nAccount 123456789012, Region eu-west-1.\n')
      expect(emulator.exports).to.include({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' })
    })

    it('warns where others than this machine can reach it', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory', '--host', '0.0.0.0'], { cwd: cwd.folder })
      expect(emulator.said().stdout).to.contain('Warning: 0.0.0.0 is reached from beyond this machine')
      expect(emulator.endpoint).to.match(/^http:\/\/127\.0\.0\.1:/)
      await clientOf(emulator).listSecrets({})
    })

    const wrong: readonly [what: string, options: Omit<StartOptions, 'cwd'> & Wrong, told: string][] = [
      ['a flag', { args: ['--memroy'] }, 'there is no flag --memroy; did you mean --memory?'],
      [
        'a variable',
        { env: { STRONGROOM_LOG_LEVLE: 'debug' } },
        'there is no variable STRONGROOM_LOG_LEVLE; did you mean STRONGROOM_LOG_LEVEL?',
      ],
      [
        'a key of the settings file',
        { file: 'seeds: a.json\n' },
        'strongroom-emulator.yaml:1: there is no setting seeds; did you mean seed?',
      ],
    ]
    for (const [what, { args = [], env, file }, told] of wrong) {
      it(`refuses ${what} that nobody knows, names the nearest one and exits with 2`, async () => {
        await using cwd = await temporaryFolder()
        if (file !== undefined) await writeFile(path.join(cwd.folder, 'strongroom-emulator.yaml'), file)
        expect(await runBin(args, { cwd: cwd.folder, env })).to.deep.equal({
          end: 2,
          stdout: '',
          stderr: `strongroom-emulator: ${told}\n--help shows what there is.\n`,
        })
      })
    }

    it('says in one sentence that the port is in use, and exits with 1', async () => {
      await using cwd = await temporaryFolder()
      await using holder = await startBin(['--memory'], { cwd: cwd.folder })
      const { port } = new URL(holder.endpoint)
      expect(await runBin(['--memory', '--port', port], { cwd: cwd.folder })).to.deep.equal({
        end: 1,
        stdout: '',
        stderr: `strongroom-emulator: port ${port} of 127.0.0.1 is in use: end what listens there, or choose another port with --port (0 takes any that is free)\n`,
      })
    })

    it('shows the help', async () => {
      await using cwd = await temporaryFolder()
      const { end, stdout, stderr } = await runBin(['--help'], { cwd: cwd.folder })
      expect({ end, stderr }).to.deep.equal({ end: 0, stderr: '' })
      expect(stdout).to.contain('Usage: strongroom-emulator')
      expect(await readdir(cwd.folder)).to.deep.equal([])
    })
  })

  describe('at its end', () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`answers on ${signal} a request that is still arriving, takes no other, and exits with 0`, async () => {
        await using cwd = await temporaryFolder()
        await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
        const { status, finish } = await beginRequest(emulator)
        emulator.child.kill(signal)
        await refused(emulator)
        finish()
        expect(await status).to.equal(200)
        expect(await emulator.ended).to.include({ end: 0 })
      })
    }

    for (const [signal, wanted] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      it(`exits with ${wanted} at once on a second signal, ${signal}, while a request is still arriving`, async () => {
        await using cwd = await temporaryFolder()
        await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
        const { status } = await beginRequest(emulator)
        emulator.child.kill('SIGINT')
        await refused(emulator)
        // At first they are taken for the same one.
        const again = setInterval(() => emulator.child.kill(signal), 20)
        const { end } = await emulator.ended.finally(() => clearInterval(again))
        expect(end).to.equal(wanted)
        expect(await status).to.be.instanceOf(Error)
      })
    }

    it('waits for nobody who does not read the log', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
      emulator.child.stderr?.pause()
      const client = clientOf(emulator)
      for (let i = 0; i < 20; i++) {
        await Promise.all(Array.from({ length: 100 }, () => client.listSecrets({})))
      }
      emulator.child.kill('SIGTERM')
      expect(await once(emulator.child, 'exit')).to.deep.equal([0, null])
    })

    it('waits for no connection over which nothing was asked', async function () {
      this.timeout('8s')
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
      const { hostname, port } = new URL(emulator.endpoint)
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      await clientOf(emulator).listSecrets({})
      expect(await emulator.stop()).to.include({ end: 0 })
      socket.destroy()
    })
  })

  describe('with a data folder', () => {
    it('keeps secrets beyond its end, in files that only their owner can read, and no value in clear text', async () => {
      await using cwd = await temporaryFolder()
      const [canary, bytes] = [newCanary(), newBinaryCanary()]
      const data = path.join(cwd.folder, '.strongroom')
      await using first = await startBin(['--log-level', 'debug'], { cwd: cwd.folder })
      await clientOf(first).createSecret({ Name: 'db', SecretString: canary })
      await clientOf(first).createSecret({ Name: 'cert', SecretBinary: bytes })
      await clientOf(first).putSecretValue({ SecretId: 'db', SecretString: `${canary}2` })
      await expectPrivate(data)
      await expectNoTraceOnDisk(canary, data)
      await expectNoTraceOnDisk(bytes, data)
      const firstEnd = await first.stop()
      await using second = await startBin(['--log-level', 'debug'], { cwd: cwd.folder })
      expect(await clientOf(second).getSecretValue({ SecretId: 'db' })).to.include({
        SecretString: `${canary}2`,
      })
      await expectPrivate(data)
      const secondEnd = await second.stop()
      await expectNoTraceOnDisk(canary, data)
      await expectNoTraceOnDisk(bytes, data)
      for (const { end, stdout, stderr } of [firstEnd, secondEnd]) {
        expect(end).to.equal(0)
        expectNoTraceIn(canary, stdout + stderr, 'what it said')
        expectNoTraceIn(bytes, stdout + stderr, 'what it said')
      }
      expect(await readdir(cwd.folder)).to.deep.equal(['.strongroom'])
    })

    it('keeps every write that it acknowledged before kill -9', async () => {
      await using cwd = await temporaryFolder()
      await using first = await startBin([], { cwd: cwd.folder })
      const acknowledged = await writeUntilKilled(first)
      expect(acknowledged).to.not.be.empty
      await using second = await startBin([], { cwd: cwd.folder })
      const api = clientOf(second)
      for (const name of acknowledged) {
        expect(await api.getSecretValue({ SecretId: name })).to.include({ SecretString: `value of ${name}` })
      }
    })

    it('shares it with another emulator, and each sees what the other writes', async () => {
      await using cwd = await temporaryFolder()
      await using one = await startBin([], { cwd: cwd.folder })
      await using other = await startBin([], { cwd: cwd.folder })
      const [api, otherApi] = [clientOf(one), clientOf(other)]
      await api.createSecret({ Name: 'db', SecretString: 'first' })
      expect(await otherApi.getSecretValue({ SecretId: 'db' })).to.include({ SecretString: 'first' })
      await otherApi.putSecretValue({ SecretId: 'db', SecretString: 'second' })
      expect(await api.getSecretValue({ SecretId: 'db' })).to.include({ SecretString: 'second' })
      await api.deleteSecret({ SecretId: 'db', ForceDeleteWithoutRecovery: true })
      expect(await errorOf(otherApi.describeSecret({ SecretId: 'db' }))).to.equal('ResourceNotFoundException')
    })

    it('refuses writes when it is read-only, and leaves the folder as it is', async () => {
      await using cwd = await temporaryFolder()
      await using writer = await startBin([], { cwd: cwd.folder })
      await clientOf(writer).createSecret({ Name: 'db', SecretString: 'a value' })
      await writer.stop()
      const before = await contentOf(cwd.folder)
      await using reader = await startBin(['--read-only'], { cwd: cwd.folder })
      const api = clientOf(reader)
      expect(reader.said().stdout).to.contain(' (read only).\n')
      expect(await api.getSecretValue({ SecretId: 'db' })).to.include({ SecretString: 'a value' })
      for (const attempt of [
        api.createSecret({ Name: 'other' }),
        api.putSecretValue({ SecretId: 'db', SecretString: 'another' }),
        api.tagResource({ SecretId: 'db', Tags: [{ Key: 'a', Value: 'b' }] }),
        api.deleteSecret({ SecretId: 'db' }),
      ]) {
        expect(await errorOf(attempt)).to.equal('AccessDeniedException')
      }
      await reader.stop()
      expect(await contentOf(cwd.folder)).to.deep.equal(before)
    })

    describe('and a key file', () => {
      const key = (letter: string) => `strongroom-key-1:${letter.repeat(42)}A\n`
      const cases: readonly [what: string, text: string | undefined, told: RegExp][] = [
        [
          'is gone',
          undefined,
          /^strongroom-emulator: the database is sealed, and its key file \S+ is gone\n/,
        ],
        [
          'holds another key',
          key('B'),
          /^strongroom-emulator: the database is sealed with another key than the one in \S+other\.key\n/,
        ],
        ['holds no key', 'hello\n', /^strongroom-emulator: \S+ does not hold a key\n/],
      ]
      for (const [what, text, told] of cases) {
        it(`that ${what}: says so, exits with 1 and leaves the folder as it is`, async () => {
          await using cwd = await temporaryFolder()
          const file = path.join(cwd.folder, 'the.key')
          await using first = await startBin(['--key-file', file], { cwd: cwd.folder })
          await clientOf(first).createSecret({ Name: 'db', SecretString: 'a value' })
          await first.stop()
          const data = path.join(cwd.folder, '.strongroom')
          expect(await readdir(data)).to.deep.equal(['secrets.db'])
          const before = await contentOf(data)
          const other = path.join(cwd.folder, 'other.key')
          if (text !== undefined) await writeFile(other, text, { mode: 0o600 })
          const { end, stdout, stderr } = await runBin(['--key-file', other], { cwd: cwd.folder })
          expect({ end, stdout }).to.deep.equal({ end: 1, stdout: '' })
          expect(stderr).to.match(told)
          expect(await contentOf(data)).to.deep.equal(before)
        })
      }
    })

    it('says that a key file is open to others, and how to close it', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin([], { cwd: cwd.folder })
      await emulator.stop()
      const key = path.join(cwd.folder, '.strongroom/key')
      await chmod(key, 0o644)
      expect(await runBin([], { cwd: cwd.folder })).to.deep.equal({
        end: 1,
        stdout: '',
        stderr: `strongroom-emulator: the key file ${key} can be read or written by others\nchmod 600 ${key}\n`,
      })
    })

    it('says which folder it is that cannot be made, since a file is in its way', async () => {
      await using cwd = await temporaryFolder()
      await writeFile(path.join(cwd.folder, 'file'), '')
      for (const data of ['file', 'file/folder']) {
        const { end, stderr } = await runBin(['--data', data], { cwd: cwd.folder })
        expect(end).to.equal(1)
        expect(stderr).to.contain(path.join(cwd.folder, data))
      }
    })

    it('says that what is there is no database', async () => {
      await using cwd = await temporaryFolder()
      await mkdir(path.join(cwd.folder, '.strongroom'))
      await writeFile(path.join(cwd.folder, '.strongroom/secrets.db'), 'hello')
      const { end, stderr } = await runBin([], { cwd: cwd.folder })
      expect(end).to.equal(1)
      expect(stderr).to.match(/^strongroom-emulator: the database is damaged, or is none: \S+secrets\.db\n/)
    })
  })

  describe('in memory', () => {
    it('writes nothing anywhere, and forgets', async () => {
      await using cwd = await temporaryFolder()
      for (const _ of [1, 2]) {
        await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
        await clientOf(emulator).createSecret({ Name: 'db', SecretString: 'a value' })
        await emulator.stop()
      }
      expect(await readdir(cwd.folder)).to.deep.equal([])
    })
  })

  describe('with seeds', () => {
    it('has them on start, and changes nothing when it is started with them again', async () => {
      await using cwd = await temporaryFolder()
      const seeds = { yaml: 'app/db: { user: me, password: x }\napp/token: abc\n', env: 'API_KEY=abc\n' }
      await writeFile(path.join(cwd.folder, 'seed.yaml'), seeds.yaml)
      await writeFile(path.join(cwd.folder, '.env'), seeds.env)
      const args = ['--seed', 'seed.yaml', '--seed', '.env']
      const seen = []
      for (const _ of [1, 2]) {
        await using emulator = await startBin(args, { cwd: cwd.folder })
        const { SecretList = [] } = await clientOf(emulator).listSecrets({})
        const { SecretString } = await clientOf(emulator).getSecretValue({ SecretId: 'app/db' })
        seen.push([SecretList.map(({ LastAccessedDate: _, ...secret }) => secret), SecretString])
        await emulator.stop()
      }
      expect(seen[1]).to.deep.equal(seen[0])
      expect(seen[0]).to.have.nested.property('[0].length', 3)
      expect(seen[0]).to.have.property('1', '{"user":"me","password":"x"}')
    })

    it('tells all that is wrong with them at once, quotes no value, and exits with 1', async () => {
      await using cwd = await temporaryFolder()
      const canary = newCanary()
      await writeFile(
        path.join(cwd.folder, 'seed.yaml'),
        `a b: ${canary}\nsecrets: { c: { valeu: ${canary} } }\n`,
      )
      const { end, stdout, stderr } = await runBin(['--memory', '--seed', 'seed.yaml'], { cwd: cwd.folder })
      expect({ end, stdout }).to.deep.equal({ end: 1, stdout: '' })
      expect(stderr).to.match(/seed\.yaml:1: .*\n.*seed\.yaml:2: .*did you mean value\?/)
      expectNoTraceIn(canary, stderr)
    })
  })

  describe('the log', () => {
    it('is lines of JSON on stderr, one for each request, which tell no value and nothing of the signature', async () => {
      await using cwd = await temporaryFolder()
      const canary = newCanary()
      await using emulator = await startBin(['--memory'], { cwd: cwd.folder })
      await clientOf(emulator).createSecret({ Name: 'db', SecretString: canary })
      await errorOf(clientOf(emulator, 'eu-west-1').getSecretValue({ SecretId: 'db' }))
      const { stderr } = await emulator.stop()
      const lines = stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      const request = { secretName: 'db', account: '000000000000', caller: 'test' }
      const home = { ...request, region: 'us-east-1', level: 'info' }
      const away = { ...request, region: 'eu-west-1', level: 'info' }
      expect(lines).to.have.lengthOf(3)
      expect(lines[0]).to.include({ ...home, operation: 'CreateSecret', outcome: 'OK', status: 200 })
      const refused = { operation: 'GetSecretValue', outcome: 'ResourceNotFoundException', status: 400 }
      expect(lines[1]).to.include({ ...away, ...refused })
      expect(lines[2]).to.include({
        level: 'warn',
        msg: 'the secret is not here, but in account 000000000000, Region us-east-1',
      })
      expectNoTraceIn(canary, stderr)
      expect(stderr).to.not.match(/Signature=|AWS4-HMAC/)
    })

    it('has nothing to tell at log level error while all goes well', async () => {
      await using cwd = await temporaryFolder()
      await using emulator = await startBin(['--memory', '--log-level', 'error'], { cwd: cwd.folder })
      await errorOf(clientOf(emulator).getSecretValue({ SecretId: 'db' }))
      expect(await emulator.stop()).to.include({ end: 0, stderr: '' })
    })
  })
})

interface Wrong {
  readonly args?: readonly string[]
  readonly file?: string
}

function clientOf({ endpoint }: EmulatorProcess, region = 'us-east-1'): SecretsManager {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new SecretsManager({ endpoint, region, credentials, maxAttempts: 1 })
}

/** The name of the error that an attempt ends in. */
async function errorOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'nothing',
    (error: Error) => error.name,
  )
}

/** A request whose body has not arrived to its end. Its status settles with what happened to it. */
async function beginRequest({ endpoint }: EmulatorProcess) {
  const body = '{"MaxResults":1}'
  const credential = 'Credential=test/20260101/us-east-1/secretsmanager/aws4_request'
  const sent = request(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': body.length,
      'X-Amz-Target': 'secretsmanager.ListSecrets',
      Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      Expect: '100-continue',
    },
  })
  const status = new Promise<number | undefined | Error>((resolve) => {
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', resolve)
  })
  sent.flushHeaders()
  // By then the emulator has seen the request.
  await once(sent, 'continue')
  sent.write(body.slice(0, 1))
  return { status, finish: () => sent.end(body.slice(1)) }
}

/** Settles when nothing listens any more where the emulator did. */
async function refused({ endpoint }: EmulatorProcess): Promise<void> {
  const { hostname, port } = new URL(endpoint)
  for (;;) {
    const socket = connect(Number(port), hostname)
    const outcome = await new Promise<string | undefined>((resolve) => {
      socket.on('connect', () => resolve('open'))
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code))
    })
    socket.destroy()
    if (outcome === 'ECONNREFUSED') return
  }
}

/** Kills the emulator in the midst of writes, and gives the names of the secrets whose creation was acknowledged. */
async function writeUntilKilled(emulator: EmulatorProcess): Promise<readonly string[]> {
  const api = clientOf(emulator)
  const acknowledged: string[] = []
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let i = 0; ; i++) {
      const name = `${writer}/${i}`
      await api.createSecret({ Name: name, SecretString: `value of ${name}` })
      acknowledged.push(name)
      if (acknowledged.length === 40) emulator.child.kill('SIGKILL')
    }
  })
  await Promise.allSettled(writers)
  expect((await emulator.ended).end).to.equal('SIGKILL')
  return acknowledged
}

async function expectPrivate(folder: string): Promise<void> {
  const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)
  const files = await readdir(folder)
  expect(files).to.include.members(['key', 'secrets.db'])
  expect(await mode(folder)).to.equal('700')
  for (const file of files) expect([file, await mode(path.join(folder, file))]).to.deep.equal([file, '600'])
}

async function expectNoTraceOnDisk(canary: string | Uint8Array, folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    expectNoTraceIn(canary, await readFile(path.join(folder, file)), file)
  }
}

/** Every file under a folder, with what is in it. */
async function contentOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, (await readFile(file)).toString('base64')] as const)),
  )
}
