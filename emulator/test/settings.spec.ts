import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { type EmulatorOptions, readSettings, type Settings, settingsOf } from '#settings'
import { refusalOf } from './refusal.js'
import { withFiles } from './temporary-folder.js'

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:rotate'
const noEndpoint = '--lambda-endpoint must be the URL of an endpoint, which begins with http:// or https://'
const noFunction =
  '--rotation-function must be a list of the ARNs of Lambda functions, each with an equals sign and the path of a file'

type Env = Readonly<Record<string, string>>

const read = async (argv: readonly string[], env: Env = {}, cwd = '/nowhere'): Promise<Settings> => {
  const settings = await readSettings({ argv, env, cwd })
  if (typeof settings === 'string') throw new Error(`expected settings, got ${settings}`)
  return settings
}

const problems = async (argv: readonly string[], env: Env = {}, cwd = '/nowhere') => {
  const { code, message } = await refusalOf(readSettings({ argv, env, cwd }))
  expect(code).to.equal('CONFIG')
  return message
}

describe('readSettings', () => {
  it('keeps secrets in .strongroom, at port 4566 of the loopback address, when nobody says anything', async () => {
    expect(await read([])).to.deep.equal({
      port: 4566,
      host: '127.0.0.1',
      data: path.resolve('/nowhere/.strongroom'),
      memory: false,
      keyFile: path.resolve('/nowhere/.strongroom/key'),
      region: 'us-east-1',
      account: '000000000000',
      seed: [],
      logLevel: 'info',
      readOnly: false,
      adminToken: undefined,
      iam: 'off',
      iamFile: undefined,
      lambdaEndpoint: undefined,
      rotationFunction: [],
      rotationTimeout: 30,
    })
  })

  it('gives what nobody can change', async () => {
    const settings = await read(['--seed', 'a.env'])
    expect(Object.isFrozen(settings)).to.equal(true)
    expect(Object.isFrozen(settings.seed)).to.equal(true)
  })

  const says: readonly [argv: readonly string[], env: Env, wanted: Partial<Settings>][] = [
    [['--port', '0'], { STRONGROOM_PORT: '0' }, { port: 0 }],
    [['--port=65535'], { STRONGROOM_PORT: ' 65535 ' }, { port: 65_535 }],
    [['--host', '::1'], { STRONGROOM_HOST: '::1' }, { host: '::1' }],
    [['--host', 'my-host.local'], { STRONGROOM_HOST: 'my-host.local' }, { host: 'my-host.local' }],
    [
      ['--data', 'd'],
      { STRONGROOM_DATA: 'd' },
      { data: path.resolve('/nowhere/d'), keyFile: path.resolve('/nowhere/d/key') },
    ],
    [['--memory'], { STRONGROOM_MEMORY: '1' }, { memory: true, data: undefined, keyFile: undefined }],
    [['--memory=false'], { STRONGROOM_MEMORY: 'FALSE' }, { memory: false }],
    [['--key-file', '/k'], { STRONGROOM_KEY_FILE: '/k' }, { keyFile: path.resolve('/k') }],
    [['--region', 'eu-west-3'], { STRONGROOM_REGION: 'eu-west-3' }, { region: 'eu-west-3' }],
    [['--account', '012345678901'], { STRONGROOM_ACCOUNT: '012345678901' }, { account: '012345678901' }],
    [
      ['--seed', 'a.env', '--seed=b.json'],
      { STRONGROOM_SEED: 'a.env, b.json' },
      { seed: [path.resolve('/nowhere/a.env'), path.resolve('/nowhere/b.json')] },
    ],
    [['--log-level', 'debug'], { STRONGROOM_LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [['--read-only'], { STRONGROOM_READ_ONLY: 'true' }, { readOnly: true }],
    [
      ['--admin-token', 'sixteen-letters!'],
      { STRONGROOM_ADMIN_TOKEN: 'sixteen-letters!' },
      { adminToken: 'sixteen-letters!' },
    ],
    [
      ['--iam', 'enforce'],
      { STRONGROOM_IAM: 'enforce' },
      { iam: 'enforce', iamFile: path.resolve('/nowhere/.strongroom/iam.json') },
    ],
    [
      ['--iam', 'audit', '--data', 'd'],
      { STRONGROOM_IAM: 'audit', STRONGROOM_DATA: 'd' },
      {
        iam: 'audit',
        iamFile: path.resolve('/nowhere/d/iam.json'),
        data: path.resolve('/nowhere/d'),
        keyFile: path.resolve('/nowhere/d/key'),
      },
    ],
    [
      ['--iam', 'enforce', '--iam-file', 'team/iam.json'],
      { STRONGROOM_IAM: 'enforce', STRONGROOM_IAM_FILE: 'team/iam.json' },
      { iam: 'enforce', iamFile: path.resolve('/nowhere/team/iam.json') },
    ],
    [
      ['--iam', 'enforce', '--memory'],
      { STRONGROOM_IAM: 'enforce', STRONGROOM_MEMORY: 'true' },
      {
        iam: 'enforce',
        iamFile: path.resolve('/nowhere/iam.json'),
        memory: true,
        data: undefined,
        keyFile: undefined,
      },
    ],
    [['--iam', 'off', '--iam-file', 'i'], { STRONGROOM_IAM_FILE: 'i' }, { iam: 'off', iamFile: undefined }],
    [
      ['--lambda-endpoint', 'http://127.0.0.1:3001'],
      { STRONGROOM_LAMBDA_ENDPOINT: 'http://127.0.0.1:3001' },
      { lambdaEndpoint: 'http://127.0.0.1:3001' },
    ],
    [
      ['--rotation-function', `${functionArn}=f.mjs`, `--rotation-function=${functionArn}:live=/g=1.mjs`],
      { STRONGROOM_ROTATION_FUNCTION: `${functionArn}=f.mjs, ${functionArn}:live=/g=1.mjs` },
      {
        rotationFunction: [
          `${functionArn}=${path.resolve('/nowhere/f.mjs')}`,
          `${functionArn}:live=${path.resolve('/g=1.mjs')}`,
        ],
      },
    ],
    [['--rotation-timeout', '300'], { STRONGROOM_ROTATION_TIMEOUT: '300' }, { rotationTimeout: 300 }],
  ]
  for (const [argv, env, wanted] of says) {
    it(`understands ${argv.join(' ')}, and the variable as well`, async () => {
      expect(await read(argv)).to.deep.equal({ ...(await read([])), ...wanted })
      expect(await read([], env)).to.deep.equal({ ...(await read([])), ...wanted })
    })
  }

  it('parts files by commas in the variable only', async () => {
    expect((await read(['--seed', 'a,b.env'])).seed).to.deep.equal([path.resolve('/nowhere/a,b.env')])
  })

  it('takes the last of two flags', async () => {
    expect((await read(['--port', '1', '--port', '2'])).port).to.equal(2)
  })

  it('takes an empty variable for none', async () => {
    expect((await read([], { STRONGROOM_PORT: '', STRONGROOM_DATA: ' ' })).port).to.equal(4566)
  })

  for (const [argv, wanted] of [
    [['--help'], 'help'],
    [['-h', '--prot'], 'help'],
    [['--port', 'x', '--version'], 'version'],
  ] as const) {
    it(`shows the ${wanted} for ${argv.join(' ')}, whatever else is wrong`, async () => {
      expect(await readSettings({ argv, env: { STRONGROOM_PORT: 'x' }, cwd: '/nowhere' })).to.equal(wanted)
    })
  }

  describe('of a folder and memory', () => {
    const file = 'data: from-file'
    const cases: readonly [argv: readonly string[], env: Env, file: string, data: string | undefined][] = [
      [['--memory'], { STRONGROOM_DATA: 'env' }, file, undefined],
      [['--data', 'flag'], { STRONGROOM_MEMORY: '1' }, file, 'flag'],
      [[], { STRONGROOM_MEMORY: '1' }, file, undefined],
      [[], { STRONGROOM_DATA: 'env' }, 'memory: true', 'env'],
      [['--memory=false'], {}, 'memory: true', '.strongroom'],
      [['--memory=false'], { STRONGROOM_MEMORY: '1' }, file, 'from-file'],
      [['--data', 'flag', '--memory=false'], {}, '', 'flag'],
    ]
    for (const [argv, env, content, data] of cases) {
      const sources = [argv.join(' '), JSON.stringify(env), content].join('; ')
      it(`lets the strongest source that names either decide: ${sources}`, () =>
        withFiles({ 'strongroom-emulator.yaml': content }, async (cwd) => {
          const settings = await read(argv, env, cwd)
          expect(settings.data).to.equal(data && path.join(cwd, data))
          expect(settings.memory).to.equal(data === undefined)
        }))
    }

    it('refuses both from one source, naming both', async () => {
      expect(await problems(['--data', 'd', '--memory'], {})).to.contain(
        '--data and --memory contradict each other',
      )
      const env = { STRONGROOM_DATA: 'd', STRONGROOM_MEMORY: '1' }
      expect(await problems([], env)).to.contain(
        'STRONGROOM_DATA and STRONGROOM_MEMORY contradict each other',
      )
    })
  })

  describe('refuses', () => {
    const cases: readonly [argv: readonly string[], env: Env, problem: string][] = [
      [['--port', '65536'], {}, '--port must be a whole number from 0 to 65535'],
      [['--port', '-1'], {}, '--port needs a value'],
      [['--port=-1'], {}, '--port must be a whole number from 0 to 65535'],
      [['--port', '1e3'], {}, '--port must be a whole number from 0 to 65535'],
      [[], { STRONGROOM_PORT: '80.5' }, 'STRONGROOM_PORT must be a whole number from 0 to 65535'],
      [
        ['--host', 'localhost:80'],
        {},
        '--host must be the name or the address of this machine, without a port',
      ],
      [['--host', 'http://x'], {}, '--host must be the name or the address of this machine, without a port'],
      [['--data='], {}, '--data needs a value'],
      [[], { STRONGROOM_MEMORY: 'yes' }, 'STRONGROOM_MEMORY must be true or false'],
      [['--read-only=on'], {}, '--read-only must be true or false'],
      [
        ['--admin-token', 'fifteen-letters'],
        {},
        '--admin-token must be a text of 16 characters at least, without spaces',
      ],
      [['--region', 'europe'], {}, '--region must be a Region such as us-east-1'],
      [['--account', '12345'], {}, '--account must be an account: 12 digits'],
      [[], { STRONGROOM_SEED: 'a,,b' }, 'STRONGROOM_SEED must be a list of paths of files'],
      [['--lambda-endpoint', 'localhost:3001'], {}, noEndpoint],
      [['--lambda-endpoint', 'ftp://localhost'], {}, noEndpoint],
      [['--lambda-endpoint', 'http://'], {}, noEndpoint],
      [['--rotation-function', 'rotate=f.mjs'], {}, noFunction],
      [['--rotation-function', functionArn], {}, noFunction],
      [['--rotation-function', `${functionArn}=`], {}, noFunction],
      [['--rotation-timeout', '0'], {}, '--rotation-timeout must be a whole number from 1 to 300'],
      [['--rotation-timeout', '1.5'], {}, '--rotation-timeout must be a whole number from 1 to 300'],
      [
        [],
        { STRONGROOM_ROTATION_TIMEOUT: '301' },
        'STRONGROOM_ROTATION_TIMEOUT must be a whole number from 1 to 300',
      ],
      [
        ['--log-level', 'wran'],
        {},
        '--log-level must be one of silent, error, warn, info, debug; did you mean warn?',
      ],
      [['--iam', 'enforced'], {}, '--iam must be one of off, audit, enforce; did you mean enforce?'],
      [[], { STRONGROOM_IAM: 'true' }, 'STRONGROOM_IAM must be one of off, audit, enforce'],
      [['--iam-file='], {}, '--iam-file needs a value'],
      [['--prot', '80'], {}, 'there is no flag --prot; did you mean --port?'],
      [['--completely-different'], {}, 'there is no flag --completely-different'],
      [['-p'], {}, 'there is no flag -p'],
      [['--port'], {}, '--port needs a value'],
      [['--config'], {}, '--config needs a value'],
      [['hello'], {}, 'only flags are understood, and argument 1 is none'],
      [
        ['--memory', '4566'],
        {},
        'only flags are understood, and 4566 is none: did you mean --port 4566? (after npm start, flags come after --: npm start -- --port 4566)',
      ],
      [
        ['eu-west-3'],
        {},
        'only flags are understood, and eu-west-3 is none: did you mean --region eu-west-3? (after npm start, flags come after --: npm start -- --region eu-west-3)',
      ],
      [[], { STRONGROOM_PROT: '80' }, 'there is no variable STRONGROOM_PROT; did you mean STRONGROOM_PORT?'],
      [
        [],
        { STRONGROOM_READONLY: '1' },
        'there is no variable STRONGROOM_READONLY; did you mean STRONGROOM_READ_ONLY?',
      ],
    ]
    for (const [argv, env, problem] of cases) {
      it(`${[...argv, ...Object.entries(env).flat()].join(' ')}: ${problem}`, async () => {
        expect(await problems(argv, env)).to.equal(problem)
      })
    }

    it('everything that is wrong, at once', () =>
      withFiles({ 's.yaml': 'port: x\nhots: y\n' }, async (cwd) => {
        const argv = ['--config', 's.yaml', '--region', 'x', '--memroy']
        expect(await problems(argv, { STRONGROOM_ACCOUNT: '1' }, cwd)).to.equal(
          [
            '5 problems:',
            'there is no flag --memroy; did you mean --memory?',
            '--region must be a Region such as us-east-1',
            'STRONGROOM_ACCOUNT must be an account: 12 digits',
            's.yaml:2: there is no setting hots; did you mean host?',
            'port in s.yaml, line 1, must be a whole number from 0 to 65535',
          ].join('\n'),
        )
      }))
  })

  it('minds no variable of the libraries, of scripts, and of others', async () => {
    const names = [
      ...['PROFILE', 'CONFIG', 'NODE', 'TEST_RESULTS', 'MOCHA_OPTIONS'],
      ...['AGE_KEY', 'AGE_KEY_FILE', 'FALLBACK', 'AUDIT', ''],
    ]
    const env = Object.fromEntries(names.map((name) => [`STRONGROOM_${name}`, 'x']))
    expect(await read([], { ...env, STRONG_PORT: 'x', PORT: 'x' })).to.deep.equal(await read([]))
  })

  describe('with a settings file', () => {
    const files: readonly [name: string, content: string][] = [
      [
        'strongroom-emulator.yaml',
        'port: 5000\naccount: 000000000007\nmemory: true\nseed: [a.env, "b,c.json"]\n',
      ],
      [
        'strongroom-emulator.yml',
        'port: "5000"\naccount: "000000000007"\nmemory: "true"\nseed: [a.env, "b,c.json"]\n',
      ],
      [
        'strongroom-emulator.json',
        '{ "port": 5000, "account": "000000000007", "memory": true, "seed": ["a.env", "b,c.json"] }',
      ],
    ]
    for (const [name, content] of files) {
      it(`finds ${name} in the working folder, and takes values as they are written`, () =>
        withFiles({ [name]: content }, async (cwd) => {
          expect(await read([], {}, cwd)).to.include({ port: 5000, account: '000000000007', memory: true })
          const seed = ['a.env', 'b,c.json'].map((file) => path.join(cwd, file))
          expect((await read([], {}, cwd)).seed).to.deep.equal(seed)
        }))
    }

    it('lets a variable go before it, and a flag before both', () =>
      withFiles(
        { 'strongroom-emulator.json': '{ "port": 1, "host": "a", "region": "a-b-1" }' },
        async (cwd) => {
          const settings = await read(['--port', '3'], { STRONGROOM_PORT: '2', STRONGROOM_HOST: 'b' }, cwd)
          expect(settings).to.include({ port: 3, host: 'b', region: 'a-b-1' })
        },
      ))

    it('starts relative paths at the folder of the file', () =>
      withFiles({ 's.yaml': 'data: d\nkeyFile: k\nseed: s.env\n' }, async (folder) => {
        const settings = await read(['--config', path.join(folder, 's.yaml')])
        expect(settings).to.deep.include({
          data: path.join(folder, 'd'),
          keyFile: path.join(folder, 'k'),
          seed: [path.join(folder, 's.env')],
        })
      }))

    it('takes the one that the variable names, and an empty one for none', () =>
      withFiles({ 'mine.yml': '# nothing yet\n' }, async (cwd) => {
        const env = { STRONGROOM_EMULATOR_CONFIG: 'mine.yml' }
        expect(await read([], env, cwd)).to.deep.equal(await read([], {}, cwd))
      }))

    const refusals: readonly [name: string, content: string, problem: string][] = [
      ['s.yaml', 'port: [1]', 'port in s.yaml, line 1, must be a whole number from 0 to 65535'],
      ['s.yaml', 'memory:', 'memory in s.yaml, line 1, must be true or false'],
      ['s.yaml', 'seed: {}', 'seed in s.yaml, line 1, must be a list of paths of files'],
      ['s.yaml', '- port', 's.yaml must be a mapping of settings to values'],
      ['s.yaml', 'port: 1\nport: 2', 's.yaml:2: port: stands there twice, first on line 1'],
      ['s.yaml', 'a: b: c', 's.yaml:1:4: not YAML (BLOCK_AS_IMPLICIT_KEY)'],
      ['s.yaml', 'keyfile: x', 's.yaml:1: there is no setting keyfile; did you mean keyFile?'],
      ['s.yaml', 'config: x', 's.yaml:1: there is no setting config'],
      ['s.json', '{"port": 1,}', 's.json:1:12: not JSON'],
      ['s.toml', '', 's.toml: a settings file ends in .json, .yaml, .yml'],
    ]
    for (const [name, content, problem] of refusals) {
      it(`refuses ${JSON.stringify(content)} in ${name}`, () =>
        withFiles({ [name]: content }, async (cwd) => {
          expect(await problems(['--config', name], {}, cwd)).to.equal(problem)
        }))
    }

    it('refuses one that is not there', async () => {
      const file = path.resolve('/nowhere/s.json')
      expect(await problems(['--config', 's.json'])).to.equal(`${file}: cannot be read (ENOENT)`)
    })

    it('refuses two in the working folder, for nobody could tell which', () =>
      withFiles({ 'strongroom-emulator.yaml': '', 'strongroom-emulator.json': '{}' }, async (cwd) => {
        expect(await problems([], {}, cwd)).to.contain('more than one settings file')
      }))
  })

  it('quotes no value, wherever it slipped into', () =>
    withFiles({ 's.yaml': '' }, async (folder) => {
      const canary = newCanary()
      const file = path.join(folder, 's.yaml')
      const { writeFile } = await import('node:fs/promises')
      await writeFile(
        file,
        `port: ${canary}\nseed: {a: ${canary}}\n${canary}${canary}: 1\nlogLevel: ${canary}\n`,
      )
      const argv = [canary, '--port', canary, '--log-level', canary, '--memory', canary, '--config', file]
      const env = { STRONGROOM_PORT: canary, STRONGROOM_REGION: canary, STRONGROOM_PROT: canary }
      expectNoTrace(canary, await refusalOf(readSettings({ argv, env, cwd: folder })))
    }))
})

describe('settingsOf', () => {
  it('takes any free port, logs nothing and keeps nothing, unless it is told otherwise', () => {
    const settings = { port: 0, logLevel: 'silent', memory: true, data: undefined, host: '127.0.0.1' }
    expect(settingsOf()).to.include(settings)
    expect(settingsOf({ port: undefined })).to.include(settings)
    expect(settingsOf({ port: 5000, logLevel: 'warn' })).to.include({ port: 5000, logLevel: 'warn' })
  })

  it('keeps secrets in a folder that is named', () => {
    const [data, keyFile] = [path.resolve('d'), path.resolve('d/key')]
    expect(settingsOf({ data: 'd' })).to.include({ memory: false, data, keyFile })
  })

  it('takes settings that were read as they are', async () => {
    for (const argv of [['--memory'], ['--data', '/d', '--seed', 's.env']]) {
      const settings = await read(argv)
      expect(settingsOf(settings)).to.deep.equal(settings)
    }
  })

  const wrong: readonly [options: object, problem: string][] = [
    [{ port: '1' }, '"port" must be a whole number from 0 to 65535'],
    [{ memory: 'true' }, '"memory" must be true or false'],
    [{ seed: 'a.env' }, '"seed" must be a list of paths of files'],
    [
      { data: 'd', memory: true },
      '"data" and "memory" contradict each other: secrets are kept in a folder or in memory only',
    ],
    [{ prot: 1 }, 'there is no option "prot"; did you mean port?'],
    [
      { prot: 1, host: '' },
      '2 problems:\nthere is no option "prot"; did you mean port?\n"host" must be the name or the address of this machine, without a port',
    ],
  ]
  for (const [options, problem] of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      const partial: EmulatorOptions = options
      expect(() => settingsOf(partial)).to.throw(TypeError, `startEmulator: ${problem}`)
    })
  }

  for (const options of [null, 5, 'a', [], () => {}]) {
    it(`refuses ${typeof options} ${JSON.stringify(options) ?? ''} as options`, () => {
      // @ts-expect-error: what a program without types may do
      expect(() => settingsOf(options)).to.throw(TypeError, 'startEmulator: the options must be an object')
    })
  }
})
