import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { type Emulator, startEmulator } from '#index'
import { type Hooks, useEmulator } from '#testing'
import { start } from './bin-process.js'
import { withFiles } from './temporary-folder.js'

const require = createRequire(import.meta.url)
const mochaProgram = fileURLToPath(new URL('./testing/mocha.program.js', import.meta.url))
const nodeTestProgram = fileURLToPath(new URL('./testing/node-test.program.js', import.meta.url))

describe('useEmulator', () => {
  let environment: NodeJS.ProcessEnv
  beforeEach(() => {
    environment = { ...process.env }
  })
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
  })

  for (const names of [
    ['before', 'beforeEach', 'after'],
    ['beforeAll', 'beforeEach', 'afterAll'],
  ]) {
    it(`takes hooks that are called ${names.join(', ')}`, async () => {
      const { hooks, before, beforeEach, after } = handRun(names)
      const emulator = useEmulator(hooks)
      await before()
      await beforeEach()
      const api = new SecretsManager()
      await api.createSecret({ Name: 'made' })
      expect(emulator.endpoint).to.equal(`http://127.0.0.1:${emulator.port}`)
      await beforeEach()
      expect((await api.listSecrets({})).SecretList).to.deep.equal([])
      await after()
    })
  }

  it('sets the variables of the clients meanwhile, removes what would mislead them, and puts all back', async () => {
    const { hooks, before, after } = handRun()
    const emulator = useEmulator(hooks, { region: 'eu-west-1' })
    const misleading = {
      AWS_PROFILE: 'mine',
      AWS_SESSION_TOKEN: 'mine',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
    }
    Object.assign(process.env, { ...misleading, AWS_REGION: 'us-west-2' })
    delete process.env.AWS_DEFAULT_REGION
    const outside = { ...process.env }
    await before()
    expect(process.env).to.include({
      AWS_ENDPOINT_URL_SECRETS_MANAGER: emulator.endpoint,
      AWS_ENDPOINT_URL_STS: emulator.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    expect(process.env).to.not.have.any.keys(...Object.keys(misleading))
    const { ARN } = await new SecretsManager().createSecret({ Name: 'made' })
    expect(ARN).to.contain(':eu-west-1:')
    await after()
    expect({ ...process.env }).to.deep.equal(outside)
  })

  it('leaves the credentials alone where they count', async () => {
    await withFiles({ 'iam.json': '{"identities": []}' }, async (folder) => {
      const { hooks, before, after } = handRun()
      useEmulator(hooks, { iam: 'enforce', iamFile: path.join(folder, 'iam.json') })
      const own = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }
      const outside = { ...process.env }
      Object.assign(process.env, own)
      await before()
      expect(process.env).to.include(own)
      await after()
      for (const name of Object.keys(own)) {
        if (outside[name] === undefined) delete process.env[name]
        else process.env[name] = outside[name]
      }
    })
  })

  it('seeds anew before each test', async () => {
    await withFiles({ 'seed.json': '{"app/token":"seeded"}' }, async (folder) => {
      const { hooks, before, beforeEach, after } = handRun()
      useEmulator(hooks, { seed: [path.join(folder, 'seed.json')] })
      await before()
      for (const value of ['one', 'two']) {
        await beforeEach()
        const api = new SecretsManager()
        expect(await api.getSecretValue({ SecretId: 'app/token' })).to.include({ SecretString: 'seeded' })
        await api.putSecretValue({ SecretId: 'app/token', SecretString: value })
      }
      await after()
    })
  })

  it('lets one within another go first, and leads back to that one afterwards', async () => {
    const [outer, inner] = [handRun(), handRun()]
    const around = useEmulator(outer.hooks)
    const within = useEmulator(inner.hooks)
    await outer.before()
    await inner.before()
    expect(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER).to.equal(within.endpoint)
    await inner.after()
    expect(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER).to.equal(around.endpoint)
    await outer.after()
  })

  it('says that there is no emulator outside of tests', async () => {
    const { hooks, before, after } = handRun()
    const emulator = useEmulator(hooks)
    const outside = 'the emulator runs while tests do: ask for it within a test or a hook'
    expect(() => emulator.endpoint).to.throw(outside)
    await before()
    await after()
    expect(() => emulator.port).to.throw(outside)
  })

  it('puts the variables back, and ends, also where no test ran because the start failed', async () => {
    await withFiles({}, async (folder) => {
      const { hooks, before, after } = handRun()
      useEmulator(hooks, { seed: [path.join(folder, 'none.json')] })
      const outside = { ...process.env }
      let failure: unknown
      await before().catch((error: unknown) => {
        failure = error
      })
      expect(failure).to.have.property('code', 'CONFIG')
      await after()
      expect({ ...process.env }).to.deep.equal(outside)
    })
  })

  it('refuses hooks that are not there, and options that cannot be right', () => {
    const before = () => {}
    const beforeEach = before
    // @ts-expect-error: what a program without types may do
    expect(() => useEmulator({ before, beforeEach })).to.throw(TypeError, '"hooks" must hold before')
    // @ts-expect-error: the same
    expect(() => useEmulator({})).to.throw(TypeError, '"hooks" must hold before')
    expect(() => useEmulator(handRun().hooks, { port: -1 })).to.throw(TypeError, '"port" must be')
  })

  describe('in a program of its own', function () {
    this.timeout('20s')
    const mocha = path.join(path.dirname(require.resolve('mocha/package.json')), 'bin/mocha.js')
    for (const [runner, args] of [
      ['mocha', [mocha, mochaProgram]],
      ['node:test', [nodeTestProgram]],
    ] as const) {
      it(`works with ${runner}, which then ends by itself`, async () => {
        await withFiles({ 'seed.json': '{"app/token":"seeded"}' }, async (folder) => {
          const env = {
            HOME: folder,
            SEED: path.join(folder, 'seed.json'),
            AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://before.example',
          }
          const { end, stdout, stderr } = await start(process.execPath, args, { cwd: folder, env }).ended
          expect(end, stdout + stderr).to.equal(0)
          expect(stdout).to.match(/2 passing|# pass 2|ℹ pass 2/)
        })
      })
    }
  })
})

describe('two emulators in one process', () => {
  it('share nothing, be it in memory or in folders', async () => {
    await withFiles({}, async (folder) => {
      const options = [{}, {}, ...['a', 'b'].map((data) => ({ data: path.join(folder, data) }))]
      const emulators = await Promise.all(options.map((each) => startEmulator(each)))
      expect(new Set(emulators.map(({ port }) => port)).size).to.equal(4)
      await Promise.all(emulators.map((each, i) => clientOf(each).createSecret({ Name: `of-${i}` })))
      const [first] = emulators
      await first?.reset()
      expect(await Promise.all(emulators.map(namesIn))).to.deep.equal([[], ['of-1'], ['of-2'], ['of-3']])
      await first?.close()
      await first?.close()
      expect(await Promise.all(emulators.slice(1).map(namesIn))).to.deep.equal([['of-1'], ['of-2'], ['of-3']])
      await Promise.all(emulators.map((each) => each.close()))
    })
  })
})

function clientOf({ endpoint }: Emulator): SecretsManager {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new SecretsManager({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

async function namesIn(emulator: Emulator): Promise<readonly unknown[]> {
  const { SecretList = [] } = await clientOf(emulator).listSecrets({})
  return SecretList.map(({ Name }) => Name)
}

/** Hooks of which the spec itself runs what was given to them. */
function handRun([before = 'before', each = 'beforeEach', after = 'after']: readonly string[] = []) {
  const given = new Map<string, () => Promise<void>>()
  const hook = (name: string) => (work: () => Promise<void>) => given.set(name, work)
  const run = (name: string) => async () => given.get(name)?.()
  return {
    hooks: Object.fromEntries([before, each, after].map((name) => [name, hook(name)])) as unknown as Hooks,
    before: run(before),
    beforeEach: run(each),
    after: run(after),
  }
}
