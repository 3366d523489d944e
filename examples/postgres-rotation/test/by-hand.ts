import { fileURLToPath } from 'node:url'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { useEmulator } from '@strongroom/emulator/testing'
import { after, before, beforeEach } from 'mocha'
import { type ConnectionSecret, connectionIn } from '#connection-secret'
import type { RotationEvent } from '#four-steps'

type Step = 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret'

/** A secret whose rotation has begun, and whose steps the test takes. */
export interface ByHand {
  readonly api: SecretsManager
  /** Makes a secret that was given these values, one after the other, and begins to rotate it. */
  begin(...values: readonly string[]): Promise<Round>
}

interface Round {
  readonly event: Omit<RotationEvent, 'Step'>
  take(...steps: readonly Step[]): Promise<void>
  read(label?: string): Promise<ConnectionSecret>
}

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:by-hand'
const module = fileURLToPath(new URL('./failing/at-once.js', import.meta.url))

/** To be called in a suite. */
export function useByHand(handler: (event: RotationEvent) => Promise<void>): ByHand {
  useEmulator({ before, beforeEach, after }, { rotationFunction: [`${arn}=${module}`] })
  let api: SecretsManager | undefined
  before(() => {
    api = new SecretsManager()
  })
  after(() => api?.destroy())
  const client = () => {
    if (api === undefined) throw new Error('there is a client while tests run')
    return api
  }

  return {
    get api() {
      return client()
    },
    async begin(first, ...later) {
      const { ARN: SecretId = '' } = await client().createSecret({ Name: 'app/db', SecretString: first })
      for (const SecretString of later) await client().putSecretValue({ SecretId, SecretString })
      const { VersionId: ClientRequestToken = '' } = await client().rotateSecret({
        SecretId,
        RotationLambdaARN: arn,
      })
      const event = { SecretId, ClientRequestToken }
      return {
        event,
        async take(...steps) {
          for (const Step of steps) await handler({ ...event, Step })
        },
        async read(VersionStage = 'AWSCURRENT') {
          return connectionIn((await client().getSecretValue({ SecretId, VersionStage })).SecretString)
        },
      }
    },
  }
}
