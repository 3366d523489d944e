import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { type Emulator, type EmulatorOptions, startEmulator } from '@strongroom/emulator'
import { type ConnectionSecret, connectionIn } from '#connection-secret'
import { type Failure, variable } from './failing/failing-once.js'
import { startLambda } from './lambda.js'

export const strategies = ['single-user', 'alternating-users'] as const
export const invokers = ['module', 'Lambda'] as const

type Strategy = (typeof strategies)[number]
export type Invoker = (typeof invokers)[number]

/** An emulator with the functions of both strategies. */
export interface Stage extends AsyncDisposable {
  readonly emulator: Emulator
  readonly api: SecretsManager
  /** Settles when the round has ended, well or not. From then on the secret is rotated every 30 days. */
  rotate(SecretId: string, strategy: Strategy): Promise<void>
  /** What a secret says of a connection. */
  read(SecretId: string, label?: string): Promise<ConnectionSecret>
  /** Makes a function fail, the next time that it is called for this step. */
  fail(failure: Failure): Promise<void>
  /** Whether it has failed by now. */
  hasFailed(): boolean
}

const region = 'us-east-1'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

const arnOf = (strategy: Strategy) => `arn:aws:lambda:${region}:000000000000:function:${strategy}`
const moduleOf = (strategy: Strategy) => fileURLToPath(new URL(`./failing/${strategy}.js`, import.meta.url))

export async function startStage(invoker: Invoker, options: EmulatorOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'strongroom-'))
  const failureFile = path.join(folder, 'failure.json')
  // The processes of modules inherit it.
  process.env[variable] = failureFile

  const lambda = invoker === 'Lambda' ? await startLambda() : undefined
  const rotationFunction = strategies.map((strategy) => `${arnOf(strategy)}=${moduleOf(strategy)}`)
  const emulator = await startEmulator({
    ...options,
    ...(lambda === undefined ? { rotationFunction } : { lambdaEndpoint: lambda.url }),
  })
  await lambda?.setUp({
    functions: Object.fromEntries(strategies.map((strategy) => [strategy, moduleOf(strategy)])),
    environment: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: emulator.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      [variable]: failureFile,
    },
  })
  const api = new SecretsManager({ endpoint: emulator.endpoint, region, credentials })

  return {
    emulator,
    api,
    async rotate(SecretId, strategy) {
      const RotationRules = { AutomaticallyAfterDays: 30 }
      await api.rotateSecret({ SecretId, RotationLambdaARN: arnOf(strategy), RotationRules })
      await emulator.clock.advance(0)
    },
    async read(SecretId, VersionStage = 'AWSCURRENT') {
      return connectionIn((await api.getSecretValue({ SecretId, VersionStage })).SecretString)
    },
    fail: (failure) => writeFile(failureFile, JSON.stringify(failure)),
    hasFailed: () => !existsSync(failureFile),
    async [Symbol.asyncDispose]() {
      delete process.env[variable]
      api.destroy()
      await emulator.close()
      await lambda?.stop()
      await rm(folder, { recursive: true })
    },
  }
}
