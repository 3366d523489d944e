import { ResourceNotFoundException, type SecretsManager } from '@aws-sdk/client-secrets-manager'
import { type ConnectionSecret, connectionIn } from '#connection-secret'
import { connects } from '#database'

/** An application that goes on and on reading its secret and connecting with it. */
export interface CarefulClient {
  /** Settles when it has read and connected once more, from the start. */
  looked(): Promise<void>
  /** What went wrong, by the number of the look: never a value. */
  readonly failures: readonly string[]
  /** Every password that it was given. */
  readonly passwords: ReadonlySet<string>
  stop(): Promise<void>
}

/**
 * With `rereads`, a client that is refused reads again, AWSPENDING too, and only then counts it as a failure: while a single
 * user is rotated, what was read is not what the database takes by the time it is used. Without, the value that was read
 * must connect.
 */
export function carefulClient(
  api: SecretsManager,
  SecretId: string,
  { rereads = false } = {},
): CarefulClient {
  const failures: string[] = []
  const passwords = new Set<string>()
  let looks = 0
  let stopped = false
  let looked = Promise.withResolvers<void>()

  async function read(VersionStage: string): Promise<ConnectionSecret | undefined> {
    try {
      const { SecretString } = await api.getSecretValue({ SecretId, VersionStage })
      const secret = connectionIn(SecretString)
      passwords.add(secret.password)
      return secret
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined
      throw error
    }
  }

  async function connectsWith(...labels: readonly string[]): Promise<boolean> {
    const secrets: ConnectionSecret[] = []
    for (const label of labels) {
      const secret = await read(label)
      if (secret !== undefined) secrets.push(secret)
    }
    for (const secret of secrets) if (await connects(secret)) return true
    return false
  }

  async function look(): Promise<boolean> {
    if (await connectsWith('AWSCURRENT')) return true
    // In this order: the pending version may become the current one in between.
    return rereads && (await connectsWith('AWSPENDING', 'AWSCURRENT'))
  }

  async function run(): Promise<void> {
    while (!stopped) {
      looks += 1
      try {
        if (!(await look())) failures.push(`look ${looks}: refused`)
      } catch (error) {
        failures.push(`look ${looks}: ${error}`)
      }
      looked.resolve()
      looked = Promise.withResolvers()
    }
  }

  const running = run()
  return {
    failures,
    passwords,
    async looked() {
      // The one under way may have read before.
      for (let i = 0; i < 2; i++) await looked.promise
    },
    async stop() {
      stopped = true
      await running
    },
  }
}
