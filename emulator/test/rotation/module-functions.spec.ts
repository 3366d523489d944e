import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Invoker, Outcome, Step } from '#rotation/invoker'
import { type ModuleFunctionsOptions, moduleFunctions } from '#rotation/module-functions'
import { type RecordingLog, recordingLog } from '../recording-log.js'
import { temporaryFolder } from '../temporary-folder.js'
import { functionArn } from './rotating.js'

const realm = { account: '000000000000', region: 'us-east-1' }
const never = new AbortController().signal

/** A module, under the name that it has, until it is disposed of. */
async function withModule(name: string, source: string, options: Partial<ModuleFunctionsOptions> = {}) {
  const folder = await temporaryFolder()
  const file = path.join(folder.folder, name)
  await writeFile(file, source)
  const log = recordingLog()
  const functions = moduleFunctions({
    ...{ files: new Map([[functionArn, file]]), timeoutMs: 30_000, log, logsLines: true },
    environment: () => ({ FOLDER: folder.folder, PATH: process.env.PATH }),
    ...options,
  })
  return {
    ...{ functions, log, file },
    async [Symbol.asyncDispose]() {
      await functions.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

function invoke(functions: Invoker, { step = 'createSecret' as Step, at = realm, signal = never } = {}) {
  const event = {
    Step: step,
    SecretId: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-abcdef',
    ClientRequestToken: 'a'.repeat(36),
    RotationToken: 'b'.repeat(36),
  }
  return functions.invoke({ functionArn, realm: at, event }, signal)
}

const linesIn = (log: RecordingLog) =>
  log.told.flatMap((entry) =>
    Array.isArray(entry) && entry[0] === 'a rotation function says' ? [entry[1].line] : [],
  )

describe('moduleFunctions', () => {
  const modules: readonly [string, string, string, Outcome['kind']][] = [
    ['an asynchronous handler', 'f.mjs', 'export const handler = async () => {}', 'ok'],
    ['a handler by default', 'f.mjs', 'export default async () => {}', 'ok'],
    ['a handler in CommonJS', 'f.cjs', 'exports.handler = async () => {}', 'ok'],
    [
      'a handler in TypeScript',
      'f.mts',
      'export const handler = async (event: object): Promise<void> => {}',
      'ok',
    ],
    [
      'a handler that calls back',
      'f.mjs',
      'export const handler = (event, context, done) => { setImmediate(done, null, {}) }',
      'ok',
    ],
    [
      'a handler that calls back with an error',
      'f.mjs',
      'export const handler = (event, context, done) => { done(new Error("no")) }',
      'function error',
    ],
    ['a handler that just returns', 'f.mjs', 'export const handler = () => {}', 'ok'],
    [
      'a handler that throws',
      'f.mjs',
      'export const handler = () => { throw new Error("no") }',
      'function error',
    ],
    [
      'a handler that rejects',
      'f.mjs',
      'export const handler = async () => { throw "no" }',
      'function error',
    ],
    [
      'a handler that ends its process',
      'f.mjs',
      'export const handler = async () => { process.exit(0) }',
      'function error',
    ],
    [
      'a handler that sends messages of its own',
      'f.mjs',
      'for (const it of [null, 0, {}]) process.send(it)\nexport const handler = async () => { for (const it of [null, 0, {}]) process.send(it) }',
      'ok',
    ],
    ['no handler', 'f.mjs', 'export const other = async () => {}', 'missing'],
    ['what is no module', 'f.mjs', 'export const handler = (', 'missing'],
    ['a module that ends its process', 'f.mjs', 'process.exit(0)', 'missing'],
    ['a module that throws', 'f.mjs', 'throw new Error("no")', 'missing'],
  ]
  for (const [what, name, source, kind] of modules) {
    it(`runs ${what}: ${kind}, and says beforehand whether it can`, async () => {
      await using own = await withModule(name, source)
      expect(await own.functions.usable(functionArn, realm)).to.equal(kind !== 'missing')
      expect((await invoke(own.functions)).kind).to.equal(kind)
    })
  }

  it('tells of an error its name and place, and not what it says', async () => {
    await using own = await withModule(
      'f.mjs',
      'export const handler = async () => {\n  throw new RangeError("a value\\n    at value.js:1:1")\n}',
    )
    expect(await invoke(own.functions)).to.deep.equal({
      ...{ kind: 'function error', errorType: 'RangeError', at: 'f.mjs:2:9' },
    })
  })

  it('tells the place in the function that called what threw, and not that within a package', async () => {
    const deep = `const deeper = async (left) => {
      if (left === 0) throw new RangeError('no')
      await deeper(left - 1)
    }
    export const call = () => deeper(20)`
    await using own = await withModule(
      'f.mjs',
      `import { call } from './node_modules/client/index.mjs'
      export const handler = async () => {
        await call()
      }`,
    )
    const client = path.join(path.dirname(own.file), 'node_modules/client')
    await mkdir(client, { recursive: true })
    await writeFile(path.join(client, 'index.mjs'), deep)
    expect(await invoke(own.functions)).to.include({ errorType: 'RangeError', at: 'f.mjs:3:15' })
  })

  it('gives the function what Lambda gives it', async () => {
    await using own = await withModule(
      'f.mjs',
      `export const handler = async (event, context) => {
        const { functionName, invokedFunctionArn, functionVersion, awsRequestId } = context
        const left = context.getRemainingTimeInMillis()
        console.log(JSON.stringify([event.Step, functionName, invokedFunctionArn, functionVersion, awsRequestId.length, left > 0 && left <= 30000]))
      }`,
    )
    await invoke(own.functions, { step: 'testSecret' })
    expect(linesIn(own.log)).to.deep.equal([
      JSON.stringify(['testSecret', 'rotate', functionArn, '$LATEST', 36, true]),
    ])
  })

  it('keeps the process for the next time, and has one for each account and Region', async () => {
    await using own = await withModule(
      'f.mjs',
      'export const handler = async () => { console.log(process.pid) }',
    )
    for (const at of [
      realm,
      realm,
      { ...realm, region: 'eu-west-1' },
      { ...realm, account: '123456789012' },
    ]) {
      await invoke(own.functions, { at })
    }
    const pids = linesIn(own.log)
    expect([pids[0] === pids[1], new Set(pids).size]).to.deep.equal([true, 3])
  })

  it('starts another process after one has ended by itself, and does one thing at a time in each', async () => {
    await using own = await withModule(
      'f.mjs',
      `let busy = false
      export const handler = async ({ Step }) => {
        if (busy) throw new RangeError('two at once')
        busy = true
        if (Step === 'finishSecret') process.exit(1)
        await new Promise((resolve) => setImmediate(resolve))
        busy = false
      }`,
    )
    expect(await invoke(own.functions, { step: 'finishSecret' })).to.deep.equal({
      ...{ kind: 'function error', errorType: 'Runtime.ExitError' },
    })
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => invoke(own.functions)))
    expect(outcomes).to.deep.equal(Array.from({ length: 9 }, () => ({ kind: 'ok' })))
  })

  it('ends a function that takes too long, and one that is no longer wanted', async () => {
    const source = 'export const handler = () => { for (;;); }'
    await using slow = await withModule('f.mjs', source, { timeoutMs: 50 })
    expect(await invoke(slow.functions)).to.deep.equal({ kind: 'time-out' })
    await using unwanted = await withModule('f.mjs', source)
    const gone = new AbortController()
    const outcome = invoke(unwanted.functions, { signal: gone.signal })
    gone.abort()
    expect((await outcome).kind).to.equal('unreachable')
  })

  it('ends all processes when it is closed', async () => {
    await using own = await withModule(
      'f.mjs',
      'export const handler = () => { console.log(process.pid); for (;;); }',
    )
    const outcome = invoke(own.functions)
    while (linesIn(own.log).length === 0) await new Promise((resolve) => setImmediate(resolve))
    await own.functions.close()
    expect((await outcome).kind).to.equal('function error')
    expect(() => process.kill(Number(linesIn(own.log)[0]), 0)).to.throw(/ESRCH/)
    expect((await invoke(own.functions)).kind).to.equal('missing')
  })

  it('tells once which file cannot be used, and looks again each time', async () => {
    await using own = await withModule('f.mjs', 'export const other = 1')
    const told = () =>
      own.log.told.filter(
        (entry) => Array.isArray(entry) && entry[0] === 'a rotation function cannot be used',
      )
    for (const _ of [1, 2]) expect(await own.functions.usable(functionArn, realm)).to.equal(false)
    expect(told()).to.deep.equal([
      [
        'a rotation function cannot be used',
        { functionArn, file: own.file, why: 'it exports no function named handler' },
      ],
    ])
    await writeFile(own.file, 'export const handler = async () => {}')
    expect(await own.functions.usable(functionArn, realm)).to.equal(true)
  })

  it('does not load a file for every rotation that could not be loaded a moment ago', async () => {
    await using own = await withModule(
      'f.mjs',
      "import { appendFileSync } from 'node:fs'\nappendFileSync(process.env.FOLDER + '/loads', '.')\nthrow new Error('no')",
    )
    for (const _ of [1, 2, 3]) expect(await invoke(own.functions)).to.deep.equal({ kind: 'missing' })
    expect(await readFile(path.join(path.dirname(own.file), 'loads'), 'utf8')).to.equal('.')
  })

  it('keeps what functions write to itself unless it is asked for', async () => {
    const source = 'export const handler = async () => { console.log("a value"); console.error("a value") }'
    await using own = await withModule('f.mjs', source, { logsLines: false })
    expect((await invoke(own.functions)).kind).to.equal('ok')
    expect(own.log.told).to.deep.equal([])
  })

  it('knows no function that it was told nothing of', async () => {
    await using own = await withModule('f.mjs', 'export const handler = async () => {}')
    const other = `${functionArn}2`
    expect([own.functions.has(functionArn), own.functions.has(other)]).to.deep.equal([true, false])
    expect(await own.functions.usable(other, realm)).to.equal(false)
  })
})
