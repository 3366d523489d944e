import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type RotateSecretRequest, SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { EmulatorOptions } from '#settings'
import { type Served, served } from '../served.js'
import { type FakeLambda, lambdaWith } from './fake-lambda.js'
import { type RotationFunction, type StepEvent, template } from './functions/template.js'

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:rotate'

/** What `--rotation-function` is told about the function that runs in a process of its own. */
export const moduleFunction = `${functionArn}=${fileURLToPath(new URL('./functions/rotate.js', import.meta.url))}`

export function clientAt(endpoint: string): SecretsManager {
  return new SecretsManager({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

/** An emulator whose clock stands still, with the secret `db`, and a function that runs in this process. */
export interface Rotating extends Served, AsyncDisposable {
  readonly api: SecretsManager
  readonly lambda: FakeLambda
  /** Rotates `db`, and settles when all has happened that happens at this time. */
  rotate(input?: Partial<RotateSecretRequest>): Promise<string>
  /** Which labels are on which versions. */
  stages(): Promise<Readonly<Record<string, readonly string[]>>>
  /** The names of what happened. */
  events(): readonly string[]
}

/** Does what it does instead of a step, or besides: `next` is what a function does that works. */
export type Instead = (event: StepEvent, next: RotationFunction, api: SecretsManager) => Promise<void>

export async function rotating(
  instead: Instead = (event, next) => next(event),
  options: EmulatorOptions = {},
): Promise<Rotating> {
  let run: RotationFunction = async () => {}
  const lambda = await lambdaWith((event) => run(event))
  const own = await served({ lambdaEndpoint: lambda.url, ...options })
  const { emulator, log } = own
  emulator.clock.freeze()
  const api = clientAt(emulator.endpoint)
  const next = template(api)
  run = (event) => instead(event, next, api)
  await api.createSecret({ Name: 'db', SecretString: 'first', ClientRequestToken: first })
  return {
    ...own,
    api,
    lambda,
    async rotate(input = {}) {
      const { VersionId = '' } = await api.rotateSecret({
        ...{ SecretId: 'db', ClientRequestToken: randomUUID(), RotationLambdaARN: functionArn },
        ...input,
      })
      await emulator.clock.advance(0)
      return VersionId
    },
    async stages() {
      const { VersionIdsToStages = {} } = await api.describeSecret({ SecretId: 'db' })
      return VersionIdsToStages
    },
    events: () => log.rotations.map(({ event }) => event),
    async [Symbol.asyncDispose]() {
      await own[Symbol.asyncDispose]()
      await lambda[Symbol.asyncDispose]()
      api.destroy()
    },
  }
}

/** The version that `db` begins with. */
export const first = '00000000-0000-4000-8000-00000000000f'
